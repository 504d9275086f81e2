import { wholeFlaw } from './check.js';
import { PatternCursor, PatternFlaw } from './cursor.js';
import { flagsOf } from './flags.js';
import { PatternReader } from './reader.js';
import type { ParsedPattern, Pattern } from './tree.js';
import { takeSettings } from './verbs.js';

const nothing: Pattern = { kind: 'sequence', parts: [] };

/**
 * Parses a PCRE pattern, a byte string, with httpd's defaults (DOTALL, DOLLAR_ENDONLY, DUPNAMES) and the given flags: `i` and `m`, `d`
 * for no DOTALL, `e` for no DOLLAR_ENDONLY.
 */
export function parsePattern(source: string, flags: string): ParsedPattern {
  const cursor = new PatternCursor(source);
  const reader = new PatternReader(cursor, flagsOf(flags));
  try {
    takeSettings(cursor);
    const tree = reader.read();
    const { groups, names, sharesNumbers } = reader;
    const whole = { tree, groups, names, sharesNumbers };
    return { ...whole, flaw: wholeFlaw(whole, source.length), unserved: cursor.unserved };
  } catch (thrown) {
    if (!(thrown instanceof PatternFlaw)) throw thrown;
    const { unserved } = cursor;
    return { tree: nothing, groups: 0, names: [], sharesNumbers: false, flaw: thrown.message, unserved };
  }
}
