import { type ByteSet, include } from './bytes.js';
import { byteSet } from './class.js';
import { op, type Program, width } from './code.js';
import { Emitter, isMemorable } from './emit.js';
import type { ParsedPattern } from './tree.js';

/** Compiles a parsed pattern without flaws. */
export function compileProgram(parsed: ParsedPattern): Program {
  const emitter = new Emitter(parsed);
  emitter.emitAll();
  const { sets, lists, memos, registers } = emitter;
  const code = Int32Array.from(emitter.code);
  const beginnings = new Beginnings(code, sets);
  noteBeginnings(code, beginnings, emitter);
  const memorable = isMemorable(parsed.tree);
  return {
    code,
    sets,
    lists,
    groups: parsed.groups,
    registers,
    memos: memorable ? memos : undefined,
    shortcuts: emitter.shortcuts,
    skipsGroups: emitter.skipsGroups,
    anchored: isAnchored(code, sets, 0, memorable),
    first: beginnings.at(0),
  };
}

/** Tells each choice which bytes its ways can begin with, so that most are not tried in vain. */
function noteBeginnings(code: Int32Array, beginnings: Beginnings, emitter: Emitter): void {
  const numberAt = (place: number): number => {
    const set = beginnings.at(place);
    return set ? emitter.setNumber(set) : -1;
  };
  // From the end, so that what a choice leads to is known when it is come to.
  for (let at = code.length - width; at >= 0; at -= width) {
    const operation = code[at]!;
    if (operation === op.split) {
      code[at + 4] = numberAt(code[at + 1]!);
      code[at + 5] = numberAt(code[at + 2]!);
    } else if (operation >= op.greedyRun && operation <= op.possessiveRun) {
      code[at + 4] = numberAt(at + width);
    }
  }
}

/** Beyond so many instructions on the way to the first byte nothing is said. */
const furthest = 48;

/** The bytes that what follows a place must begin with. */
class Beginnings {
  readonly #code: Int32Array;
  readonly #sets: readonly ByteSet[];
  readonly #known = new Map<number, ByteSet | null>();

  constructor(code: Int32Array, sets: readonly ByteSet[]) {
    this.#code = code;
    this.#sets = sets;
  }

  /** `undefined` where nothing need follow, or where it is not clear. */
  at(place: number): ByteSet | undefined {
    const [operation, first = 0] = [this.#code[place]!, this.#code[place + 1]];
    if (operation === op.byte) return byteSet(first, false);
    if (operation === op.set || operation === op.times) return this.#sets[first]!;
    const known = this.#known.get(place);
    if (known !== undefined) return known ?? undefined;
    const found = this.#collect(place) ?? null;
    this.#known.set(place, found);
    return found ?? undefined;
  }

  #collect(place: number): ByteSet | undefined {
    const found: ByteSet = new Uint8Array(256);
    const seen = new Set<number>();
    const open = [place];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const known = this.#known.get(at);
      if (known) include(found, known);
      else if (known === null || seen.size > furthest || !this.#visit(at, found, open)) return undefined;
    }
    return found.includes(0) ? found : undefined;
  }

  /** Adds the bytes an instruction takes, and the places that may come before any byte; `false` where it is not clear. */
  #visit(at: number, found: ByteSet, open: number[]): boolean {
    const operation = this.#code[at]!;
    const first = this.#code[at + 1]!;
    switch (operation) {
      case op.byte:
        found[first] = 1;
        return true;
      case op.set:
      case op.times:
        include(found, this.#sets[first]!);
        return true;
      case op.greedyRun:
      case op.lazyRun:
      case op.possessiveRun:
        include(found, this.#sets[first]!);
        open.push(at + width);
        return true;
      case op.split:
        open.push(this.#code[at + 2]!, first);
        return true;
      case op.jump:
        open.push(first);
        return true;
      case op.leaveEmpty:
        open.push(this.#code[at + 2]!, at + width);
        return true;
      case op.fail:
        return true;
      case op.note:
      case op.close:
      case op.enter:
      case op.keep:
        open.push(at + width);
        return true;
      // What follows an atomic group must not make it choose another way.
      default:
        open.push(at + width);
        return operation >= op.start && operation <= op.notBoundary;
    }
  }
}

/**
 * Whether every way begins at the start of the text. So does one that begins with any number of any bytes: where it fails from the
 * start, it fails from everywhere.
 */
function isAnchored(code: Int32Array, sets: readonly ByteSet[], place: number, memorable: boolean): boolean {
  const seen = new Set<number>();
  const open = [place];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const [operation, first, second] = [code[at]!, code[at + 1]!, code[at + 2]!];
    const isDotStar = memorable && (operation === op.greedyRun || operation === op.lazyRun) && second === -1;
    if (operation === op.start || (isDotStar && sets[first]!.every((cell) => cell === 1))) continue;
    if (operation === op.split) open.push(first, second);
    else if (operation === op.jump) open.push(first);
    else if (operation === op.note || operation === op.close) open.push(at + width);
    else return false;
  }
  return true;
}
