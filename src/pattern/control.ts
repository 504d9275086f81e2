import { entry } from './ways.js';

/** What an atomic group, a look-around or a call began with. */
interface Opened {
  /** The stack's height then. */
  readonly height: number;
  readonly position: number;
}

interface Frame extends Opened {
  readonly outer: number;
  /** For a call the group, the place to return to and the registers then. */
  readonly call?: { readonly group: number; readonly back: number; readonly saved: Int32Array };
}

const none = -1;
type Push = (kind: number, second: number, third: number) => void;

/** The atomic groups, look-arounds and calls around a place; going back restores them. */
export class Control {
  readonly #frames: Frame[] = [];
  readonly #registers: Int32Array;
  readonly #push: Push;
  /** How many frames the last question looked at. */
  looked = 0;
  #current = none;

  constructor(registers: Int32Array, push: Push) {
    this.#registers = registers;
    this.#push = push;
  }

  get height(): number {
    return this.#frames[this.#current]!.height;
  }

  clear(): void {
    this.#frames.length = 0;
    this.#current = none;
  }

  restore(current: number, count: number): void {
    this.#current = current;
    this.#frames.length = count;
  }

  open(height: number, position: number): void {
    this.#enter({ height, position, outer: this.#current });
  }

  close(): Opened {
    const frame = this.#frames[this.#current]!;
    this.#push(entry.control, this.#current, this.#frames.length);
    this.#current = frame.outer;
    return frame;
  }

  call(group: number, back: number, height: number, position: number): void {
    const saved = this.#registers.slice();
    this.#enter({ height, position, outer: this.#current, call: { group, back, saved } });
  }

  /** Ends a call: groups hold again what they held before it. Gives the place to go on. */
  return(groups: number, set: (register: number, value: number) => void): number {
    const { group, back, saved } = this.#frames[this.#current]!.call!;
    this.close();
    const restore = (register: number) => {
      if (this.#registers[register] !== saved[register]) set(register, saved[register]!);
    };
    // After a group's call, groups beyond the highest then set keep their texts, hidden until a higher one is set: so it is in PCRE.
    const highest = group === 0 ? groups : saved[1]!;
    for (let register = 2; register < 2 * highest + 2; register++) restore(register);
    for (let register = 2 * groups + 2; register < saved.length; register++) restore(register);
    restore(1);
    return back;
  }

  /** Whether the last call of the group under way began at the same position. */
  isEndless(group: number, position: number): boolean {
    this.looked = 0;
    for (let at = this.#current; at !== none; at = this.#frames[at]!.outer) {
      const frame = this.#frames[at]!;
      this.looked++;
      if (frame.call?.group === group) return frame.position === position;
    }
    return false;
  }

  /** Whether the innermost call is of one of the groups; 0 among them: of any. */
  isCalling(groups: readonly number[]): boolean {
    this.looked = groups.length >> 2;
    for (let at = this.#current; at !== none; at = this.#frames[at]!.outer) {
      const { call } = this.#frames[at]!;
      this.looked++;
      if (call) return groups.includes(0) || groups.includes(call.group);
    }
    return false;
  }

  #enter(frame: Frame): void {
    this.#push(entry.control, this.#current, this.#frames.length);
    this.#current = this.#frames.push(frame) - 1;
  }
}
