import type { ByteSet } from './bytes.js';

/** How many cells an instruction has: its operation and up to five operands. */
export const width = 6;

/** The operations of the pattern machine, with their operands. */
export const op = {
  match: 0,
  /** byte */
  byte: 1,
  /** set */
  set: 2,
  /** set, count: so many bytes of the set */
  times: 3,
  /** first way, second way, memo, the bytes each way can begin with (-1: unknown, or it may be empty) */
  split: 4,
  /** target */
  jump: 5,
  /** set, most, memo, the bytes that can follow (-1: unknown, or nothing need follow) */
  greedyRun: 6,
  lazyRun: 7,
  possessiveRun: 8,
  /** register: keeps the position */
  note: 9,
  /** group, register of its start */
  close: 10,
  /** register, exit: leaves a loop whose round matched nothing */
  leaveEmpty: 11,
  start: 12,
  end: 13,
  endOrNewline: 14,
  lineStart: 15,
  lineEnd: 16,
  boundary: 17,
  notBoundary: 18,
  /** list of groups, 1 for any case */
  reference: 19,
  /** begins an atomic group or a positive look-around */
  enter: 20,
  /** forgets the ways tried since */
  leaveAtomic: 21,
  /** and goes back to where it began */
  leaveLook: 22,
  /** goes back, but keeps the ways */
  leaveOpenLook: 23,
  /** other way: begins a look-around with a way for when it does not hold */
  enterOr: 24,
  /** ends one whose holding is a failure */
  refuse: 25,
  /** ends one that is a condition: forgets the ways, the other one too */
  leaveCondition: 26,
  /** count */
  back: 27,
  /** target, group */
  call: 28,
  return: 29,
  /** list of groups, else */
  ifSet: 30,
  ifCalled: 31,
  keep: 32,
  fail: 33,
} as const;

/** A pattern as instructions. */
export interface Program {
  readonly code: Int32Array;
  readonly sets: readonly ByteSet[];
  readonly lists: readonly (readonly number[])[];
  /** Capturing groups. */
  readonly groups: number;
  /** Registers: two for each group and the whole, then those of groups begun and of loops. */
  readonly registers: number;
  /**
   * For each place that is remembered when it fails: the registers of the loops around it that may match nothing, since what follows
   * depends on whether the position is theirs. `undefined` where failing depends on more than place and position.
   */
  readonly memos: readonly (readonly number[])[] | undefined;
  /** For each such place in a look-around or atomic group the instruction that ends it: what came there once need not be done again. */
  readonly shortcuts: readonly number[];
  /** For each such place whether a shortcut from it may leave groups unset. */
  readonly skipsGroups: readonly boolean[];
  /** Whether a match can only begin where the text does. */
  readonly anchored: boolean;
  /** The bytes a match can begin with; `undefined`: unknown, or the match may be empty. */
  readonly first: ByteSet | undefined;
}
