import { largestSize, sizeOf } from './size.js';
import { groupNumbers, type Look, type ParsedPattern, type Pattern } from './tree.js';

const missing = 'reference to non-existent subpattern';
const notFixed = 'lookbehind assertion is not fixed length';
const longestBehind = 65_535;
const mostWritten = 1_000;

type Whole = Pick<ParsedPattern, 'tree' | 'groups' | 'names' | 'sharesNumbers'>;

/**
 * What is wrong with a pattern that was read to its end: references to groups it has not, look-behind of no fixed length, too large a size. `length` is
 * how many bytes it is written with.
 */
export function wholeFlaw(whole: Whole, length: number): string | undefined {
  const lengths = new Lengths(whole);
  let flaw: string | undefined;
  let counts = false;
  const visit = (pattern: Pattern): void => {
    flaw ??= ownFlaw(pattern, whole, lengths);
    if (flaw !== undefined) return;
    if (pattern.kind === 'repeat') counts ||= pattern.min > 1 || (pattern.max > 1 && pattern.max < Infinity);
    const visitInner = () => partsOf(pattern).forEach(visit);
    if (pattern.kind === 'capture') lengths.inside(pattern.index, visitInner);
    else visitInner();
  };
  visit(whole.tree);
  // Only counts make a pattern much larger than it is written.
  if (flaw === undefined && (counts || length > mostWritten) && sizeOf(whole.tree, whole) > largestSize)
    return 'regular expression is too large';
  return flaw;
}

function ownFlaw(pattern: Pattern, whole: Whole, lengths: Lengths): string | undefined {
  switch (pattern.kind) {
    case 'reference':
    case 'call':
      return groupNumbers(pattern.to, whole).length === 0 ? missing : undefined;
    case 'conditional': {
      const { condition } = pattern;
      if (condition.kind !== 'set' && condition.kind !== 'called') return undefined;
      return groupNumbers(condition.to, whole).length === 0 ? missing : undefined;
    }
    case 'look':
      return pattern.behind ? lengths.flawOfLook(pattern) : undefined;
    default:
      return undefined;
  }
}

/** The patterns directly inside a pattern. */
export function partsOf(pattern: Pattern): readonly Pattern[] {
  switch (pattern.kind) {
    case 'sequence':
      return pattern.parts;
    case 'alternation':
      return pattern.branches;
    case 'group':
    case 'capture':
    case 'repeat':
    case 'look':
      return [pattern.body];
    case 'conditional':
      return pattern.condition.kind === 'look'
        ? [pattern.condition.look, ...pattern.branches]
        : pattern.branches;
    default:
      return [];
  }
}

/** The capture of a number that comes first. */
export function captureOf(pattern: Pattern, index: number): (Pattern & { kind: 'capture' }) | undefined {
  if (pattern.kind === 'capture' && pattern.index === index) return pattern;
  for (const inner of partsOf(pattern)) {
    const found = captureOf(inner, index);
    if (found) return found;
  }
  return undefined;
}

/** The branches of a look-behind: each has a length of its own. */
export function behindBranches({ body }: Look): readonly Pattern[] {
  return body.kind === 'alternation' ? body.branches : [body];
}

/** How many bytes a branch of a look-behind goes back. */
export class Lengths {
  readonly #whole: Whole;
  readonly #within: number[] = [];
  readonly #known = new Map<number, number | undefined>();

  constructor(whole: Whole) {
    this.#whole = whole;
  }

  flawOfLook(look: Look): string | undefined {
    for (const branch of behindBranches(look)) {
      const length = this.of(branch);
      if (length === undefined) return notFixed;
      if (length > longestBehind) return 'lookbehind assertion is too long';
    }
    return undefined;
  }

  /** The number of bytes a pattern always matches, as PCRE counts them; `undefined` when it varies. */
  of(pattern: Pattern): number | undefined {
    switch (pattern.kind) {
      case 'set':
        return 1;
      case 'group':
        return this.of(pattern.body);
      case 'capture':
        return this.#group(pattern);
      case 'sequence':
        return this.#sequence(pattern.parts);
      case 'alternation':
        return this.#same(pattern.branches);
      case 'conditional':
        return pattern.definition ? 0 : this.#same(pattern.branches);
      case 'repeat':
        return this.#repeat(pattern);
      case 'reference':
      case 'call':
        return this.#reference(pattern);
      default:
        return 0;
    }
  }

  /** What follows a certain failure does not count. */
  #sequence(parts: readonly Pattern[]): number | undefined {
    let sum = 0;
    for (const part of parts) {
      if (part.kind === 'fail') break;
      const length = this.of(part);
      if (length === undefined) return undefined;
      sum += length;
    }
    return sum;
  }

  #same(branches: readonly Pattern[]): number | undefined {
    const lengths = branches.map((branch) => this.of(branch));
    return lengths.every((length) => length === lengths[0]) ? lengths[0] : undefined;
  }

  #repeat({ body, min, max }: Pattern & { kind: 'repeat' }): number | undefined {
    if (body.kind === 'look' && !body.behind) return 0;
    const length = this.of(body);
    return min === max && length !== undefined ? length * min : undefined;
  }

  #reference(pattern: Pattern & { kind: 'reference' | 'call' }): number | undefined {
    const numbers = groupNumbers(pattern.to, this.#whole);
    const number = numbers[0];
    if (number === undefined) return 0;
    if (number === 0 || this.#within.includes(number)) return undefined;
    if (pattern.kind === 'reference' && (numbers.length > 1 || this.#whole.sharesNumbers)) return undefined;
    const group = captureOf(this.#whole.tree, number);
    return group && this.#group(group);
  }

  #group({ index, body }: Pattern & { kind: 'capture' }): number | undefined {
    if (!this.#whole.sharesNumbers && this.#known.has(index)) return this.#known.get(index);
    const length = this.inside(index, () => this.of(body));
    this.#known.set(index, length);
    return length;
  }

  /** Does something within a group, which has no fixed length if it calls itself. */
  inside<T>(index: number, act: () => T): T {
    this.#within.push(index);
    const result = act();
    this.#within.pop();
    return result;
  }
}
