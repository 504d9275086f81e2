import { isBlank, joinRange, offsetIn } from '../../grammar/lines.js';
import type { SourceFile, Span } from '../source/file.js';
import type { Arguments, Word } from './tree.js';

/** Leads a range of a text (half-open positions) back to where it was written. */
export type Locate = (start: number, end: number) => Span;

/** A word and its place in the text it was cut from: `start` to `end` as written, `next` where the next word begins. */
export interface CutWord extends Omit<Word, 'span'> {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The word at or behind a position, cut as httpd's `ap_getword_conf` does; undefined when only blanks are left. */
export function cutWord(text: string, from: number): CutWord | undefined {
  const start = skipBlanks(text, from);
  if (start === text.length) return undefined;
  const quote = text[start];
  return quote === '"' || quote === "'" ? cutQuoted(text, start, quote) : cutBare(text, start);
}

/** All words of a text. An empty quoted word is a word here; httpd's one-argument directives take it for a missing one. */
export function cutWords(text: string, locate: Locate): readonly Word[] {
  const words: Word[] = [];
  for (let word = cutWord(text, 0); word; word = cutWord(text, word.next)) {
    const { value, quote, closed, start, end } = word;
    words.push({ value, quote, closed, span: locate(start, end) });
  }
  return words;
}

/** Arguments over a text; the words are cut when they are first read. */
export function makeArguments(raw: string, span: Span, locate: Locate): Arguments {
  let words: readonly Word[] | undefined;
  return {
    raw,
    span,
    get words() {
      words ??= cutWords(raw, locate);
      return words;
    },
  };
}

/** Arguments that stand in the file as they are: most do, and these hold the least. */
class WrittenArguments implements Arguments {
  private cut: readonly Word[] | undefined;

  constructor(
    readonly raw: string,
    private readonly file: SourceFile,
    private readonly start: number,
  ) {}

  get span(): Span {
    return { file: this.file, start: this.start, end: this.start + this.raw.length };
  }

  get words(): readonly Word[] {
    const { file, start: at } = this;
    this.cut ??= cutWords(this.raw, (start, end) => ({ file, start: at + start, end: at + end }));
    return this.cut;
  }
}

/** Arguments whose text stands in the file byte for byte from an offset on; the words are cut when they are first read. */
export function writtenArguments(raw: string, file: SourceFile, start: number): Arguments {
  return new WrittenArguments(raw, file, start);
}

/** The place of a range (half-open) of a joined text, by the text's runs; what lies behind the file's end counts as its end. */
export function spanByRuns(file: SourceFile, runs: readonly number[], start: number, end: number): Span {
  const last = file.text.length;
  const from = Math.min(last, offsetIn(runs, start));
  return { file, start: from, end: end > start ? Math.min(last, offsetIn(runs, end - 1) + 1) : from };
}

/**
 * Leads back from the `raw` of arguments. Arguments whose text is not in the file as such (variables or macros were
 * put in) are led back to their whole span.
 */
export function locateInArguments(args: Arguments): Locate {
  const { file, start, end } = args.span;
  const [text, runs] = joinRange(file.text, start, end);
  return text === args.raw ? (from, to) => spanByRuns(file, runs, from, to) : () => args.span;
}

function cutBare(text: string, start: number): CutWord {
  let end = start;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end += 1;
  const written = text.slice(start, end);
  const value = written.includes('\\\\') ? written.replaceAll('\\\\', '\\') : written;
  return { value, quote: '', closed: true, start, end, next: skipBlanks(text, end) };
}

function cutQuoted(text: string, start: number, quote: '"' | "'"): CutWord {
  let stop = start + 1;
  while (stop < text.length && text[stop] !== quote) {
    const escaped = text[stop] === '\\' && (text[stop + 1] === quote || text[stop + 1] === '\\');
    stop += escaped ? 2 : 1;
  }
  const closed = stop < text.length;
  const end = closed ? stop + 1 : stop;
  const value = text.slice(start + 1, stop).replace(quote === '"' ? /\\([\\"])/g : /\\([\\'])/g, '$1');
  return { value, quote, closed, start, end, next: skipBlanks(text, end) };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}
