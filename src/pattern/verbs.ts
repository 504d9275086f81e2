import type { PatternCursor } from './cursor.js';

/** What a group that begins with `(*` is. */
export type Verb =
  | { readonly kind: 'fail' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'accept' }
  | { readonly kind: 'opening'; readonly opening: Opening };

/** The groups that have a symbol as well as a name. */
export type Opening =
  | { readonly kind: 'atomic' }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negated: boolean; readonly atomic: boolean }
  | { readonly kind: 'script' };

const look = (behind: boolean, negated: boolean, atomic = true): Opening => ({
  kind: 'look',
  behind,
  negated,
  atomic,
});

const named: Readonly<Record<string, Opening>> = {
  pla: look(false, false),
  positive_lookahead: look(false, false),
  plb: look(true, false),
  positive_lookbehind: look(true, false),
  nla: look(false, true),
  negative_lookahead: look(false, true),
  nlb: look(true, true),
  negative_lookbehind: look(true, true),
  napla: look(false, false, false),
  non_atomic_positive_lookahead: look(false, false, false),
  naplb: look(true, false, false),
  non_atomic_positive_lookbehind: look(true, false, false),
  atomic: { kind: 'atomic' },
  sr: { kind: 'script' },
  script_run: { kind: 'script' },
  asr: { kind: 'script' },
  atomic_script_run: { kind: 'script' },
};

const badVerb = '(*VERB) not recognized or malformed';
const longestArgument = 255;

/** Reads what follows `(*`, up to and with the colon or closing parenthesis. */
export function takeVerb(cursor: PatternCursor): Verb {
  if (cursor.peek(/[a-z]/y)) return takeNamedOpening(cursor);
  const name = cursor.take(/\w*/y)![0];
  const mark = cursor.next;
  if (mark !== ':' && mark !== ')') cursor.fail(badVerb);
  if (!/^(?:|MARK|ACCEPT|F|FAIL|COMMIT|PRUNE|SKIP|THEN)$/.test(name)) cursor.fail(badVerb);
  cursor.at++;
  const argument = mark === ':' ? takeArgument(cursor) : '';
  if ((name === '' || name === 'MARK') && argument === '') cursor.fail('(*MARK) must have an argument');
  if (/^(?:|MARK)$/.test(name)) return { kind: 'nothing' };
  if (/^F/.test(name)) return { kind: 'fail' };
  cursor.notServed(`the verb (*${name})`);
  return { kind: name === 'ACCEPT' ? 'accept' : 'nothing' };
}

function takeArgument(cursor: PatternCursor): string {
  const argument = cursor.take(/[^)]*/y)![0];
  if (!cursor.passes(')')) cursor.fail(badVerb);
  if (argument.length > longestArgument)
    cursor.fail('name is too long in (*MARK), (*PRUNE), (*SKIP), or (*THEN)');
  return argument;
}

function takeNamedOpening(cursor: PatternCursor): Verb {
  const name = cursor.take(/\w*/y)![0];
  if (cursor.next !== ':' || !Object.hasOwn(named, name)) cursor.fail('(*alpha_assertion) not recognized');
  cursor.at++;
  return { kind: 'opening', opening: named[name]! };
}

/** Settings that may only stand at the very beginning; those without an effect on what matches are passed over. */
const settings =
  /\(\*(?:(UTF8?\)|UCP\)|NOTEMPTY(?:_ATSTART)?\)|CR\)|CRLF\)|ANY(?:CRLF)?\)|NUL\)|BSR_ANYCRLF\))|(LIMIT_(?:HEAP|MATCH|DEPTH|RECURSION)=)|(?:NO_(?:AUTO_POSSESS|DOTSTAR_ANCHOR|JIT|START_OPT)|LF|BSR_UNICODE)\))/y;

/** Moves over the settings at the beginning of a pattern. */
export function takeSettings(cursor: PatternCursor): void {
  for (;;) {
    const found = cursor.take(settings);
    if (!found) return;
    const [, setting, limit] = found;
    if (setting !== undefined) cursor.notServed(`the setting (*${setting}`);
    if (limit === undefined) continue;
    cursor.notServed(`the setting (*${limit}…)`);
    if (!cursor.take(/\d+\)/y)) cursor.fail(badVerb);
  }
}
