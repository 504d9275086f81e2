import type { GroupName, ParsedPattern, Pattern } from './regex-pattern.js';

/** What the caller does with a match: `match` only asks whether there is one, `groups` uses its extent and groups too. */
export type RegexUse = 'match' | 'groups';

/**
 * Says where JavaScript would give a parsed pattern another meaning than PCRE: groups that one resets in a loop and the
 * other keeps, references to groups that may be unset, look-behind of unknown length. `undefined` when there is none.
 */
export function patternProblem(parsed: ParsedPattern, use: RegexUse): string | undefined {
  const check = new PatternCheck(parsed, use);
  check.visit(parsed.pattern, new Set());
  return check.problem;
}

/** The number of a referenced group; `undefined` when there is none or a name has several. */
export function referencedGroup(
  to: number | string,
  groups: number,
  names: readonly GroupName[],
): number | undefined {
  if (typeof to === 'number') return to >= 1 && to <= groups ? to : undefined;
  const named = names.filter(([name]) => name === to);
  return named.length === 1 ? named[0]![1] : undefined;
}

class PatternCheck {
  problem: string | undefined;
  readonly #parsed: ParsedPattern;
  readonly #use: RegexUse;

  constructor(parsed: ParsedPattern, use: RegexUse) {
    this.#parsed = parsed;
    this.#use = use;
  }

  /** Gives the groups that are certainly set after `pattern`, when those in `set` are before it. */
  visit(pattern: Pattern, set: ReadonlySet<number>): ReadonlySet<number> {
    switch (pattern.kind) {
      case 'sequence':
        return pattern.parts.reduce((known, part) => this.visit(part, known), set);
      case 'alternation': {
        const sets = pattern.branches.map((branch) => this.visit(branch, set));
        return new Set([...sets[0]!].filter((group) => sets.every((other) => other.has(group))));
      }
      case 'capture':
        return new Set(this.visit(pattern.body, set)).add(pattern.index);
      case 'repeat':
        return this.#repeat(pattern, set);
      case 'look':
        return this.#look(pattern, set);
      case 'reference':
        this.#reference(pattern, set);
        return set;
      default:
        return set;
    }
  }

  #repeat(pattern: Pattern & { kind: 'repeat' }, set: ReadonlySet<number>): ReadonlySet<number> {
    const after = this.visit(pattern.body, set);
    if (this.#use === 'groups') {
      const inside = pattern.max > 1 ? capturesIn(pattern.body) : [];
      if (inside.some((group) => !after.has(group))) {
        this.problem ??=
          'a group inside a repetition may be left out in one round: PCRE then keeps its earlier text';
      }
      // PCRE takes an empty round and stops; JavaScript undoes it and looks for another way.
      if (
        pattern.max > pattern.min &&
        isNullable(pattern.body) &&
        (inside.length > 0 || prefersLess(pattern.body))
      ) {
        this.problem ??= 'a repeated group may match nothing: what it matches then is not defined alike';
      }
    }
    return pattern.min > 0 ? after : set;
  }

  #look(pattern: Pattern & { kind: 'look' }, set: ReadonlySet<number>): ReadonlySet<number> {
    const after = this.visit(pattern.body, set);
    if (pattern.behind) {
      const branches = pattern.body.kind === 'alternation' ? pattern.body.branches : [pattern.body];
      if (branches.some((branch) => fixedLength(branch) === undefined)) {
        this.problem ??= 'lookbehind assertion is not fixed length';
      }
    }
    return pattern.negated ? set : after;
  }

  #reference(pattern: Pattern & { kind: 'reference' }, set: ReadonlySet<number>): void {
    const group = referencedGroup(pattern.to, this.#parsed.groups, this.#parsed.names);
    if (group === undefined) this.problem ??= 'reference to non-existent subpattern';
    else if (pattern.caseless)
      this.problem ??= 'a reference to a group without regard to case is not supported';
    else if (!set.has(group)) this.problem ??= 'a reference to a group that may be unset is not supported';
  }
}

/** The capturing groups in a pattern. */
function capturesIn(pattern: Pattern): number[] {
  switch (pattern.kind) {
    case 'capture':
      return [pattern.index, ...capturesIn(pattern.body)];
    case 'repeat':
    case 'look':
      return capturesIn(pattern.body);
    case 'sequence':
      return pattern.parts.flatMap(capturesIn);
    case 'alternation':
      return pattern.branches.flatMap(capturesIn);
    default:
      return [];
  }
}

/** Whether a pattern can match the empty text. */
export function isNullable(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'set':
      return false;
    case 'sequence':
      return pattern.parts.every(isNullable);
    case 'alternation':
      return pattern.branches.some(isNullable);
    case 'capture':
      return isNullable(pattern.body);
    case 'repeat':
      return pattern.min === 0 || isNullable(pattern.body);
    default:
      return true;
  }
}

/** Whether a pattern may choose a shorter text first: then the two engines leave an empty round differently. */
function prefersLess(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'alternation':
      return true;
    case 'sequence':
      return pattern.parts.some(prefersLess);
    case 'capture':
    case 'look':
      return prefersLess(pattern.body);
    case 'repeat':
      return pattern.lazy || prefersLess(pattern.body);
    default:
      return pattern.kind === 'reference';
  }
}

/** The number of bytes a pattern always matches. */
function fixedLength(pattern: Pattern): number | undefined {
  switch (pattern.kind) {
    case 'set':
      return 1;
    case 'look':
    case 'assertion':
      return 0;
    case 'capture':
      return fixedLength(pattern.body);
    case 'sequence':
      return pattern.parts.reduce<number | undefined>((sum, part) => {
        const length = fixedLength(part);
        return sum === undefined || length === undefined ? undefined : sum + length;
      }, 0);
    case 'alternation': {
      const lengths = pattern.branches.map(fixedLength);
      return lengths.every((length) => length === lengths[0]) ? lengths[0] : undefined;
    }
    case 'repeat': {
      const length = fixedLength(pattern.body);
      return pattern.min === pattern.max && length !== undefined ? length * pattern.min : undefined;
    }
    default:
      return undefined;
  }
}
