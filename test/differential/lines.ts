import { positionAt } from '../../src/source/file.js';
import { parseConfig } from '../../src/syntax/parse.js';
import type { Item } from '../../src/syntax/tree.js';

/** The text with the item on a line (as httpd counts: the last one of continued lines) made comments; of a section its two tags. */
export function withoutLine(text: string, line: number): string | undefined {
  const file = { path: 'text', text };
  const gone: (readonly [number, number])[] = [];
  const lastLine = (end: number) => positionAt(file, text[end - 1] === '\n' ? end - 1 : end).line;
  const take = ({ start, end }: { readonly start: number; readonly end: number }): boolean => {
    const found = positionAt(file, start).line <= line && line <= lastLine(end);
    if (found) gone.push([start, end]);
    return found;
  };
  const pending: Item[] = [...parseConfig(file).value.items];
  for (let item = pending.pop(); item; item = pending.pop()) {
    if (item.kind !== 'section') take(item.span);
    else {
      pending.push(...item.items);
      const opening = take(item.openSpan);
      if (item.close && opening) gone.push([item.close.span.start, item.close.span.end]);
      else if (item.close) take(item.close.span);
    }
  }
  if (gone.length === 0) return undefined;
  return gone.toSorted((left, right) => right[0] - left[0]).reduce(commentOut, text);
}

function commentOut(text: string, [start, end]: readonly [number, number]): string {
  const lines = text.slice(start, end).split('\n');
  const comments = lines.map((line, at) => (at === lines.length - 1 && line === '' ? '' : '#'));
  return text.slice(0, start) + comments.join('\n') + text.slice(end);
}
