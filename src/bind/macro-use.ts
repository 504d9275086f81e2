import { nearest } from '../directives/nearest.js';
import type { Piece, SourceFile, Span } from '../source/file.js';
import type { LineText } from '../syntax/items.js';
import type { Directive, Word } from '../syntax/tree.js';
import { lastLine } from './lines.js';
import { type Macro, macroName, mostExpanded, titleOf } from './macro.js';
import { type FilledRun, fillLine, lineLimit } from './macro-fill.js';
import { warn } from './macro-head.js';
import { type Details, type Run, report } from './run.js';

/** What a use and an argument that is put in cost beside their text, so that uses of empty macros come to an end too. */
const [costOfUse, costOfArgument] = [256, 64];

/** The text that a `Use` line stands for, named as httpd names it in messages; undefined when it is refused. */
export function useMacro(run: Run, at: Directive): SourceFile | undefined {
  const [named, ...words] = at.args.words;
  const refuse = refusal(run, at);
  if (!run.macros.begun) return refuse('no macro defined before Use', undefinedHint(run, named));
  if (!named?.value) return refuse('no macro name specified with Use');
  const name = macroName(named.value);
  const macro = run.macros.byName.get(name);
  if (!macro) {
    if (run.macros.byName.has(name)) return undefined;
    return refuse(`macro '${name}' undefined`, undefinedHint(run, named));
  }
  if (at.span.file.path.includes(`macro '${name}'`))
    return refuse(`recursive use of macro '${name}' is invalid`);
  const { length } = macro.parameters.names;
  if (words.length !== length) {
    const message = `${titleOf(macro)} used with ${words.length} arguments instead of ${length}`;
    return refuse(message, { related: [{ span: macro.at, message: 'it is defined here' }] });
  }
  return expand(run, at, macro, words);
}

/** Takes a macro's name back. */
export function undefMacro(run: Run, written: string, at: Directive): void {
  const refuse = refusal(run, at);
  const name = macroName(written);
  if (!run.macros.begun) refuse('no macro defined before UndefMacro');
  else if (!run.macros.byName.has(name)) refuse(`cannot remove undefined macro '${name}'`);
  else run.macros.byName.delete(name);
}

type Refuse = (message: string, details?: Details) => undefined;

const refusal =
  (run: Run, at: Directive): Refuse =>
  (message, details) => {
    const span = at.args.raw === '' ? at.nameSpan : at.args.span;
    report(run, 'macro-use', span, message, { stage: 'read', ...details });
    return undefined;
  };

function undefinedHint({ macros }: Run, named: Word | undefined): Details {
  if (!macros.begun) return { hint: 'a <Macro> has to stand before the first line that uses it' };
  const names = nearest(macroName(named?.value ?? ''), macros.byName.keys());
  return names.length === 0 ? {} : { hint: `did you mean ${names.join(' or ')}?` };
}

function expand(run: Run, at: Directive, macro: Macro, words: readonly Word[]): SourceFile | undefined {
  const refuse = refusal(run, at);
  const path = `${titleOf(macro)} used on line ${lastLine(at.span)} of "${at.span.file.path}"`;
  if (run.macros.room < 0) return tooLarge(run, refuse);
  warnOfEmpty(run, macro, words, path);
  const text = fillBody(run, macro, words, path, refuse);
  if (text === undefined) return undefined;
  if (text.endsWith('\\\n')) reportContinued(run, at, macro);
  run.macros.room -= text.length + path.length + costOfUse;
  if (run.macros.room < 0) return tooLarge(run, refuse);
  let pieces: readonly Piece[] | undefined;
  return {
    path,
    text,
    includedFrom: { ...at.nameSpan, end: Math.max(at.nameSpan.end, at.args.words[0]!.span.end) },
    // Only findings and origins ask for them.
    get pieces() {
      pieces ??= piecesOf(macro, words);
      return pieces;
    },
  };
}

function fillBody(
  run: Run,
  macro: Macro,
  words: readonly Word[],
  path: string,
  refuse: Refuse,
): string | undefined {
  const values = words.map(({ value }) => value);
  let body = '';
  for (const [index, { text }] of macro.lines.entries()) {
    const line = fillLine(text, macro.parameters, values);
    if (!line) {
      const where = `while processing line ${index + 1} of ${titleOf(macro)}`;
      const what = 'cannot substitute, buffer size too small';
      const why = `mod_macro's lines have less than ${lineLimit} bytes.`;
      return refuse(`${path} error while substituting: ${where} ${what}`, { why });
    }
    body += `${line.text}\n`;
    run.macros.room -= costOfArgument * (line.runs?.length ?? 0);
  }
  return body;
}

/** httpd joins the line behind the Use line to the macro's last one then. */
function reportContinued(run: Run, at: Directive, macro: Macro): void {
  report(run, 'not-served', at.args.span, `macro '${macro.name}' ends in a backslash here`, {
    stage: 'read',
    why: 'httpd would join the line that follows to the last line of the macro; kerbgate does not.',
    hint: 'let no argument that ends in a backslash stand last in the macro',
  });
}

function tooLarge(run: Run, refuse: Refuse): undefined {
  const told = run.macros.room === Number.NEGATIVE_INFINITY;
  run.macros.room = Number.NEGATIVE_INFINITY;
  if (told) return undefined;
  const mega = mostExpanded / 1024 / 1024;
  return refuse(`macros make more text than is expanded (${mega} MiB, arguments counted)`, {
    why: 'Macros that use macros several times grow exponentially; httpd would go on until it is out of memory.',
  });
}

function warnOfEmpty(run: Run, macro: Macro, words: readonly Word[], path: string): void {
  if (macro.ignoresEmptyArguments || run.macros.ignoreEmptyArguments) return;
  for (const [index, { value, span }] of words.entries())
    if (value === '') {
      const hint =
        "if that is meant, say so: MacroIgnoreEmptyArgs, or /IgnoreEmptyArgs behind the macro's name";
      warn(run, 'macro-argument-empty', span, `AH02798: ${path}: empty argument #${index + 1}`, { hint });
    }
}

function piecesOf({ file, lines, parameters }: Macro, words: readonly Word[]): readonly Piece[] {
  const values = words.map(({ value }) => value);
  const pieces: Piece[] = [];
  let offset = 0;
  for (const line of lines) {
    const { text, runs } = fillLine(line.text, parameters, values)!;
    for (const run of runs ?? [{ from: 0, start: 0, end: line.text.length }])
      pieces.push(...runPieces(line, run, offset, file, words));
    offset += text.length + 1;
  }
  return pieces;
}

/** A run of a line as pieces: what was written together is one, a continuation begins another. */
function runPieces(
  { locate }: LineText,
  { from, start, end, parameter }: FilledRun,
  offset: number,
  file: SourceFile,
  words: readonly Word[],
): readonly Piece[] {
  const whole = locate(start, end);
  const at = { file, start: whole.start, end: whole.end };
  if (parameter !== undefined) return [{ start: offset + from, at, argument: words[parameter]!.span }];
  if (at.end - at.start === end - start) return [{ start: offset + from, at }];
  const pieces: { start: number; at: Span }[] = [];
  for (let position = start; position < end; position += 1) {
    const here = locate(position, position + 1);
    const last = pieces.at(-1);
    if (last && last.at.end === here.start) last.at = { ...last.at, end: here.end };
    else
      pieces.push({
        start: offset + from + position - start,
        at: { file, start: here.start, end: here.end },
      });
  }
  return pieces;
}
