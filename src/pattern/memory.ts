import type { ByteSet } from './bytes.js';
import type { Program } from './code.js';

/** The stretch of a text that is known to hold only bytes of a run's set. */
interface Stretch {
  from: number;
  to: number;
}

/**
 * Remembers how a search has fared: from which choices and ends of runs it failed and, in look-arounds and atomic groups, from which it
 * came to the end. What follows depends on place and position, and on which of the loops around that may match nothing began
 * at the position: together a plane, which has the number of the place's memo where none of them did.
 */
export class Memory {
  /** Whether shortcuts may leave groups unset; where the match begins and ends stays right. */
  skipsGroups = true;
  /** Whether one did. */
  skipped = false;
  readonly #charge: (steps: number) => void;
  readonly #program: Program;
  readonly #loops: readonly (readonly number[])[];
  readonly #registers: Int32Array;
  readonly #text: string;
  readonly #failed: Bits;
  /** For each plane and position where the look-around or atomic group came to its end, and 1 more. */
  readonly #ends = new Map<number, Int32Array>();
  /** For each run, from each of its ends the nearest one before it, and after it, that has not failed. */
  readonly #before: (Int32Array | undefined)[] = [];
  readonly #after: (Int32Array | undefined)[] = [];
  readonly #stretches: (Stretch | undefined)[] = [];

  /** `charge` counts steps for what takes time or room here. */
  constructor(program: Program, registers: Int32Array, text: string, charge: (steps: number) => void) {
    this.#charge = charge;
    this.#failed = new Bits(charge);
    this.#program = program;
    this.#loops = program.memos!;
    this.#registers = registers;
    this.#text = text;
  }

  failed(plane: number, position: number): boolean {
    return this.#failed.has(plane, position);
  }

  fail(plane: number, position: number): void {
    this.#failed.add(plane, position);
  }

  /** Where what is around a memo's place ends when it is gone through from a position, if that is known and may be used; else -1. */
  knownEnd(memo: number, plane: number, position: number): number {
    const end = (this.#ends.get(plane)?.[position] ?? 0) - 1;
    if (end === -1 || !this.#program.skipsGroups[memo]) return end;
    if (!this.skipsGroups) return -1;
    this.skipped = true;
    return end;
  }

  /** Notes where a look-around or atomic group ended that was gone through from a choice, or with an end of a run. */
  noteEnd(plane: number, position: number, end: number): void {
    let ends = this.#ends.get(plane);
    if (!ends) {
      this.#charge(roomSteps(4 * this.#text.length));
      ends = new Int32Array(this.#text.length + 1);
      this.#ends.set(plane, ends);
    }
    ends[position] = end + 1;
  }

  /** Notes that what follows a run fails at an end of it. */
  failEnd(memo: number, end: number): void {
    const plane = this.plane(memo, end);
    if (plane !== memo) this.#failed.add(plane, end);
    else {
      this.#neighbours(this.#before, memo)[end] = end - 1;
      this.#neighbours(this.#after, memo)[end] = end + 1;
    }
  }

  /** The last end of a run from `end` down to `least`, its beginning, that has not failed; -1 when all have. */
  endBefore(memo: number, end: number, least: number): number {
    const found = nearest(this.#before[memo], end);
    if (found > least) return found;
    if (end < least) return -1;
    // At its beginning a run has taken nothing, and loops around it may have begun there as well.
    const plane = this.plane(memo, least);
    if (plane !== memo) return this.failed(plane, least) ? -1 : least;
    return found === least ? found : -1;
  }

  /** The first end of a run from `end` on that has not failed; it may lie beyond the run. */
  endAfter(memo: number, end: number, least: number): number {
    const plane = this.plane(memo, least);
    if (end > least || plane === memo) return nearest(this.#after[memo], end);
    return this.failed(plane, least) ? nearest(this.#after[memo], end + 1) : end;
  }

  /** How far from a position a text holds only bytes of a set, up to a limit; what was looked at once is not looked at again. */
  reach(memo: number, set: ByteSet, position: number, limit: number): number {
    const known = this.#stretches[memo];
    const within = known && position >= known.from && position <= known.to;
    const stretch = within ? known : { from: position, to: position };
    this.#stretches[memo] = stretch;
    let looked = 0;
    while (stretch.to < limit && set[this.#text.charCodeAt(stretch.to)] === 1) {
      stretch.to++;
      looked++;
      if (stretch.to === known?.from) stretch.to = known.to;
    }
    this.#charge(looked >> 2);
    return Math.min(stretch.to, limit);
  }

  /** A number for the place and for which of its loops began at the position. */
  plane(memo: number, position: number): number {
    const loops = this.#loops[memo]!;
    let plane = memo;
    let bit = this.#loops.length;
    for (const register of loops) {
      if (this.#registers[register] === position) plane += bit;
      bit *= 2;
    }
    return plane;
  }

  #neighbours(all: (Int32Array | undefined)[], memo: number): Int32Array {
    const known = all[memo];
    if (known) return known;
    this.#charge(roomSteps(4 * this.#text.length));
    const made = new Int32Array(this.#text.length + 1);
    for (let at = 0; at < made.length; at++) made[at] = at;
    all[memo] = made;
    return made;
  }
}

/** Follows links to a place that links to itself, and shortens them on the way; beyond the ends there are no links. */
function nearest(links: Int32Array | undefined, from: number): number {
  if (!links) return from;
  let found = from;
  while (found >= 0 && found < links.length && links[found] !== found) found = links[found]!;
  for (let at = from; at >= 0 && at < links.length && at !== found; ) {
    const next = links[at]!;
    links[at] = found;
    at = next;
  }
  return found;
}

/** What so many bytes of new room count as. */
function roomSteps(bytes: number): number {
  return 32 + (bytes >> 4);
}

/** A bit for each pair of a plane and a position. */
class Bits {
  readonly #planes = new Map<number, Uint8Array>();
  readonly #charge: (steps: number) => void;

  constructor(charge: (steps: number) => void) {
    this.#charge = charge;
  }

  has(plane: number, position: number): boolean {
    const bits = this.#planes.get(plane);
    return bits !== undefined && ((bits[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
  }

  add(plane: number, position: number): void {
    let bits = this.#planes.get(plane);
    if (!bits || position >> 3 >= bits.length) {
      const larger = new Uint8Array(Math.max(64, (position >> 2) + 1));
      this.#charge(roomSteps(larger.length));
      if (bits) larger.set(bits);
      bits = larger;
      this.#planes.set(plane, bits);
    }
    bits[position >> 3]! |= 1 << (position & 7);
  }
}
