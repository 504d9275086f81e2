import type { Program } from './code.js';
import { enough, Machine } from './machine.js';
import { Memory } from './memory.js';
import { mostSteps, PatternOverrun } from './overrun.js';

/**
 * Searches byte strings for the first match of a program. A search that takes long begins anew and remembers from which places and
 * positions it failed, so that its steps grow with the text's length; where that cannot be done it gives up after `mostSteps`.
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
    const { memos } = this.#program;
    this.#machine.memory = undefined;
    try {
      return this.#attempt(text, memos ? this.#patience * (text.length + 128) : mostSteps);
    } catch (thrown) {
      if (thrown !== enough) throw thrown;
    }
    try {
      if (memos) return this.#remembering(text);
    } catch (thrown) {
      if (thrown !== enough) throw thrown;
    }
    throw new PatternOverrun(`more than ${mostSteps} steps for a text of ${text.length} bytes`);
  }

  /** Finds out where a match begins, and then once more what its groups hold, if shortcuts left some unset. */
  #remembering(text: string): Int32Array | undefined {
    const machine = this.#machine;
    const memory = new Memory(this.#program, machine.registers, text);
    machine.memory = memory;
    const found = this.#attempt(text, mostSteps);
    if (!found || !memory.skipped) return found;
    memory.skipsGroups = false;
    return machine.matchAt(text, this.#from);
  }

  #from = 0;

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
