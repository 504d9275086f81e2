import type { TextEdit } from '../syntax/edit.js';
import type { MadeEdit } from './history.js';

type Range = Pick<MadeEdit, 'start' | 'end'>;

/** The bytes of one file that changes of one round want, each byte for one change. */
export class Claims {
  readonly made: MadeEdit[] = [];
  /** In order of their places, insertions before a replacement that begins there. */
  readonly #ranges: Range[] = [];

  /** Whether nobody else replaces these bytes, or puts something into the midst of them. */
  hasRoomFor({ span: { start, end } }: TextEdit): boolean {
    const at = this.#indexOf(start);
    const before = this.#ranges[at - 1];
    if (before && before.end > start) return false;
    for (let index = at; index < this.#ranges.length; index += 1) {
      const next = this.#ranges[index]!;
      if (next.start >= end) return true;
      if (next.end > start && (next.end > next.start || next.start > start)) return false;
    }
    return true;
  }

  take({ span: { start, end }, text }: TextEdit, entry: number): void {
    this.made.push({ start, end, text, entry });
    const at = this.#indexOf(start + Number(end > start) / 2);
    this.#ranges.splice(at, 0, { start, end });
  }

  /** How many begin before an offset. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ranges[middle]!.start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
