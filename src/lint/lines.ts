import type { Bound } from '../bind/bound.js';
import type { SourceFile, Span } from '../source/file.js';
import { writtenTree } from '../syntax/edit-place.js';
import type { Item } from '../syntax/tree.js';
import { allLines, canonicalName, type Line } from './line.js';

type Growing = { -readonly [K in keyof Line]: Line[K] };

/** Finds what a line was bound to by where its name is written. */
export type BoundAt = (span: Span) => Bound | undefined;

/** An index over a bound tree. */
export function boundIndex(items: readonly Bound[]): BoundAt {
  const files = new Map<SourceFile, Map<number, Bound>>();
  const pending = [...items];
  for (let item = pending.pop(); item; item = pending.pop()) {
    const { file, start } = item.at.span;
    const known = files.get(file) ?? new Map<number, Bound>();
    if (known.size === 0) files.set(file, known);
    known.set(start, item);
    if (item.kind === 'section') for (const inner of item.items) pending.push(inner);
  }
  return ({ file, start }) => files.get(file)?.get(start);
}

/** The lines of a file as it is written, joined with what they were bound to. */
export function linesOfFile(file: SourceFile, boundAt: BoundAt): readonly Line[] {
  return linesOf(writtenTree(file).items, [], boundAt);
}

/** Nesting is bounded by what binding takes; deeper text is cut there. */
const deepest = 300;

function linesOf(items: readonly Item[], around: readonly Line[], boundAt: BoundAt): readonly Line[] {
  const siblings: Growing[] = [];
  for (const item of items) {
    if (item.kind !== 'directive' && item.kind !== 'section') continue;
    const bound = boundAt(item.span);
    const at = bound?.at ?? item;
    const line: Growing = { name: canonicalName(at), at, bound, around, siblings, inner: [] };
    if (item.kind === 'section' && around.length < deepest)
      line.inner = linesOf(item.items, [...around, line], boundAt);
    siblings.push(line);
  }
  return siblings;
}

/** Lines that macros made, each text as it is where it is used: no file has them as such. */
export function linesOfMacros(
  items: readonly Bound[],
  boundAt: BoundAt,
  around: readonly Line[] = [],
  made: Made = new Map(),
): readonly Line[] {
  const found: Line[] = [];
  for (const bound of items) {
    const { at } = bound;
    const { file, start } = at.span;
    if (file.pieces && !made.has(file)) {
      const lines = linesOf(writtenTree(file).items, around, boundAt);
      made.set(file, new Map(sectionsIn(lines)));
      found.push(...lines);
    }
    if (bound.kind !== 'section' || around.length >= deepest) continue;
    const written = { name: canonicalName(at), at, bound, around, siblings: [], inner: [] };
    const line = made.get(file)?.get(start) ?? written;
    found.push(...linesOfMacros(bound.items, boundAt, [...around, line], made));
  }
  return found;
}

/** The sections of each text of a macro by where they begin in it: another macro may be used in them. */
type Made = Map<SourceFile, ReadonlyMap<number, Line>>;

function* sectionsIn(lines: readonly Line[]): Generator<readonly [number, Line]> {
  for (const line of allLines(lines)) if (line.at.kind === 'section') yield [line.at.span.start, line];
}
