import { type ByteSet, onlyByte } from './bytes.js';
import { behindBranches, captureOf, Lengths, partsOf } from './check.js';
import { op, width } from './code.js';
import {
  type Condition,
  groupNumbers,
  type Look,
  type ParsedPattern,
  type Pattern,
  type Repeat,
} from './tree.js';

const runOf = { greedy: op.greedyRun, lazy: op.lazyRun, possessive: op.possessiveRun } as const;

/** What was written for a pattern: its instructions and the tables they point into. */
export class Emitter {
  readonly code: number[] = [];
  readonly sets: ByteSet[] = [];
  readonly lists: (readonly number[])[] = [];
  readonly memos: (readonly number[])[] = [];
  /** For each memo the instruction that ends the look-around or atomic group it is in, -1 where there is none. */
  readonly shortcuts: number[] = [];
  readonly skipsGroups: boolean[] = [];
  registers: number;
  readonly #parsed: ParsedPattern;
  readonly #lengths: Lengths;
  readonly #numbers = new Map<ByteSet, number>();
  /** Where the pattern of a called group begins. */
  readonly #called = new Map<number, number>();
  readonly #calls: { readonly at: number; readonly group: number }[] = [];
  /** Registers of the loops around that may match nothing, up to the next look-around or atomic group. */
  #loops: readonly number[] = [];
  /** The memos since the begin of that look-around or group. */
  #memosInside: number[] = [];

  constructor(parsed: ParsedPattern) {
    this.#parsed = parsed;
    this.#lengths = new Lengths(parsed);
    this.registers = 2 * (parsed.groups + 1);
  }

  /** Writes the pattern, and once more each group that is called. */
  emitAll(): void {
    this.#emit(this.#parsed.tree);
    this.#add(op.match);
    for (let next = 0; next < this.#calls.length; next++) {
      const { at, group } = this.#calls[next]!;
      this.code[at + 1] = this.#subroutine(group);
    }
  }

  /** The number of a set. */
  setNumber(set: ByteSet): number {
    const known = this.#numbers.get(set);
    if (known !== undefined) return known;
    const number = this.sets.push(set) - 1;
    this.#numbers.set(set, number);
    return number;
  }

  #subroutine(group: number): number {
    const known = this.#called.get(group);
    if (known !== undefined) return known;
    const start = this.code.length;
    this.#called.set(group, start);
    const { tree } = this.#parsed;
    this.#emit(group === 0 ? tree : captureOf(tree, group)!.body);
    this.#add(op.return);
    return start;
  }

  #add(operation: number, ...operands: readonly number[]): number {
    const at = this.code.length;
    this.code.push(operation, ...operands);
    for (let cell = operands.length + 1; cell < width; cell++) this.code.push(0);
    return at;
  }

  #memo(): number {
    const memo = this.memos.push(this.#loops) - 1;
    this.#memosInside.push(memo);
    this.shortcuts.push(-1);
    this.skipsGroups.push(false);
    return memo;
  }

  /** A choice between two places that are filled in later. */
  #split(): number {
    return this.#add(op.split, 0, 0, this.#memo(), -1, -1);
  }

  #fill(at: number, operand: number, target = this.code.length): void {
    this.code[at + operand] = target;
  }

  #emit(pattern: Pattern): void {
    switch (pattern.kind) {
      case 'set':
        this.#set(pattern.set);
        return;
      case 'sequence':
        for (const part of pattern.parts) this.#emit(part);
        return;
      case 'alternation':
        this.#ways(pattern.branches.length, (way) => this.#emit(pattern.branches[way]!));
        return;
      case 'group':
        if (pattern.atomic) this.#atomic(pattern.body);
        else this.#emit(pattern.body);
        return;
      case 'capture':
        this.#capture(pattern.index, pattern.body);
        return;
      case 'repeat':
        this.#repeat(pattern);
        return;
      case 'look':
        this.#look(pattern);
        return;
      case 'assertion':
        this.#add(op[pattern.assertion]);
        return;
      case 'reference':
        this.#add(op.reference, this.#list(pattern.to), pattern.caseless ? 1 : 0);
        return;
      case 'call':
        this.#call(groupNumbers(pattern.to, this.#parsed)[0]!);
        return;
      case 'conditional':
        if (!pattern.definition) this.#conditional(pattern.condition, pattern.branches);
        return;
      case 'keep':
        this.#add(op.keep);
        return;
      case 'fail':
        this.#add(op.fail);
    }
  }

  #set(set: ByteSet): void {
    const byte = onlyByte(set);
    if (byte === undefined) this.#add(op.set, this.setNumber(set));
    else this.#add(op.byte, byte);
  }

  #list(to: number | string): number {
    return this.lists.push(groupNumbers(to, this.#parsed)) - 1;
  }

  /** A call of the whole pattern forgets its ways, that of a group does not. */
  #call(group: number): void {
    if (group === 0) this.#add(op.enter);
    this.#calls.push({ at: this.#add(op.call, 0, group), group });
    if (group === 0) this.#add(op.leaveAtomic);
  }

  /** Ways that are tried one after the other. */
  #ways(count: number, emit: (way: number) => void): void {
    const ends: number[] = [];
    for (let way = 0; way < count - 1; way++) {
      const split = this.#split();
      this.#fill(split, 1);
      emit(way);
      ends.push(this.#add(op.jump, 0));
      this.#fill(split, 2);
    }
    emit(count - 1);
    for (const end of ends) this.#fill(end, 1);
  }

  #capture(index: number, body: Pattern): void {
    const register = this.registers++;
    this.#add(op.note, register);
    this.#emit(body);
    this.#add(op.close, index, register);
  }

  #atomic(body: Pattern): void {
    if (body.kind === 'repeat' && body.body.kind === 'set' && body.eagerness === 'greedy') {
      this.#repeat({ ...body, eagerness: 'possessive' });
      return;
    }
    this.#add(op.enter);
    this.#inside(body, op.leaveAtomic, () => this.#emit(body));
  }

  /** What is inside fails or holds whatever loops are around it. Gives its memos. */
  #apart(emit: () => void): readonly number[] {
    const [loops, outside] = [this.#loops, this.#memosInside];
    this.#loops = [];
    this.#memosInside = [];
    emit();
    const memos = this.#memosInside;
    this.#loops = loops;
    this.#memosInside = outside;
    return memos;
  }

  #look(look: Look): void {
    if (!look.negated) {
      this.#add(op.enter);
      this.#lookInside(look, look.atomic ? op.leaveLook : op.leaveOpenLook);
      return;
    }
    const enter = this.#add(op.enterOr, 0);
    this.#lookInside(look, op.refuse);
    this.#fill(enter, 1);
  }

  #lookInside(look: Look, leave: number): void {
    this.#inside(look.body, leave, () => this.#lookBody(look));
  }

  /** What comes to the end of a look-around or atomic group once, comes there again. */
  #inside(body: Pattern, leave: number, emit: () => void): void {
    const memos = this.#apart(emit);
    const end = this.#add(leave);
    const skips = leave !== op.refuse && holdsGroups(body);
    for (const memo of memos) {
      this.shortcuts[memo] = end;
      this.skipsGroups[memo] = skips;
    }
  }

  #lookBody(look: Look): void {
    if (!look.behind) {
      this.#emit(look.body);
      return;
    }
    const branches = behindBranches(look);
    this.#ways(branches.length, (way) => {
      this.#add(op.back, this.#lengths.of(branches[way]!) ?? 0);
      this.#emit(branches[way]!);
    });
  }

  #conditional(condition: Condition, branches: readonly Pattern[]): void {
    const [yes, no] = branches;
    if (condition.kind === 'constant') {
      this.#emitIf(condition.holds ? yes : no);
      return;
    }
    const negated = condition.kind === 'look' && condition.look.negated;
    const test = this.#condition(condition);
    this.#emitIf(negated ? no : yes);
    const end = this.#add(op.jump, 0);
    this.#fill(test.at, test.operand);
    this.#emitIf(negated ? yes : no);
    this.#fill(end, 1);
  }

  #emitIf(pattern: Pattern | undefined): void {
    if (pattern) this.#emit(pattern);
  }

  /** Writes the test; the operand for the place to go when it does not hold is left to fill. */
  #condition(condition: Exclude<Condition, { kind: 'constant' }>): {
    readonly at: number;
    readonly operand: number;
  } {
    if (condition.kind !== 'look') {
      const operation = condition.kind === 'set' ? op.ifSet : op.ifCalled;
      return { at: this.#add(operation, this.#list(condition.to), 0), operand: 2 };
    }
    const at = this.#add(op.enterOr, 0);
    this.#lookInside(condition.look, op.leaveCondition);
    return { at, operand: 1 };
  }

  #repeat(repeat: Repeat): void {
    const { body, min, max, eagerness } = repeat;
    if (max === 0) return;
    if (body.kind === 'set') {
      this.#run(repeat, body.set);
      return;
    }
    if (eagerness === 'possessive') {
      this.#atomic({ ...repeat, eagerness: 'greedy' });
      return;
    }
    const needed = max === Infinity && min > 0 ? min - 1 : min;
    for (let copy = 0; copy < needed; copy++) this.#emit(body);
    if (max === Infinity) this.#loop(repeat);
    else this.#optional(repeat, max - min);
  }

  #run({ min, max, eagerness }: Repeat, set: ByteSet): void {
    const number = this.setNumber(set);
    if (min === 1) this.#set(set);
    else if (min > 1) this.#add(op.times, number, min);
    if (max === min) return;
    const most = max === Infinity ? -1 : max - min;
    this.#add(runOf[eagerness], number, most, this.#memo(), -1);
  }

  /** So many copies more, each inside the one before it. */
  #optional({ body, eagerness }: Repeat, copies: number): void {
    const splits: number[] = [];
    for (let copy = 0; copy < copies; copy++) {
      const split = this.#split();
      splits.push(split);
      this.#fill(split, eagerness === 'lazy' ? 2 : 1);
      this.#emit(body);
    }
    for (const split of splits) this.#fill(split, eagerness === 'lazy' ? 1 : 2);
  }

  /** One round or, from a minimum of none, perhaps none; then as many as there are. A round that matches nothing is the last. */
  #loop({ body, min, eagerness }: Repeat): void {
    const [go, stop] = eagerness === 'lazy' ? [2, 1] : [1, 2];
    const around = min === 0 ? this.#split() : -1;
    if (around !== -1) this.#fill(around, go);
    const top = this.code.length;
    const leave = this.#round(body);
    const again = this.#split();
    this.#fill(again, go, top);
    this.#fill(again, stop);
    if (around !== -1) this.#fill(around, stop);
    if (leave !== -1) this.#fill(leave, 2);
  }

  /** One round; where it may match nothing, the place of the instruction that then leaves the loop, else -1. */
  #round(body: Pattern): number {
    if (!mayBeEmpty(body)) {
      this.#emit(body);
      return -1;
    }
    const register = this.registers++;
    const outer = this.#loops;
    this.#add(op.note, register);
    this.#loops = [...outer, register];
    this.#emit(body);
    this.#loops = outer;
    return this.#add(op.leaveEmpty, register, 0);
  }
}

/** Whether a pattern can match nothing; when in doubt it can. */
export function mayBeEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'set':
    case 'fail':
      return false;
    case 'sequence':
      return pattern.parts.every(mayBeEmpty);
    case 'alternation':
      return pattern.branches.some(mayBeEmpty);
    case 'group':
    case 'capture':
      return mayBeEmpty(pattern.body);
    case 'repeat':
      return pattern.min === 0 || mayBeEmpty(pattern.body);
    default:
      return true;
  }
}

function holdsGroups(pattern: Pattern): boolean {
  return pattern.kind === 'capture' || partsOf(pattern).some(holdsGroups);
}

/** Whether failing at a place depends on nothing but the place and the position: not on what groups hold or where a call came from. */
export function isMemorable(pattern: Pattern): boolean {
  if (pattern.kind === 'reference' || pattern.kind === 'call') return false;
  if (pattern.kind === 'look' && !pattern.atomic) return false;
  if (pattern.kind === 'conditional' && pattern.condition.kind !== 'look') return false;
  return partsOf(pattern).every(isMemorable);
}
