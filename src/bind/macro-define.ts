import type { Span } from '../source/file.js';
import { type LineText, tagSpan, writtenSpan } from '../syntax/items.js';
import type { Section } from '../syntax/tree.js';
import { cutWord } from '../syntax/words.js';
import { lastLine } from './lines.js';
import { type Macro, macroName, titleOf } from './macro.js';
import { lineLimit, parametersOf, usedParameters } from './macro-fill.js';
import { checkParameters, type Head, prefixes, readHead, warn } from './macro-head.js';
import { type Run, report } from './run.js';
import { reportUnterminated } from './structure.js';

/** The lines up to the end of a macro, and the line that ends it. */
export interface Body {
  readonly lines: readonly LineText[];
  readonly end: LineText | undefined;
}

/** Takes a `<Macro>` with mod_macro's checks and warnings; what its body means is not looked at before it is used. */
export function defineMacro(run: Run, at: Section, body: Body): void {
  const { macros } = run;
  macros.begun = true;
  if (!at.terminated) {
    reportUnterminated(run, at, 'Macro', 'read');
    return;
  }
  const word = cutWord(at.args.raw, 0);
  if (!word) refuse(run, at.nameSpan, '<Macro macro definition: empty name', nameHint);
  warnOfRest(run, `AH02801: non blank chars found after <Macro closing '>'`, at.after, at.openSpan);
  if (!word) return;
  if (word.value === '') refuse(run, at.args.span, '<Macro macro definition: name not found', nameHint);
  if (word.value === '') return;
  const name = macroName(word.value);
  const { file } = at.openSpan;
  const location = `defined on line ${lastLine(at.openSpan)} of "${file.path}"`;
  warnOfName(run, at, name, location);
  const head = readHead(run, at, { name, location });
  const macro = checkParameters(run, { name, location }, head.parameters)
    ? takeBody(run, at, body, { name, location }, head)
    : undefined;
  macros.byName.set(name, macro);
}

const nameHint = 'write <Macro Name $parameter ...>';

function refuse(run: Run, span: Span, message: string, hint?: string): void {
  report(run, 'macro-definition', span, message, { stage: 'read', hint });
}

function warnOfName(run: Run, at: Section, name: string, location: string): void {
  const before = run.macros.byName.get(name);
  if (before) {
    const { file } = at.openSpan;
    const again = `redefined on line ${lastLine(at.openSpan)} of "${file.path}"`;
    warn(
      run,
      'macro-redefined',
      at.args.span,
      `AH02802: macro '${name}' multiply defined: ${before.location}, ${again}`,
      { related: [{ span: before.at, message: 'the first definition' }] },
    );
  }
  if (!prefixes.includes(name[0]!)) return;
  const advice = `better prefix a macro name with any of '${prefixes}'`;
  warn(run, 'macro-name', at.args.span, `AH02803: ${titleOf({ name, location })} ${advice}`, {
    why: 'httpd means the contrary: these characters are for parameters.',
  });
}

function takeBody(
  run: Run,
  at: Section,
  body: Body,
  { name, location }: Pick<Macro, 'name' | 'location'>,
  head: Head,
): Macro | undefined {
  const before = run.macros.byName.get(name);
  const macro = {
    name,
    location,
    file: at.span.file,
    at: at.args.span,
    parameters: parametersOf(head.parameters.map((parameter) => parameter.name)),
    ignoresEmptyArguments: head.emptyArguments || before?.ignoresEmptyArguments === true,
    ignoresBadNesting: head.badNesting || before?.ignoresBadNesting === true,
  };
  const quiet = macro.ignoresBadNesting || run.macros.ignoreBadNesting;
  const tooLong = body.lines.findIndex(isTooLong);
  const seen = tooLong === -1 ? body.lines : body.lines.slice(0, tooLong);
  const end = tooLong === -1 ? body.end : undefined;
  const open = checkTags(run, at, titleOf(macro), end ? [...seen, end] : seen, quiet);
  if (!end) {
    notEnded(run, at, titleOf(macro), tooLong !== -1);
    return undefined;
  }
  if (open !== 0 && !quiet) warnOfSum(run, at, titleOf(macro), open);
  const lines = body.lines.filter(({ text }) => !isComment(text));
  checkUse(run, at, head, { ...macro, lines });
  return { ...macro, lines };
}

function notEnded(run: Run, at: Section, title: string, tooLong: boolean): void {
  const message = `${title}\n\tcontents error: expected token not found: </Macro>`;
  report(run, 'macro-definition', tagSpan(at), message, {
    stage: 'read',
    ...(tooLong
      ? { why: `mod_macro stops at a line of ${lineLimit} bytes or more.` }
      : { hint: 'close it with </Macro> in a line of its own' }),
  });
}

/** Whether a line, its continuations joined and its line end counted, is more than mod_macro reads. */
function isTooLong({ span: { file, start, end } }: LineText): boolean {
  if (end - start < lineLimit) return false;
  const joined = file.text.slice(start, end).replace(/\\\r?\n/g, '');
  return joined.replace(/\n$/, '').length + 1 >= lineLimit;
}

/** A comment leaves no line; a blank line stays and counts. */
const isComment = (text: string): boolean => text.startsWith('#');

/** Counts tags as mod_macro does, whatever their names, and tells what stands behind a `</Macro>`; gives how many stay open. */
function checkTags(run: Run, at: Section, title: string, lines: readonly LineText[], quiet: boolean): number {
  let open = 1;
  for (const line of lines) {
    const word = isComment(line.text) ? '' : (cutWord(line.text, 0)?.value ?? '');
    const closes = word.startsWith('</');
    if (word.startsWith('<')) open += closes ? -1 : 1;
    if (closes && open < 0 && !quiet) {
      const number = lastLine(line.span) - lastLine(at.openSpan);
      const message = `AH02793: bad (negative) nesting on line ${number} of ${title}`;
      warn(run, 'macro-nesting', writtenSpan(line), message);
    }
    if (word.toLowerCase() !== '</macro>') continue;
    const rest = line.text.slice(line.text.lastIndexOf('>') + 1);
    warnOfRest(run, 'AH02794: non blank chars found after directive closing', rest, writtenSpan(line));
  }
  return open;
}

function warnOfSum(run: Run, at: Section, title: string, open: number): void {
  const sum = open > 0 ? `+${open}` : `${open}`;
  warn(run, 'macro-nesting', at.args.span, `AH02795: bad cumulated nesting (${sum}) in ${title}`, {
    why: 'It does not close as many sections as it opens.',
    hint: 'if that is meant, say so: MacroIgnoreBadNesting, or /IgnoreBadNesting behind the name',
  });
}

function warnOfRest(run: Run, what: string, rest: string, span: Span): void {
  if (!/^[ \t]*[^ \t#]/.test(rest)) return;
  const { file } = span;
  warn(run, 'macro-rest', span, `AH02989: ${what} on line ${lastLine(span)} of ${file.path}: ${rest}`);
}

function checkUse(run: Run, at: Section, head: Head, macro: Macro): void {
  const title = titleOf(macro);
  if (macro.lines.length === 0) {
    warn(run, 'macro-empty', at.args.span, `AH02799: ${title}: empty contents!`);
    return;
  }
  const used = usedParameters(
    macro.lines.map(({ text }) => text),
    macro.parameters,
  );
  for (const [index, { name, span }] of head.parameters.entries()) {
    if (used.has(index)) continue;
    warn(run, 'macro-parameter', span, `AH02800: ${title}: argument '${name}' (#${index + 1}) never used`);
  }
}
