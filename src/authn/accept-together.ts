import type { AcceptOutcome } from '../gssapi/acceptor.js';

/** Accepts one token; what was found of keytabs for an equal `look` need not be looked at again. */
export type Accepting = (look: object) => AcceptOutcome;

interface Waiting {
  readonly accept: Accepting;
  readonly resolve: (outcome: AcceptOutcome) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Accepts the tokens that one turn of the event loop has brought one right after the other, and lets their requests go on when all
 * are through. Accepting works on other code and memory than a request does: in turn with requests each finds the processor's caches
 * full of the other, and both take half as long again. All of these requests were there when the first token is accepted, so files
 * looked at then are as new as any of them.
 */
export class AcceptTogether {
  #waiting: Waiting[] = [];

  /** Resolves when the token has been accepted or refused, in this turn of the event loop. */
  add(accept: Accepting): Promise<AcceptOutcome> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ accept, resolve, reject }) === 1) setImmediate(() => this.run());
    });
  }

  /** Accepts what waits, at once. */
  run(): void {
    const taken = this.#waiting;
    this.#waiting = [];
    const look = {};
    // Who waits goes on after this function, so that nothing comes in between.
    for (const { accept, resolve, reject } of taken) {
      try {
        resolve(accept(look));
      } catch (error) {
        reject(error);
      }
    }
  }
}
