/** How many of the latest refusals count. */
const remembered = 32;
/** No refusal is held back longer, however slow others were; milliseconds. */
const longest = 2000;

/** Makes refusals take alike, whatever the KDC was asked for them: each as long as the slowest of late. */
export class RefusalTimes {
  readonly #least: number;
  readonly #latest: number[] = [];

  /** No refusal takes less than `least` milliseconds. */
  constructor(least: number) {
    this.#least = least;
  }

  /** How long a refusal that took `took` milliseconds has to wait before it is answered. */
  rest(took: number): number {
    this.#latest.push(took);
    if (this.#latest.length > remembered) this.#latest.shift();
    const slowest = Math.min(longest, Math.max(...this.#latest));
    return Math.max(0, Math.max(this.#least, slowest) - took);
  }
}
