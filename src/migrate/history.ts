import { byPlace } from '../syntax/edit.js';

/** An edit that was made, and the entry of the report that tells of it. */
export interface MadeEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly entry: number;
}

/** Where a byte of a changed text came from. */
export interface Descent {
  /** In the text as it was first: of a byte that was put in, where that was done. */
  readonly offset: number;
  /** The entries that tell of how it was put in. */
  readonly entries: readonly number[];
}

/** What was done to a file, in rounds: each on the text that the one before gave. */
export class History {
  readonly #rounds: (readonly PlacedEdit[])[] = [];

  add(edits: readonly MadeEdit[]): void {
    let shift = 0;
    const placed = edits
      .toSorted((left, right) => byPlace({ span: left }, { span: right }))
      .map((edit): PlacedEdit => {
        const at = edit.start + shift;
        shift += edit.text.length - (edit.end - edit.start);
        return { ...edit, at, shift };
      });
    this.#rounds.push(placed);
  }

  /** Where a byte of the text of now came from. */
  descentOf(offset: number): Descent {
    const entries: number[] = [];
    let at = offset;
    for (const round of this.#rounds.toReversed()) {
      const { before, entry } = stepBack(round, at);
      at = before;
      if (entry !== undefined) entries.push(entry);
    }
    return { offset: at, entries };
  }
}

/** An edit with the place of its text in what the round gave, and by how much the bytes behind it have moved. */
interface PlacedEdit extends MadeEdit {
  readonly at: number;
  readonly shift: number;
}

function stepBack(
  round: readonly PlacedEdit[],
  offset: number,
): { readonly before: number; readonly entry?: number } {
  const index = firstBehind(round, offset) - 1;
  const edit = round[index];
  if (!edit) return { before: offset };
  const { start, text, entry, at, shift } = edit;
  return offset < at + text.length ? { before: start, entry } : { before: offset - shift };
}

/** The number of the first edit whose text begins behind an offset. */
function firstBehind(round: readonly PlacedEdit[], offset: number): number {
  let low = 0;
  let high = round.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (round[middle]!.at <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
