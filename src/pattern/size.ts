import {
  type ByteSet,
  caselessSet,
  complement,
  notNewline,
  onlyByte,
  shorthandClass,
  singleByte,
} from './bytes.js';
import { type Condition, groupNumbers, type Named, type Pattern, type Repeat } from './tree.js';

/** How large PCRE's own form of a pattern may be. */
export const largestSize = 65_536;

const link = 2;
const bracket = 2 * (1 + link);
const number = 2;

/**
 * How many units PCRE's own form of a pattern takes, which writes a group once for each time a quantifier counts: beyond
 * `largestSize` it refuses the pattern.
 */
export function sizeOf(tree: Pattern, named: Named): number {
  return 1 + bracket + inside(tree, named);
}

/** The size of what stands between brackets: branches but the first begin with a link. */
function inside(pattern: Pattern, named: Named, each = 0): number {
  const branches = pattern.kind === 'alternation' ? pattern.branches : [pattern];
  return branches.reduce(
    (sum, branch) => sum + each + size(branch, named),
    (branches.length - 1) * (1 + link),
  );
}

function size(pattern: Pattern, named: Named): number {
  switch (pattern.kind) {
    case 'set':
      return setSize(pattern.set);
    case 'sequence':
      return pattern.parts.reduce((sum, part) => sum + size(part, named), 0);
    case 'alternation':
    case 'group':
      return bracket + inside(pattern.kind === 'group' ? pattern.body : pattern, named);
    case 'capture':
      return bracket + number + inside(pattern.body, named);
    case 'look':
      return bracket + inside(pattern.body, named, pattern.behind ? 1 + link : 0);
    case 'conditional': {
      const body: Pattern = { kind: 'alternation', branches: pattern.branches };
      return bracket + conditionSize(pattern.condition, named) + inside(body, named);
    }
    case 'repeat':
      return repeatSize(pattern, named);
    case 'reference':
      return 1 + number * (groupNumbers(pattern.to, named).length > 1 ? 2 : 1);
    case 'call':
      return 1 + link;
    default:
      return 1;
  }
}

function conditionSize(condition: Condition, named: Named): number {
  if (condition.kind === 'constant') return 1;
  if (condition.kind === 'look') return size(condition.look, named);
  return 1 + number * (groupNumbers(condition.to, named).length > 1 ? 2 : 1);
}

const shorthands = [...'dwshvDWSHV'].map((letter) => shorthandClass(letter)!);
const classSize = 33;

const setSizes = new WeakMap<ByteSet, number>();

function setSize(set: ByteSet): number {
  const known = setSizes.get(set) ?? computedSize(set);
  setSizes.set(set, known);
  return known;
}

function computedSize(set: ByteSet): number {
  const key = set.join();
  if (!set.includes(0) || [notNewline, ...shorthands].some((known) => known.join() === key)) return 1;
  return isOneCharacter(set) || isOneCharacter(complement(set)) ? 2 : classSize;
}

function isOneCharacter(set: ByteSet): boolean {
  const first = set.indexOf(1);
  return (
    onlyByte(set) !== undefined || (first !== -1 && caselessSet(singleByte(first)).join() === set.join())
  );
}

function repeatSize(repeat: Repeat, named: Named): number {
  const { body, min, max } = repeat;
  if (body.kind === 'set') return setRepeatSize(setSize(body.set), min, max);
  const once = size(body, named);
  const isPossessive = repeat.eagerness === 'possessive';
  if (min === 1 && max === 1 && !isPossessive) return once;
  if (body.kind === 'reference') return once + ((min <= 1 && max === Infinity) || max === 1 ? 1 : 5);
  const wrapped = body.kind === 'call' ? bracket : 0;
  return (
    wrapped + groupRepeatSize(once, min, max) + (isPossessive && (max !== Infinity || min > 1) ? bracket : 0)
  );
}

function groupRepeatSize(once: number, min: number, max: number): number {
  const nested = (copies: number) => (copies > 0 ? copies * (once + 1 + bracket) - bracket : 0);
  if (max === 0) return once + 1;
  if (max === Infinity) return min === 0 ? once + 1 : min * once;
  if (min > 0) return min * once + nested(max - min);
  return max === 1 ? once + 1 : once + 2 + link + (2 + link) - 1 + nested(max - 1);
}

function setRepeatSize(once: number, min: number, max: number): number {
  if (max === 0) return 0;
  if (min === 1 && max === 1) return once;
  if (once === classSize) return once + ((min <= 1 && max === Infinity) || (min === 0 && max === 1) ? 1 : 5);
  const unit = 2;
  const counted = 2 + number;
  const least = min === 0 ? 0 : min === 1 ? once : counted;
  if (max === min) return least;
  if (max === Infinity) return min <= 1 ? unit : least + unit;
  return min === 0 && max === 1 ? unit : least + (max - min === 1 ? unit : counted);
}
