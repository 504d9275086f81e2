import { display } from '../report/display.js';
import type { SourceFile, Span } from '../source/file.js';
import { writtenTree } from '../syntax/edit-place.js';
import type { Item } from '../syntax/tree.js';

/** A line that makes a name known, in one file. */
export interface NameMade {
  readonly kind: 'define' | 'macro';
  readonly name: string;
  /** Of a Define its value, of a macro its parameters; for people. */
  readonly text: string;
  readonly span: Span;
}

/** So many names of one file are looked at. */
const mostNames = 5000;
const longestText = 200;

/** The Define lines and macros of a file as it is written, in its order. */
export function namesMadeIn(file: SourceFile): readonly NameMade[] {
  const found: NameMade[] = [];
  const pending: Item[] = writtenTree(file).items.toReversed();
  for (let item = pending.pop(); item && found.length < mostNames; item = pending.pop()) {
    const made = nameMade(item);
    if (made) found.push(made);
    if (item.kind === 'section') for (const inner of item.items.toReversed()) pending.push(inner);
  }
  return found;
}

function nameMade(item: Item): NameMade | undefined {
  if (item.kind !== 'directive' && item.kind !== 'section') return undefined;
  const kind = item.kind === 'section' ? 'macro' : 'define';
  if (item.name.toLowerCase() !== kind) return undefined;
  const [first, ...rest] = item.args.words;
  if (!first) return undefined;
  const text = display(
    rest
      .map(({ value }) => value)
      .join(' ')
      .slice(0, longestText),
  );
  return { kind, name: display(first.value), text, span: first.span };
}
