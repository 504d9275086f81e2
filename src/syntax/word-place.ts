import type { Span } from '../source/file.js';
import type { Word } from './tree.js';

/**
 * Where a part of a word's value was written. A word that is not in the file as such, because variables or macros were put in or
 * the line goes on, is led back to its whole span.
 */
export function placeInWord({ span, value, quote }: Word, offset: number, length: number): Span {
  const written = span.file.text.slice(span.start, span.end);
  const places = placesOf(written, quote);
  if (
    places.length !== value.length + 1 ||
    places.some((at, index) => written[at] !== value[index] && index < value.length)
  )
    return span;
  const from = places[Math.min(offset, value.length)]!;
  const to = places[Math.min(offset + length, value.length)]!;
  const last = span.file.text.length;
  const end = Math.min(last, span.start + Math.max(to, from + 1));
  return { file: span.file, start: Math.min(last, span.start + from), end };
}

/** Where each character of the value stands in the word as written, and where the value ends. */
function placesOf(written: string, quote: Word['quote']): readonly number[] {
  const places: number[] = [];
  let at = quote === '' ? 0 : 1;
  for (; at < written.length && (quote === '' || written[at] !== quote); at += 1) {
    const next = written[at + 1];
    if (written[at] === '\\' && (next === '\\' || (quote !== '' && next === quote))) at += 1;
    places.push(at);
  }
  places.push(at);
  return places;
}
