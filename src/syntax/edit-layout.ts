import type { SourceFile, Span } from '../source/file.js';
import type { Item } from './tree.js';

/** The blanks that an item's first line begins with. */
export function indentOf({ span }: { readonly span: Span }): string {
  return indentAt(span.file, span.start);
}

/** The blanks behind an offset. */
export function indentAt(file: SourceFile, offset: number): string {
  let end = offset;
  while (file.text[end] === ' ' || file.text[end] === '\t') end += 1;
  return file.text.slice(offset, end);
}

/** The indentation of the first of some items that is more than a blank line. */
export function indentAmong(items: Iterable<Item>): string | undefined {
  for (const item of items) if (!isEmptyLine(item)) return indentOf(item);
  return undefined;
}

/** Whether an item is nothing but blanks. */
export function isEmptyLine({ kind, span }: Item): boolean {
  return kind === 'blank' && span.file.text.slice(span.start, span.end).trim() === '';
}

/** The line end used around an offset: that of the line before it, else of the line it stands on. */
export function lineEndAt({ text }: SourceFile, offset: number): '\n' | '\r\n' {
  const before = offset === 0 ? -1 : text.lastIndexOf('\n', offset - 1);
  const found = before === -1 ? text.indexOf('\n', offset) : before;
  return found > 0 && text[found - 1] === '\r' ? '\r\n' : '\n';
}

const units = new WeakMap<SourceFile, string>();

/** What a file indents the inside of sections with, judged by its first section; four blanks when there is none. */
export function indentUnit(file: SourceFile): string {
  const known = units.get(file);
  if (known !== undefined) return known;
  const unit = firstUnit(file.text) ?? '    ';
  units.set(file, unit);
  return unit;
}

/** Looks for a line that opens a section and is followed by a deeper one. */
function firstUnit(text: string): string | undefined {
  let opened: string | undefined;
  for (const [, indent, first] of text.matchAll(/^([ \t]*)(<\/?|[^\s])/gm)) {
    if (opened !== undefined && indent!.startsWith(opened) && indent!.length > opened.length)
      return indent!.slice(opened.length);
    opened = first === '<' ? indent : undefined;
  }
  return undefined;
}
