import type { Span } from '../source/file.js';
import type { Item, Section, Tree } from './tree.js';

/** The text of a tree, byte for byte what was parsed. Works from the leaves, so items may come from several files. */
export function print(tree: Tree): string {
  const parts: string[] = [];
  // A stack of what is still to print: nesting has no limit, so recursion would not do.
  const pending: (Item | Span)[] = [...tree.items].reverse();
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (!('kind' in next)) parts.push(spanText(next));
    else if (next.kind === 'section') pushSection(pending, next);
    else parts.push(spanText(next.span));
  }
  return parts.join('');
}

/** The bytes a span covers. */
export function spanText(span: Span): string {
  return span.file.text.slice(span.start, span.end);
}

/** What stands between a section's tags: for a `<Macro>` the text that mod_macro keeps. */
export function bodySpan({ openSpan, close, span }: Section): Span {
  return { file: span.file, start: openSpan.end, end: close ? close.span.start : span.end };
}

function pushSection(pending: (Item | Span)[], section: Section): void {
  if (section.close) pending.push(section.close.span);
  for (let index = section.items.length - 1; index >= 0; index -= 1) pending.push(section.items[index]!);
  pending.push(section.openSpan);
}
