import { holds, isSame, reachIn } from './assertions.js';
import type { ByteSet } from './bytes.js';
import { op, type Program, width } from './code.js';
import { Control } from './control.js';
import type { Memory } from './memory.js';
import { entry, entrySize, resume, Ways } from './ways.js';

/** Thrown when the steps are used up. */
export const enough = new Error('a search took too long');

/** What a call counts as, beside the registers that it keeps. */
const callSteps = 64;
/** The register for the highest group that is set; in the end that of the match's end. */
const highest = 1;

/** One for all, since one search ends before the next begins. */
const ways = new Ways();

/**
 * Runs a program over byte strings the way PCRE does: the first way that matches counts, groups keep what they matched last. With a
 * memory its steps grow with the text's length.
 */
export class Machine {
  /** Steps since they were last set to 0; beyond the limit `enough` is thrown. */
  steps = 0;
  limit = 0;
  memory: Memory | undefined;
  readonly registers: Int32Array;
  readonly #program: Program;
  readonly #control: Control;
  #text = '';
  #place = 0;
  #position = 0;

  constructor(program: Program) {
    this.#program = program;
    this.registers = new Int32Array(program.registers);
    this.#control = new Control(this.registers, (kind, second, third) => this.#push(kind, second, third, 0));
  }

  /**
   * Where the groups of a match that begins at a position begin and end, the whole first, and -1 for what took no part; they hold
   * until the next attempt.
   */
  matchAt(text: string, from: number): Int32Array | undefined {
    this.#text = text;
    this.registers.fill(-1);
    ways.top = 0;
    this.#control.clear();
    return this.#run(from) ? this.#found(from) : undefined;
  }

  #found(from: number): Int32Array {
    const groups = this.registers.subarray(0, 2 * (this.#program.groups + 1));
    groups.fill(-1, 2 * Math.max(groups[highest]!, 0) + 2);
    if (groups[0] === -1) groups[0] = from;
    groups[1] = this.#position;
    return groups;
  }

  #run(from: number): boolean {
    const { code, sets } = this.#program;
    const text = this.#text;
    const { length } = text;
    let place = 0;
    let position = from;
    for (;;) {
      if (++this.steps > this.limit) throw enough;
      switch (code[place]) {
        case op.byte:
          if (text.charCodeAt(position) !== code[place + 1]) break;
          position++;
          place += width;
          continue;
        case op.set:
          if (position >= length || sets[code[place + 1]!]![text.charCodeAt(position)] === 0) break;
          position++;
          place += width;
          continue;
        case op.jump:
          place = code[place + 1]!;
          continue;
        case op.match:
          this.#position = position;
          return true;
        default: {
          this.#position = position;
          const next = this.#step(place, position);
          if (next === -1) break;
          place = next;
          position = this.#position;
          continue;
        }
      }
      if (!this.#goBack()) return false;
      place = this.#place;
      position = this.#position;
    }
  }

  /** Does one of the rarer operations; gives the place to go on, -1 for failure. */
  #step(place: number, position: number): number {
    const { code, sets } = this.#program;
    const first = code[place + 1]!;
    const next = place + width;
    switch (code[place]) {
      case op.split:
        return this.#split(place, position);
      case op.greedyRun:
      case op.lazyRun:
      case op.possessiveRun:
        return this.#beginRun(place, position);
      case op.times:
        return this.#times(sets[first]!, code[place + 2]!) ? next : -1;
      case op.note:
        this.#set(first, position);
        return next;
      case op.close:
        this.#close(first, this.registers[code[place + 2]!]!);
        return next;
      case op.leaveEmpty:
        return this.registers[first] === position ? code[place + 2]! : next;
      case op.reference:
        return this.#reference(this.#program.lists[first]!, code[place + 2] === 1) ? next : -1;
      case op.back:
        this.#position = position - first;
        return position < first ? -1 : next;
      case op.keep:
        this.#set(0, position);
        return next;
      case op.fail:
        return -1;
      default:
        if (code[place]! > op.notBoundary) return this.#enterOrLeave(place, position);
        return holds(code[place]!, this.#text, position) ? next : -1;
    }
  }

  #enterOrLeave(place: number, position: number): number {
    const { code, lists } = this.#program;
    const control = this.#control;
    const first = code[place + 1]!;
    const next = place + width;
    switch (code[place]) {
      case op.enter:
        control.open(ways.top, position);
        return next;
      case op.enterOr: {
        const height = ways.top;
        this.#push(first, position, 0, resume.plain);
        control.open(height, position);
        return next;
      }
      case op.leaveAtomic: {
        const { height } = control.close();
        this.#noteEnds(height);
        this.steps += ways.cut(height);
        return next;
      }
      case op.leaveLook:
      case op.leaveCondition: {
        const opened = control.close();
        this.#noteEnds(opened.height);
        this.steps += ways.cut(opened.height);
        this.#position = opened.position;
        return next;
      }
      case op.leaveOpenLook:
        this.#position = control.close().position;
        return next;
      case op.refuse:
        this.#noteEnds(control.height);
        this.#unwind(control.height);
        return -1;
      case op.call:
        if (control.isEndless(code[place + 2]!, position)) throw enough;
        this.steps += callSteps + control.looked + this.registers.length;
        control.call(code[place + 2]!, next, ways.top, position);
        return first;
      case op.return:
        this.steps += this.registers.length;
        return control.return(this.#program.groups, (register, value) => this.#set(register, value));
      case op.ifSet:
        this.steps += lists[first]!.length >> 2;
        return lists[first]!.some((group) => this.#isSet(group)) ? next : code[place + 2]!;
      default: {
        const isCalling = control.isCalling(lists[first]!);
        this.steps += control.looked;
        return isCalling ? next : code[place + 2]!;
      }
    }
  }

  #push(kind: number, second: number, third: number, fourth: number): void {
    if (!ways.push(kind, second, third, fourth)) throw enough;
  }

  /** Sets a register; going back undoes it. */
  #set(register: number, value: number): void {
    this.#push(entry.register, register, this.registers[register]!, 0);
    this.registers[register] = value;
  }

  #close(group: number, start: number): void {
    this.#set(2 * group, start);
    this.#set(2 * group + 1, this.#position);
    if (group > this.registers[highest]!) this.#set(highest, group);
  }

  #isSet(group: number): boolean {
    return group <= this.registers[highest]! && this.registers[2 * group + 1] !== -1;
  }

  /** Takes entries off the stack until one is a way to go on; `false` when there is none. */
  #goBack(): boolean {
    while (ways.top > 0) {
      const at = ways.top - entrySize;
      ways.top = at;
      const kind = ways.cells[at]!;
      if (kind < 0) this.#undo(at);
      else {
        this.#place = kind;
        this.#position = ways.cells[at + 1]!;
        const how = ways.cells[at + 3]!;
        if (how === resume.plain) return true;
        if (this.#another(how, kind, ways.cells[at + 2]!)) return true;
      }
    }
    return false;
  }

  #undo(at: number): void {
    switch (ways.cells[at]) {
      case entry.register:
        this.registers[ways.cells[at + 1]!] = ways.cells[at + 2]!;
        return;
      case entry.control:
        this.#control.restore(ways.cells[at + 1]!, ways.cells[at + 2]!);
        return;
      default:
        this.memory?.fail(ways.cells[at + 1]!, ways.cells[at + 2]!);
    }
  }

  /** Takes everything above a height off the stack and undoes it, and goes on to the ways below. */
  #unwind(height: number): void {
    while (ways.top > height) {
      ways.top -= entrySize;
      const kind = ways.cells[ways.top]!;
      if (kind === entry.register || kind === entry.control) this.#undo(ways.top);
    }
  }

  #split(place: number, position: number): number {
    const { code } = this.#program;
    const first = this.#canBegin(code[place + 4]!, position);
    const second = this.#canBegin(code[place + 5]!, position);
    const memory = this.memory;
    if (memory && (first || second)) {
      const memo = code[place + 3]!;
      const plane = memory.plane(memo, position);
      if (memory.failed(plane, position)) return -1;
      if (this.#hasShortcut(memo, plane, position)) return this.#place;
      this.#push(entry.choice, plane, position, 0);
    }
    if (!first) return second ? code[place + 2]! : -1;
    if (second) this.#push(code[place + 2]!, position, 0, resume.plain);
    return code[place + 1]!;
  }

  #canBegin(set: number, position: number): boolean {
    if (set === -1) return true;
    return position < this.#text.length && this.#program.sets[set]![this.#text.charCodeAt(position)] === 1;
  }

  #times(set: ByteSet, count: number): boolean {
    const end = this.#position + count;
    if (end > this.#text.length || reachIn(this.#text, set, this.#position, end) < end) return false;
    this.steps += count;
    this.#position = end;
    return true;
  }

  #beginRun(place: number, position: number): number {
    const how = this.#program.code[place]! - op.greedyRun + resume.greedy;
    if (how === resume.lazy) return this.#longer(place, position, position) ? this.#place : -1;
    const end = this.#reach(place, position);
    const least = how === resume.possessive ? end : position;
    return this.#shorter(place, end, least, how) ? this.#place : -1;
  }

  /** How far a run from a position can go. */
  #reach(place: number, position: number): number {
    const { code, sets } = this.#program;
    const set = sets[code[place + 1]!]!;
    const most = code[place + 2]!;
    const { length } = this.#text;
    const limit = most === -1 ? length : Math.min(length, position + most);
    if (this.memory) return this.memory.reach(code[place + 3]!, set, position, limit);
    const end = reachIn(this.#text, set, position, limit);
    this.steps += end - position;
    return end;
  }

  /** Goes on with a run when what followed its last end failed. */
  #another(how: number, place: number, least: number): boolean {
    const end = this.#position;
    this.memory?.failEnd(this.#program.code[place + 3]!, end);
    if (how === resume.greedy) return this.#shorter(place, end - 1, least, how);
    return how === resume.lazy && this.#longer(place, end + 1, least);
  }

  /** The longest end of a run, from one down to the least, that something can follow. */
  #shorter(place: number, from: number, least: number, how: number): boolean {
    const { code } = this.#program;
    const memo = code[place + 3]!;
    for (let end = from; end >= least; end--) {
      this.steps++;
      if (this.memory) end = this.memory.endBefore(memo, end, least);
      if (end < least) return false;
      if (this.#canBegin(code[place + 4]!, end)) return this.#endRun(place, end, least, how);
      this.memory?.failEnd(memo, end);
    }
    return false;
  }

  /** The next end of a lazy run, from one up, that something can follow. */
  #longer(place: number, from: number, least: number): boolean {
    const { code } = this.#program;
    const memo = code[place + 3]!;
    const reach = this.memory ? this.#reach(place, least) : -1;
    for (let end = from; ; end++) {
      this.steps++;
      if (this.memory) end = this.memory.endAfter(memo, end, least);
      if (this.memory ? end > reach : end > least && !this.#goesOn(place, end, least)) return false;
      if (this.#canBegin(code[place + 4]!, end)) return this.#endRun(place, end, least, resume.lazy);
      this.memory?.failEnd(memo, end);
    }
  }

  /** Whether a run from `least` that has come to just before `end` can take one more byte. */
  #goesOn(place: number, end: number, least: number): boolean {
    const { code, sets } = this.#program;
    const most = code[place + 2]!;
    if (end > this.#text.length || (most !== -1 && end - least > most)) return false;
    return sets[code[place + 1]!]![this.#text.charCodeAt(end - 1)] === 1;
  }

  #endRun(place: number, end: number, least: number, how: number): true {
    if (this.memory || (how !== resume.possessive && (how === resume.lazy || end > least)))
      this.#push(place, end, least, how);
    this.#position = end;
    this.#place = place + width;
    const memo = this.#program.code[place + 3]!;
    if (this.memory) this.#hasShortcut(memo, this.memory.plane(memo, end), end);
    return true;
  }

  /** Goes to the end of the look-around or atomic group around, if it was gone through from here before. */
  #hasShortcut(memo: number, plane: number, position: number): boolean {
    const shortcut = this.#program.shortcuts[memo]!;
    const end = shortcut === -1 ? -1 : this.memory!.knownEnd(memo, plane, position);
    if (end === -1) return false;
    this.#place = shortcut;
    this.#position = end;
    return true;
  }

  /** Remembers that the choices above a height led to the end of a look-around or atomic group here. */
  #noteEnds(height: number): void {
    const { cells, top } = ways;
    const { code, memos } = this.#program;
    for (let at = this.memory ? height : top; at < top; at += entrySize) {
      const [kind, second, third] = [cells[at]!, cells[at + 1]!, cells[at + 2]!];
      if (kind === entry.choice) this.memory!.noteEnd(second, third, this.#position);
      if (kind < 0 || cells[at + 3] === resume.plain) continue;
      const memo = code[kind + 3]!;
      // Where a run took nothing, loops may have begun there that no longer are where they were.
      if (second > third || memos![memo]!.length === 0) this.memory!.noteEnd(memo, second, this.#position);
    }
  }

  #reference(groups: readonly number[], caseless: boolean): boolean {
    this.steps += groups.length >> 2;
    const group = groups.find((number) => this.#isSet(number));
    if (group === undefined) return false;
    const start = this.registers[2 * group]!;
    const size = this.registers[2 * group + 1]! - start;
    this.steps += caseless ? size : size >> 5;
    if (!isSame(this.#text, start, this.#position, size, caseless)) return false;
    this.#position += size;
    return true;
  }
}
