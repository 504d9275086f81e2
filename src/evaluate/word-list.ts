import type { TextOrExpression } from '../ruleset/text.js';
import { cutWord } from '../syntax/words.js';
import type { Exchange } from './exchange.js';
import { type ExpressionError, evaluateText } from './expression.js';

const fixed = new Map<string, readonly string[]>();
const fixedLimit = 10_000;

/** The words of a Require line's argument, quotes off; it ends at an empty word, as in httpd. Computed text is cut for each request. */
export function wordsOf(text: TextOrExpression, exchange: Exchange): readonly string[] | ExpressionError {
  if (typeof text === 'string') return fixedWords(text);
  const value = evaluateText(text, exchange);
  return typeof value === 'string' ? cut(value) : value;
}

/** The words of a text that comes from the configuration; cut once. */
export function fixedWords(text: string): readonly string[] {
  const known = fixed.get(text);
  if (known) return known;
  const words = Object.freeze(cut(text));
  if (fixed.size >= fixedLimit) fixed.clear();
  fixed.set(text, words);
  return words;
}

function cut(text: string): string[] {
  const words: string[] = [];
  for (let word = cutWord(text, 0); word && word.value !== ''; word = cutWord(text, word.next))
    words.push(word.value);
  return words;
}
