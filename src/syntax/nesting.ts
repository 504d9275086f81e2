import type { LogicalLine } from '../../grammar/lines.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile, Span } from '../source/file.js';
import { nameOf, type Opening, readOpening, writtenSpan } from './items.js';
import type { Item, Section } from './tree.js';

/** What a parse has gathered so far; `open` are the sections around the current line, innermost last. */
export interface Progress {
  readonly file: SourceFile;
  readonly items: Item[];
  readonly open: OpenSection[];
  /** How many open sections bear a name, in lower case: finds a close's partner without a walk over all of them. */
  readonly names: Map<string, number>;
  readonly diagnostics: Diagnostic[];
}

interface OpenSection {
  readonly opening: Opening;
  /** The name in lower case. */
  readonly key: string;
  readonly items: Item[];
  /** In a macro, whose contents are text: how many `<Macro` are open, this one included. */
  macros: number;
}

/** Puts an item where the current line stands: into the innermost open section, else into the tree. */
export function addItem(progress: Progress, item: Item): void {
  (progress.open.at(-1)?.items ?? progress.items).push(item);
}

/** Takes a section's opening line. */
export function openSection(progress: Progress, line: LogicalLine, span: Span): void {
  const [opening, diagnostics] = readOpening(progress.file, line, span);
  progress.diagnostics.push(...diagnostics);
  const key = opening.name.toLowerCase();
  progress.open.push({ opening, key, items: [], macros: key === 'macro' ? 1 : 0 });
  progress.names.set(key, (progress.names.get(key) ?? 0) + 1);
}

/**
 * Takes a line as text when a macro is open, and says whether it did. As mod_macro does, only a first word `</Macro>` counts
 * as the end and only a first word `<Macro` as the beginning of one inside.
 */
export function takeMacroText(progress: Progress, line: LogicalLine, span: Span): boolean {
  const innermost = progress.open.at(-1);
  if (!innermost || innermost.macros === 0) return false;
  const word = line.kind === 'comment' || line.kind === 'blank' ? '' : nameOf(line).value.toLowerCase();
  if (word === '<macro') innermost.macros += 1;
  if (word === '</macro>') innermost.macros -= 1;
  if (innermost.macros === 0) endInnermost(progress, { name: nameOf(line).value.slice(2, -1), span });
  else addItem(progress, { kind: 'text', span });
  return true;
}

/**
 * Takes a closing line. A wrong name closes the section it names, if that is open further out, else the innermost one (a
 * misspelt close is likelier than a stray one); either way it is one error.
 */
export function closeSection(progress: Progress, line: LogicalLine, span: Span): void {
  const tag = nameOf(line).value;
  const innermost = progress.open.at(-1);
  if (!innermost) {
    report(progress, line, 'section-not-open', `${tag} without matching <${tag.slice(2)} section`);
    addItem(progress, { kind: 'blank', span });
    return;
  }
  const bracketed = tag.endsWith('>');
  const name = tag.slice(2, bracketed ? -1 : undefined);
  const key = name.toLowerCase();
  if (!bracketed) report(progress, line, 'close-unterminated', `${tag}> directive missing closing '>'`);
  else if (key !== innermost.key) {
    report(progress, line, 'section-mismatch', `Expected </${innermost.opening.name}> but saw </${name}>`);
  }
  if (progress.names.has(key)) while (progress.open.at(-1)!.key !== key) endInnermost(progress);
  endInnermost(progress, { name, span });
}

/** Ends the sections that are still open at the end of the text, each with an error, innermost first. */
export function endText(progress: Progress): void {
  for (let section = progress.open.at(-1); section; section = progress.open.at(-1)) {
    progress.diagnostics.push({
      code: 'section-not-closed',
      severity: 'error',
      stage: 'syntax',
      span: tagSpan(section.opening),
      message: `<${section.opening.name}> was not closed.`,
    });
    endInnermost(progress);
  }
}

function endInnermost(progress: Progress, close?: NonNullable<Section['close']>): void {
  const { opening, key, items } = progress.open.pop()!;
  const count = progress.names.get(key)! - 1;
  if (count === 0) progress.names.delete(key);
  else progress.names.set(key, count);
  const end = close?.span.end ?? items.at(-1)?.span.end ?? opening.openSpan.end;
  const span = { file: progress.file, start: opening.openSpan.start, end };
  addItem(progress, close ? { ...opening, items, close, span } : { ...opening, items, span });
}

function report(progress: Progress, line: LogicalLine, code: string, message: string): void {
  const span = writtenSpan(progress.file, line);
  const innermost = progress.open.at(-1);
  const related = innermost && [
    { span: tagSpan(innermost.opening), message: `<${innermost.opening.name}> is open since here` },
  ];
  progress.diagnostics.push({
    code,
    severity: 'error',
    stage: 'syntax',
    span,
    message,
    ...(related && { related }),
  });
}

/** The opening tag from its name to the end of its line's text, without the blanks around. */
function tagSpan(section: Opening): Span {
  const { file, end } = section.openSpan;
  const written = file.text.slice(section.nameSpan.start, end).trimEnd().length;
  return { file, start: section.nameSpan.start - 1, end: section.nameSpan.start + written };
}
