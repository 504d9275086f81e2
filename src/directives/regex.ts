import { parsePattern } from '../pattern/parse.js';

/** What makes PCRE refuse a pattern, in PCRE's words, or undefined. */
export function flawOf(pattern: string): string | undefined {
  return parsePattern(pattern, '').flaw;
}
