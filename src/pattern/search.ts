import type { Program } from './code.js';
import { enough, Machine } from './machine.js';
import { Memory } from './memory.js';
import { PatternOverrun, spendSteps, stepsLeft } from './overrun.js';

/** What every search counts as where searches count together. */
const searchSteps = 16;

/**
 * Searches byte strings for the first match of a program. A search that takes long begins anew and remembers from which places and
 * positions it failed, so that its steps grow with the text's length; where that cannot be done it gives up when `stepsLeft` says so.
 */
export class PatternSearch {
  readonly #program: Program;
  readonly #machine: Machine;
  readonly #patience: number;

  /** `patience`: after how many steps for each byte of a text it begins anew. */
  constructor(program: Program, patience = 32) {
    this.#program = program;
    this.#machine = new Machine(program);
    this.#patience = patience;
  }

  /** Steps of the last search. */
  get steps(): number {
    return this.#machine.steps;
  }

  /**
   * Where the groups of the first match begin and end, the whole first, and -1 for what took no part; they hold until the next search.
   * Throws `PatternOverrun` when it gives up.
   */
  first(text: string): Int32Array | undefined {
    const left = stepsLeft();
    this.#used = 0;
    try {
      return this.#within(text, left);
    } catch (thrown) {
      if (thrown !== enough) throw thrown;
      throw new PatternOverrun(`more than ${left} steps for a text of ${text.length} bytes`);
    } finally {
      spendSteps(searchSteps + this.#used + this.#machine.steps);
    }
  }

  #within(text: string, left: number): Int32Array | undefined {
    const { memos } = this.#program;
    this.#machine.memory = undefined;
    const patience = memos ? Math.min(left, this.#patience * (text.length + 128)) : left;
    try {
      return this.#attempt(text, patience);
    } catch (thrown) {
      if (thrown !== enough || !memos || patience === left) throw thrown;
    }
    this.#used = this.#machine.steps;
    return this.#remembering(text, left - this.#used);
  }

  /** Finds out where a match begins, and then once more what its groups hold, if shortcuts left some unset. */
  #remembering(text: string, left: number): Int32Array | undefined {
    const machine = this.#machine;
    const memory = new Memory(this.#program, machine.registers, text, (steps) => {
      machine.steps += steps;
      if (machine.steps > machine.limit) throw enough;
    });
    machine.memory = memory;
    const found = this.#attempt(text, left);
    if (!found || !memory.skipped) return found;
    memory.skipsGroups = false;
    return machine.matchAt(text, this.#from);
  }

  #from = 0;
  /** Steps of the attempt that was given up. */
  #used = 0;

  #attempt(text: string, limit: number): Int32Array | undefined {
    const { first, anchored } = this.#program;
    this.#machine.steps = 0;
    this.#machine.limit = limit;
    const last = anchored ? 0 : text.length;
    for (let from = 0; from <= last; from++) {
      if (first) {
        while (from < text.length && first[text.charCodeAt(from)] === 0) from++;
        if (from >= text.length || from > last) break;
      }
      this.#from = from;
      const found = this.#machine.matchAt(text, from);
      if (found) return found;
    }
    return undefined;
  }
}
