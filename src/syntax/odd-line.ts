import type { LogicalLine } from '../../grammar/lines.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { LineText } from './items.js';
import { type CutWord, cutWord } from './words.js';

/** What is odd, at a range of bytes of the file. */
export interface Oddity extends Pick<Diagnostic, 'code' | 'message' | 'why' | 'hint'> {
  readonly start: number;
  readonly end: number;
}

/** A line that is looked at for oddities. */
export interface OddLine extends LineText {
  readonly line: LogicalLine;
  /** The whole file's text. */
  readonly source: string;
  /** The line is part of a macro's text. */
  readonly inMacro: boolean;
  readonly isDirective: (name: string) => boolean;
}

/** Whether a line can be odd at all: nearly none holds one of these bytes. */
export function quickCheck(source: string, { start, end, kind, text }: LogicalLine): boolean {
  if (kind === 'comment') return source.lastIndexOf('\n', end - 2) >= start;
  if (kind === 'blank') return text !== '';
  return suspicious.test(text) || kind !== 'directive' || source.lastIndexOf('\n', end - 2) >= start;
}

/** `>` at the end of a directive's name is suspicious, too. */
const suspicious = /["'\\#$\r>\x80-\xff]/;

/** The words of a text with their places in it. */
export function* wordsIn(text: string, from: number): Generator<CutWord> {
  for (let word = cutWord(text, from); word; word = cutWord(text, word.next)) yield word;
}

/** Where the arguments end: at the last `>` for a section's tag. */
export function argumentsEnd(text: string, from: number): number {
  const last = text.lastIndexOf('>');
  return text.startsWith('<') && last >= from ? last : text.length;
}
