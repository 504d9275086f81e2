/** A bounded number of things at once, with a bounded queue for the rest. */
export class Slots {
  readonly #limit: number;
  readonly #queueLimit: number;
  readonly #queue = new Set<() => void>();
  #taken = 0;

  constructor(limit: number, queueLimit: number) {
    this.#limit = limit;
    this.#queueLimit = queueLimit;
  }

  /**
   * Resolves with `taken` once a slot is there, which the caller gives back with `release`; with `full` when even the
   * queue is; with `given-up` when `giveUp` was signalled first.
   */
  take(giveUp: AbortSignal): Promise<'taken' | 'full' | 'given-up'> {
    if (giveUp.aborted) return Promise.resolve('given-up');
    if (this.#taken < this.#limit) {
      this.#taken += 1;
      return Promise.resolve('taken');
    }
    if (this.#queue.size >= this.#queueLimit) return Promise.resolve('full');
    return new Promise((resolve) => {
      const start = () => {
        giveUp.removeEventListener('abort', leave);
        resolve('taken');
      };
      const leave = () => {
        this.#queue.delete(start);
        resolve('given-up');
      };
      this.#queue.add(start);
      giveUp.addEventListener('abort', leave, { once: true });
    });
  }

  /** Gives a slot back, to the one that waits longest if any does. */
  release(): void {
    const [next] = this.#queue;
    if (!next) {
      this.#taken -= 1;
      return;
    }
    this.#queue.delete(next);
    next();
  }
}
