import { type PatternCursor, takeName, takeSignedNumber } from './cursor.js';
import type { Condition } from './tree.js';

/** The number in `(?R)`, `(?1)`, `(?+1)` or `(?-1)`, read up to and with the parenthesis; `undefined` for any other group. */
export function takeGroupNumber(cursor: PatternCursor, groups: number): number | undefined {
  if (cursor.passes('R')) {
    if (!cursor.passes(')'))
      cursor.fail('(?R (recursive pattern call) must be followed by a closing parenthesis');
    return 0;
  }
  if (cursor.peek(/\+(?!\d)/y)) cursor.fail('digit expected after (?+ or (?-');
  const number = takeSignedNumber(cursor, groups);
  if (number !== undefined && !cursor.passes(')')) cursor.fail('missing closing parenthesis');
  return number;
}

const callout =
  /(?:\d*|`(?:[^`]|``)*`|'(?:[^']|'')*'|"(?:[^"]|"")*"|\^(?:[^^]|\^\^)*\^|%(?:[^%]|%%)*%|#(?:[^#]|##)*#|\$(?:[^$]|\$\$)*\$|\{(?:[^}]|\}\})*\})\)/y;

/** Reads what follows `(?C`: nothing is called out here, so it has no meaning. */
export function takeCallout(cursor: PatternCursor): void {
  const found = cursor.take(callout);
  if (!found) cursor.fail(calloutFlaw(cursor));
  else if (/^\d/.test(found[0]) && Number.parseInt(found[0], 10) > 255)
    cursor.fail('number after (?C is greater than 255');
}

function calloutFlaw(cursor: PatternCursor): string {
  if (cursor.isAtEnd) return 'missing closing parenthesis';
  if (cursor.peek(/\d*$/y)) return '(?C is not followed by a closing parenthesis';
  if (!cursor.peek(/[\d`'"^%#${]/y)) return 'unrecognized string delimiter follows (?C';
  return 'missing terminating delimiter for callout with string argument';
}

interface ConditionWords {
  readonly condition: Condition;
  readonly definition: boolean;
}

const plain = (condition: Condition): ConditionWords => ({ condition, definition: false });

/** Reads a condition that is no assertion, up to and with its closing parenthesis. */
export function takeConditionWords(cursor: PatternCursor, groups: number): ConditionWords {
  const words = conditionWords(cursor, groups);
  if (!cursor.passes(')')) cursor.fail('missing closing parenthesis for condition');
  return words;
}

function conditionWords(cursor: PatternCursor, groups: number): ConditionWords {
  const number = takeSignedNumber(cursor, groups);
  if (number !== undefined) {
    if (number <= 0) cursor.fail('reference to non-existent subpattern');
    return plain({ kind: 'set', to: number });
  }
  if (cursor.peek(/VERSION[^)][\s\S]{2}/y)) return plain({ kind: 'constant', holds: takeVersion(cursor) });
  if (cursor.passes('R&')) return plain({ kind: 'called', to: nameBefore(cursor, ')') });
  if (cursor.passes('<')) return plain({ kind: 'set', to: takeName(cursor, '>') });
  if (cursor.passes("'")) return plain({ kind: 'set', to: takeName(cursor, "'") });
  const name = nameBefore(cursor, ')');
  if (name === 'DEFINE') return { condition: { kind: 'constant', holds: false }, definition: true };
  const called = /^R(\d*)$/.exec(name)?.[1];
  if (called === undefined || isDefined(cursor.text, name)) return plain({ kind: 'set', to: name });
  if (Number(called) > 65_535) cursor.fail('subpattern number is too big');
  return plain({ kind: 'called', to: Number(called) });
}

function nameBefore(cursor: PatternCursor, close: string): string {
  const name = takeName(cursor, close);
  cursor.at--;
  return name;
}

/** `R1` is a group's name where there is one of that name, wherever it stands. */
function isDefined(pattern: string, name: string): boolean {
  return new RegExp(`\\(\\?(?:P?<${name}>|'${name}')`).test(pattern);
}

/** The version whose meaning is followed: that of Debian 12. */
const [major, minor] = [10, 42];

function takeVersion(cursor: PatternCursor): boolean {
  const found = cursor.take(/VERSION(>?)=(\d+)(?:\.(\d)(\d?)(?=\)))?/y);
  if (!found) return cursor.fail('syntax error or number too big in (?(VERSION condition');
  const [, least, first, tens, ones = ''] = found;
  const wanted = [Number(first), tens === undefined ? 0 : Number(tens) * 10 + Number(ones)] as const;
  if (wanted[0] > 1000) cursor.fail('syntax error or number too big in (?(VERSION condition');
  if (least === '') return wanted[0] === major && wanted[1] === minor;
  return major > wanted[0] || (major === wanted[0] && minor >= wanted[1]);
}
