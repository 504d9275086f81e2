import type { RewriteRule } from '../ruleset/mod_rewrite.js';
import type { Evaluation } from './need.js';
import { mapped } from './rewrite-map.js';
import { variable } from './rewrite-variables.js';
import type { Rewriting } from './rewriting.js';

/** Watches where the question mark of a substitution comes from: the rule's own text or what was put in. */
export interface QuestionMark {
  /** Whether the last one counts and not the first. */
  readonly last: boolean;
  settled: boolean;
  unsafe: boolean;
}

function note(mark: QuestionMark | undefined, unsafe: boolean): void {
  if (!mark || mark.settled) return;
  mark.unsafe = unsafe;
  mark.settled = !mark.last;
}

/**
 * Puts groups, variables and values of maps into a text, in one pass: what is put in is never looked at again. Where there is a rule,
 * its flags say how groups are escaped.
 */
export function* expand(
  text: string,
  rewriting: Rewriting,
  rule?: RewriteRule,
  mark?: QuestionMark,
): Evaluation<string> {
  let result = '';
  for (let at = 0; at < text.length; ) {
    const special = specialFrom(text, at);
    if (special > at) {
      const run = text.slice(at, special);
      if (run.includes('?')) note(mark, false);
      result += run;
      at = special;
      continue;
    }
    const piece = yield* pieceAt(text, at, rewriting, rule);
    if (piece.inserted && piece.text.includes('?')) note(mark, true);
    result += piece.text;
    at = piece.end;
  }
  return result;
}

function specialFrom(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' || character === '$' || character === '%') return at;
  }
  return text.length;
}

interface Piece {
  readonly text: string;
  readonly end: number;
  /** Whether it was put in for a reference. */
  readonly inserted: boolean;
}

function* pieceAt(
  text: string,
  at: number,
  rewriting: Rewriting,
  rule: RewriteRule | undefined,
): Evaluation<Piece> {
  const sign = text[at]!;
  const next = text[at + 1];
  if (sign === '\\')
    return next === undefined
      ? { text: sign, end: at + 1, inserted: false }
      : { text: next, end: at + 2, inserted: false };
  if (next === '{') return yield* reference(text, at, rewriting, rule);
  if (next === undefined || !/\d/.test(next)) return { text: sign, end: at + 1, inserted: false };
  const groups = sign === '$' ? rewriting.ruleGroups : rewriting.conditionGroups;
  const group = groups?.[Number(next)] ?? '';
  return { text: escapedGroup(group, rule), end: at + 2, inserted: true };
}

/** `%{variable}` or `${map:key|default}`, whose key and default may hold references themselves. */
function* reference(
  text: string,
  at: number,
  rewriting: Rewriting,
  rule: RewriteRule | undefined,
): Evaluation<Piece> {
  const end = closing(text, at + 2);
  const colon = text[at] === '$' && end !== -1 ? inBraces(text, at + 2, ':') : -1;
  if (end === -1 || (text[at] === '$' && colon === -1))
    return { text: text.slice(at, at + 2), end: at + 2, inserted: false };
  if (text[at] === '%') {
    const value = yield* variable(text.slice(at + 2, end), rewriting);
    return { text: value, end: end + 1, inserted: true };
  }
  const inside = text.slice(colon + 1, end);
  const bar = inBraces(inside, 0, '|');
  const key = yield* expand(bar === -1 ? inside : inside.slice(0, bar), rewriting, rule);
  const found = yield* mapped(rewriting.exchange, text.slice(at + 2, colon), key);
  const fallback = bar === -1 ? '' : inside.slice(bar + 1);
  const value = found ?? (fallback === '' ? '' : yield* expand(fallback, rewriting, rule));
  return { text: value, end: end + 1, inserted: true };
}

/** The brace that ends what begins at `from`, or -1. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '}' && --depth === 0) return at;
    if (text[at] === '{') depth++;
  }
  return -1;
}

/** The first of a character that no inner braces hold, or -1. */
function inBraces(text: string, from: number, wanted: string): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === wanted && depth === 1) return at;
    if (text[at] === '}' && --depth === 0) return -1;
    if (text[at] === '{') depth++;
  }
  return -1;
}

const visible = /[\u0021-\u007e\u0080-\u00ff]/;

/** A group as B and its kin want it: letters, digits and `_` stay, a blank becomes a plus sign, the rest is escaped. */
function escapedGroup(group: string, rule: RewriteRule | undefined): string {
  if (!rule?.flags.includes('escape-groups')) return group;
  const { escapes, keeps, flags } = rule;
  const controls = flags.includes('escape-controls');
  const plus = flags.includes('escape-without-plus') ? '%20' : '+';
  return group.replace(/[^A-Za-z0-9_]/g, (character) => {
    const chosen = (controls ? !visible.test(character) : !escapes) || escapes?.includes(character);
    if (!chosen || keeps?.includes(character)) return character;
    if (character === ' ') return plus;
    return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
