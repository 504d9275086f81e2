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
  readonly #rounds: (readonly MadeEdit[])[] = [];

  add(edits: readonly MadeEdit[]): void {
    this.#rounds.push(edits.toSorted((left, right) => byPlace({ span: left }, { span: right })));
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

function stepBack(
  round: readonly MadeEdit[],
  offset: number,
): { readonly before: number; readonly entry?: number } {
  let shift = 0;
  for (const { start, end, text, entry } of round) {
    if (offset < start + shift) break;
    if (offset < start + shift + text.length) return { before: start, entry };
    shift += text.length - (end - start);
  }
  return { before: offset - shift };
}
