import type { SourceFile } from '../source/file.js';
import type { Word } from '../syntax/tree.js';

/** A section that is open at a place. */
export interface OpenSection {
  /** As its definition names it; an unknown name is as written. */
  readonly name: string;
  readonly words: readonly Word[];
}

/** The start of a line, and the sections that are open there, the innermost last. */
export interface Mark {
  readonly start: number;
  readonly sections: readonly OpenSection[];
}

/** So many lines lie between two marks. */
export const linesApart = 200;

const known = new WeakMap<SourceFile, Mark[]>();

/** The marks of a text that were made so far, in its order; whoever passes by adds others at the end. */
export function marksOf(file: SourceFile): Mark[] {
  const marks = known.get(file) ?? [{ start: 0, sections: [] }];
  known.set(file, marks);
  return marks;
}

/** Keeps for a text those marks of the one before it that stand in what both begin with. */
export function keepMarks(before: SourceFile, after: SourceFile): void {
  const same = commonStart(before.text, after.text);
  // The line of a change may be another one now, and what is continued, too.
  known.set(
    after,
    marksOf(before).filter(({ start }) => start === 0 || start < same),
  );
}

/** How far two texts are the same: halves are compared, each byte about twice. */
export function commonStart(left: string, right: string): number {
  let from = 0;
  let to = Math.min(left.length, right.length);
  if (left.slice(0, to) === right.slice(0, to)) return to;
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (left.slice(from, middle) === right.slice(from, middle)) from = middle;
    else to = middle;
  }
  return from;
}
