/** How long a moment may last; milliseconds. */
const longest = 2;

/**
 * What was found to be missing when a request had just been read. It holds for the other requests that the loop reads in the same turn,
 * since the system had all of them before it was looked for; the next turn looks anew, so that a change counts for whoever asks after it.
 */
export class SameMoment<Sought extends object> {
  readonly #missing = new Set<Sought>();
  #began = 0;
  #isOpen = false;
  #isReading = false;

  /** Takes a request that has just been read; a moment begins with nothing else. */
  read(take: () => void): void {
    this.#isReading = true;
    try {
      take();
    } finally {
      this.#isReading = false;
    }
  }

  /** Whether it has been looked for in this moment, and was missing. */
  isMissing(sought: Sought): boolean {
    if (!this.#isOpen || !this.#missing.has(sought)) return false;
    const age = Date.now() - this.#began;
    return age >= 0 && age < longest;
  }

  /** Notes that it is missing; `since` is when it was looked for, in milliseconds since 1970. */
  note(sought: Sought, since: number): void {
    if (!this.#isReading) return;
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#began = since;
      setImmediate(this.#end);
    } else if (since - this.#began >= longest) {
      this.#missing.clear();
      this.#began = since;
    }
    this.#missing.add(sought);
  }

  readonly #end = (): void => {
    this.#isOpen = false;
    this.#missing.clear();
  };
}
