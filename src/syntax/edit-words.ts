import type { Word } from './tree.js';
import { cutWord } from './words.js';

/**
 * How a value is written so that httpd reads it back as one word: in the preferred quotes, else bare where that is possible and
 * in double quotes where not. Undefined when there is no way: a line feed, a zero byte, or what is no byte string.
 * `${NAME}` in a value is a use of a variable as in any configuration; httpd has no way to escape it.
 */
export function writeWord(value: string, preferred: Word['quote'] = ''): string | undefined {
  if (/[\n\0]|[^\0-\xff]/.test(value)) return undefined;
  const bare = preferred === '' ? writeBare(value) : undefined;
  return bare ?? writeQuoted(value, preferred === '' ? '"' : preferred);
}

/** Words behind each other; undefined when one of them cannot be written. */
export function writeWords(values: readonly string[]): string | undefined {
  const written = values.map((value) => writeWord(value));
  return written.includes(undefined) ? undefined : written.join(' ');
}

/** A backslash at the end would continue the line, and httpd reads two of them as one. */
function writeBare(value: string): string | undefined {
  const written = value.replaceAll('\\\\', '\\\\\\\\');
  const word = cutWord(written, 0);
  const whole = word?.quote === '' && word.start === 0 && word.end === written.length;
  return whole && word.value === value && !value.endsWith('\\') ? written : undefined;
}

/** Only those backslashes are doubled that httpd would take for an escape, so that `\.` stays as people write it. */
function writeQuoted(value: string, quote: '"' | "'"): string {
  let inside = '';
  for (let at = 0; at < value.length; at += 1) {
    const [byte, next] = [value[at], value[at + 1]];
    const escapes = byte === '\\' && (next === undefined || next === '\\' || next === quote);
    inside += byte === quote || escapes ? `\\${byte}` : byte;
  }
  return `${quote}${inside}${quote}`;
}
