/** Entries have four cells; the first is the place of a way to go on, or one of these. */
export const entry = {
  /** register, its value before */
  register: -1,
  /** frame and count of frames before */
  control: -2,
  /** memo, position: a choice whose ways are all above it */
  choice: -3,
} as const;

/** The fourth cell of a way: how to go on from it. */
export const resume = { plain: 0, greedy: 1, lazy: 2, possessive: 3 } as const;

export const entrySize = 4;

const mostCells = 1 << 24;

/** The ways a search has not gone yet, and what is to be undone before it can. */
export class Ways {
  cells = new Int32Array(1024);
  top = 0;

  /** `false` when there is no more room. */
  push(kind: number, second: number, third: number, fourth: number): boolean {
    const { top } = this;
    if (top + entrySize > this.cells.length && !this.#grow()) return false;
    const { cells } = this;
    cells[top] = kind;
    cells[top + 1] = second;
    cells[top + 2] = third;
    cells[top + 3] = fourth;
    this.top = top + entrySize;
    return true;
  }

  /** Forgets the ways above a height; what is to be undone stays. Gives the number of entries looked at. */
  cut(height: number): number {
    const { cells, top } = this;
    let kept = height;
    for (let at = height; at < top; at += entrySize) {
      const kind = cells[at]!;
      if (kind !== entry.register && kind !== entry.control) continue;
      if (kept !== at) cells.copyWithin(kept, at, at + entrySize);
      kept += entrySize;
    }
    this.top = kept;
    return (top - height) / entrySize;
  }

  #grow(): boolean {
    if (this.cells.length >= mostCells) return false;
    const larger = new Int32Array(this.cells.length * 2);
    larger.set(this.cells);
    this.cells = larger;
    return true;
  }
}
