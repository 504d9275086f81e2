import { parseLines } from '../../grammar/config.js';
import type { SourceFile } from '../source/file.js';
import type { Edit } from './edit.js';
import { indentAmong, indentOf, indentUnit, lineEndAt } from './edit-layout.js';
import { placeOf, writtenTree } from './edit-place.js';
import { type NewItem, renderItems } from './edit-render.js';
import type { Item, Section } from './tree.js';

/** Puts new lines before an item, indented like it. */
export function insertBefore(item: Item, added: readonly NewItem[]): Edit {
  const { item: written } = placeOf(item);
  return insertAt(written.span.file, written.span.start, indentOf(written), added);
}

/** Puts new lines behind an item (a section: behind its end), indented like it. */
export function insertAfter(item: Item, added: readonly NewItem[]): Edit {
  const { item: written } = placeOf(item);
  return insertAt(written.span.file, written.span.end, indentOf(written), added);
}

/** Puts new lines at the beginning of a section or file, indented like what stands there. */
export function insertAtStart(where: Section | SourceFile, added: readonly NewItem[]): Edit {
  if (!('kind' in where)) {
    const { items } = writtenTree(where);
    return insertAt(where, 0, indentAmong(items) ?? '', added);
  }
  const { item: section } = placeOf(where);
  const indent = indentAmong(section.items) ?? innerIndent(section);
  return insertAt(section.span.file, section.openSpan.end, indent, added);
}

/** Puts new lines at the end of a section or file, indented like what stands there. */
export function insertAtEnd(where: Section | SourceFile, added: readonly NewItem[]): Edit {
  if (!('kind' in where)) {
    const { items } = writtenTree(where);
    return insertAt(where, where.text.length, indentAmong(items.toReversed()) ?? '', added);
  }
  const { item: section } = placeOf(where);
  const indent = indentAmong(section.items.toReversed()) ?? innerIndent(section);
  return insertAt(section.span.file, section.close?.span.start ?? section.span.end, indent, added);
}

/** Puts new lines in the place of an item, indented like it. */
export function replaceItem(item: Item, added: readonly NewItem[]): Edit {
  const { span } = placeOf(item).item;
  const { file, start, end } = span;
  const rendered = renderItems(added, indentOf({ span }), lineEndAt(file, end), indentUnit(file));
  if (rendered.problem !== undefined) return rendered;
  const open = !file.text.slice(start, end).endsWith('\n');
  return { edits: [{ span, text: open ? rendered.text.replace(/\r?\n$/, '') : rendered.text }] };
}

function innerIndent(section: Section): string {
  return indentOf(section) + indentUnit(section.span.file);
}

/** Behind a last line without an end, the end goes before what is added; a continued last line may need one more. */
function insertAt(file: SourceFile, offset: number, indent: string, added: readonly NewItem[]): Edit {
  const lineEnd = lineEndAt(file, offset);
  const rendered = renderItems(added, indent, lineEnd, indentUnit(file));
  if (rendered.problem !== undefined) return rendered;
  const { text } = rendered;
  const span = { file, start: offset, end: offset };
  if (text === '' || offset < file.text.length || offset === 0) return { edits: [{ span, text }] };
  const last = parseLines(file.text).at(-1)!;
  const before = file.text.slice(last.start);
  const open = !before.endsWith('\n');
  const candidates = open ? [lineEnd + text.slice(0, -lineEnd.length)] : [text, lineEnd + text];
  const wanted = [last.text, ...textsOf(text)];
  const found = candidates.find((each) => sameTexts(textsOf(before + each), wanted));
  return found === undefined
    ? { problem: 'the last line of the file ends in a backslash, so that nothing can follow it' }
    : { edits: [{ span, text: found }] };
}

const textsOf = (text: string): readonly string[] => parseLines(text).map((line) => line.text);

/** Blank lines do not count. */
function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return JSON.stringify(left.filter(Boolean)) === JSON.stringify(right.filter(Boolean));
}
