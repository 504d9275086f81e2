import type { ByteSet } from './bytes.js';

/** How a repetition tries its counts: the most first, the least first, or the most only. */
export type Eagerness = 'greedy' | 'lazy' | 'possessive';

export type Assertion =
  | 'start'
  | 'end'
  | 'endOrNewline'
  | 'lineStart'
  | 'lineEnd'
  | 'boundary'
  | 'notBoundary';

/** What `(?(…)yes|no)` asks: whether one of some groups is set, or whether a call of one of some groups is being done (`0`: of any). */
export type Condition =
  | { readonly kind: 'set'; readonly to: GroupReference }
  | { readonly kind: 'called'; readonly to: GroupReference }
  | { readonly kind: 'constant'; readonly holds: boolean }
  | { readonly kind: 'look'; readonly look: Look };

/** A group by number, or all groups of a name. */
export type GroupReference = number | string;

export interface Look {
  readonly kind: 'look';
  readonly behind: boolean;
  readonly negated: boolean;
  /** Whether its ways are forgotten once it holds; `(*napla:…)` keeps them. */
  readonly atomic: boolean;
  readonly body: Pattern;
}

export interface Repeat {
  readonly kind: 'repeat';
  readonly body: Pattern;
  readonly min: number;
  /** `Infinity` where there is no upper bound. */
  readonly max: number;
  readonly eagerness: Eagerness;
}

/** A PCRE pattern as a tree; case and the `s` flag are already worked into its byte sets. */
export type Pattern =
  | { readonly kind: 'set'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'alternation'; readonly branches: readonly Pattern[] }
  | { readonly kind: 'group'; readonly atomic: boolean; readonly body: Pattern }
  | { readonly kind: 'capture'; readonly index: number; readonly body: Pattern }
  | Repeat
  | Look
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'reference'; readonly to: GroupReference; readonly caseless: boolean }
  /** `(?1)`, `(?&name)`, `(?R)`: the group's pattern again. */
  | { readonly kind: 'call'; readonly to: GroupReference }
  /** `yes` and `no` are the branches as written; a definition (`(?(DEFINE)…)`) is never run in its place. */
  | {
      readonly kind: 'conditional';
      readonly condition: Condition;
      readonly branches: readonly Pattern[];
      readonly definition: boolean;
    }
  /** `\K`: the match counts from here. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'fail' };

export type GroupName = readonly [name: string, index: number];

/** A parsed pattern. With a flaw or something unserved its tree is of no use. */
export interface ParsedPattern {
  readonly tree: Pattern;
  /** How many capturing groups it has. */
  readonly groups: number;
  /** In the order they are written; a name may come several times. */
  readonly names: readonly GroupName[];
  /** Whether `(?|…)` gives several groups one number. */
  readonly sharesNumbers: boolean;
  /** Why PCRE refuses it. */
  readonly flaw: string | undefined;
  /** What PCRE takes in it and kerbgate does not. */
  readonly unserved: string | undefined;
}

/** The numbers a reference stands for: one for a number, those of all groups with a name. */
export function groupNumbers(to: GroupReference, { groups, names }: Named): readonly number[] {
  if (typeof to === 'number') return to >= 0 && to <= groups ? [to] : [];
  return [...new Set(names.filter(([name]) => name === to).map(([, index]) => index))];
}

export type Named = Pick<ParsedPattern, 'groups' | 'names'>;
