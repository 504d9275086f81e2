import type { Span } from '../source/file.js';
import type { Edit, TextEdit } from './edit.js';
import { indentAt } from './edit-layout.js';
import { placeOf } from './edit-place.js';
import { reread } from './edit-reread.js';
import type { Item } from './tree.js';

export interface RemoveOptions {
  /** Also takes away the comment lines that stand right above. */
  readonly comments?: boolean;
}

/** Takes an item away with all its lines; a section with all that is in it. */
export function removeItem(item: Item, { comments = false }: RemoveOptions = {}): Edit {
  const { item: written, siblings, index } = placeOf(item);
  let first = index;
  while (comments && siblings[first - 1]?.kind === 'comment') first -= 1;
  return { edits: [{ span: { ...written.span, start: siblings[first]!.span.start }, text: '' }] };
}

/** Makes comments of all lines of an item, blank ones aside. */
export function commentOut(item: Item): Edit {
  const { span } = placeOf(item).item;
  const edits = physicalLines(span)
    .filter((line) => span.file.text.slice(line.start, line.end).trim() !== '')
    .map((line): TextEdit => {
      const at = line.start + indentAt(span.file, line.start).length;
      return { span: { file: span.file, start: at, end: at }, text: '# ' };
    });
  const left = reread(span, edits).filter(({ kind }) => kind !== 'comment' && kind !== 'blank');
  return left.length === 0 ? { edits } : { problem: 'these lines cannot be made comments' };
}

function physicalLines({ file, start, end }: Span): readonly Span[] {
  const lines: Span[] = [];
  for (let at = start; at < end; ) {
    const found = file.text.indexOf('\n', at);
    const next = found === -1 || found >= end ? end : found + 1;
    lines.push({ file, start: at, end: next });
    at = next;
  }
  return lines;
}
