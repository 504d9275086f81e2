import type { SourceFile } from '../source/file.js';
import { type LineText, nameOf, readClosing, readOpening } from './items.js';
import type { Closing, Item, Section } from './tree.js';

/** What a parse has gathered so far; `open` are the sections around the current line, innermost last. */
export interface Progress {
  readonly file: SourceFile;
  readonly items: Item[];
  readonly open: OpenSection[];
  /** How many open sections bear a name, in lower case: finds a close's partner without a walk over all of them. */
  readonly names: Map<string, number>;
}

interface OpenSection {
  readonly section: Mutable<Section>;
  /** The name in lower case. */
  readonly key: string;
  readonly items: Item[];
  /** In a macro, whose contents are text: how many `<Macro` are open, this one included. */
  macros: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Puts an item where the current line stands: into the innermost open section, else into the tree. */
export function addItem(progress: Progress, item: Item): void {
  (progress.open.at(-1)?.items ?? progress.items).push(item);
}

/** Takes a section's opening line. */
export function openSection(progress: Progress, line: LineText): void {
  const { kind, name, nameSpan, args, terminated, after, openSpan } = readOpening(line);
  const key = name.toLowerCase();
  const items: Item[] = [];
  const section = { kind, name, nameSpan, args, terminated, after, openSpan, items, span: openSpan };
  addItem(progress, section);
  progress.open.push({ section, key, items, macros: key === 'macro' ? 1 : 0 });
  progress.names.set(key, (progress.names.get(key) ?? 0) + 1);
}

/** Takes a line as text when a macro is open, and says whether it did. `named` is false for comments and blank lines. */
export function takeMacroText(progress: Progress, line: LineText, named: boolean): boolean {
  const innermost = progress.open.at(-1);
  if (!innermost || innermost.macros === 0) return false;
  if (named) innermost.macros += macroDepth(line.text);
  if (innermost.macros === 0) endInnermost(progress, readClosing(line));
  else addItem(progress, { kind: 'text', span: line.span });
  return true;
}

/**
 * By how much a line changes how many macros are open. As in mod_macro only a first word `</Macro>` counts as the end and only a
 * first word `<Macro` as the beginning of one inside.
 */
export function macroDepth(text: string): -1 | 0 | 1 {
  const word = nameOf(text).value.toLowerCase();
  if (word === '<macro') return 1;
  return word === '</macro>' ? -1 : 0;
}

/**
 * Takes a closing line. A wrong name closes the section it names, if that is open further out, else the innermost one (a
 * misspelt close is likelier than a stray one). Which closes httpd refuses is not known before it is known which conditional
 * sections are read: reading says so.
 */
export function closeSection(progress: Progress, line: LineText): void {
  const closing = readClosing(line);
  const key = closing.name.toLowerCase();
  if (progress.open.length === 0) {
    addItem(progress, { kind: 'blank', stray: closing, span: closing.span });
    return;
  }
  if (progress.names.has(key)) while (progress.open.at(-1)!.key !== key) endInnermost(progress);
  endInnermost(progress, closing);
}

/** Ends the sections that are still open at the end of the text. */
export function endText(progress: Progress): void {
  while (progress.open.length > 0) endInnermost(progress);
}

function endInnermost(progress: Progress, close?: Closing): void {
  const { section, key, items } = progress.open.pop()!;
  const count = progress.names.get(key)! - 1;
  if (count === 0) progress.names.delete(key);
  else progress.names.set(key, count);
  if (close) section.close = close;
  const { file, start } = section.openSpan;
  const end = close?.span.end ?? items.at(-1)?.span.end ?? section.openSpan.end;
  section.span = { file, start, end };
}
