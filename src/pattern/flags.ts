import type { PatternCursor } from './cursor.js';

/** What PCRE's options say at a place of a pattern. */
export interface PatternFlags {
  readonly caseless: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  /** `$` does not match before a newline that ends the text. */
  readonly dollarEndOnly: boolean;
  readonly extended: boolean;
  readonly extendedMore: boolean;
  readonly ungreedy: boolean;
  readonly noCapture: boolean;
  readonly duplicateNames: boolean;
}

const flagOf: Readonly<Record<string, keyof PatternFlags>> = {
  i: 'caseless',
  m: 'multiline',
  s: 'dotAll',
  x: 'extended',
  U: 'ungreedy',
  n: 'noCapture',
  J: 'duplicateNames',
};

/** httpd's options for a pattern with the given letters: `i`, `m`; DOTALL and DOLLAR_ENDONLY unless `d` or `e` take them away. */
export function flagsOf(letters: string): PatternFlags {
  return {
    caseless: letters.includes('i'),
    multiline: letters.includes('m'),
    dotAll: letters.includes('s') || !letters.includes('d'),
    dollarEndOnly: !letters.includes('e'),
    extended: false,
    extendedMore: false,
    ungreedy: false,
    noCapture: false,
    duplicateNames: true,
  };
}

/** Reads the letters after `(?`, up to but without the `)` or `:` behind them, and gives the options that hold then. */
export function takeFlags(cursor: PatternCursor, flags: PatternFlags): PatternFlags {
  const changed: Record<keyof PatternFlags, boolean> = { ...flags };
  const reset = cursor.passes('^');
  if (reset) for (const letter of 'imsxn') setFlag(changed, letter, false);
  setAll(cursor, changed, true);
  if (cursor.next === '-') {
    if (reset) cursor.fail('invalid hyphen in option setting');
    cursor.at++;
    setAll(cursor, changed, false);
    if (cursor.next === '-') cursor.fail('invalid hyphen in option setting');
  }
  if (cursor.isAtEnd) cursor.fail('missing closing parenthesis');
  if (!cursor.peek(/[:)]/y)) cursor.fail('unrecognized character after (? or (?-');
  return changed;
}

/** `x` alone, even after `xx`, takes the second x's meaning away. */
function setAll(cursor: PatternCursor, flags: Record<keyof PatternFlags, boolean>, value: boolean): void {
  const letters = cursor.take(/[imsxnUJ]*/y)![0];
  for (const letter of letters) setFlag(flags, letter, value);
  if (value && letters.includes('xx')) flags.extendedMore = true;
}

function setFlag(flags: Record<keyof PatternFlags, boolean>, letter: string, value: boolean): void {
  const flag = flagOf[letter];
  if (flag) flags[flag] = value;
  if (letter === 'x') flags.extendedMore = false;
}
