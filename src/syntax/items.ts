import { isBlank, type LogicalLine, readLogicalLine } from '../../grammar/lines.js';
import type { SourceFile, Span } from '../source/file.js';
import type { Arguments, Closing, Directive, Section } from './tree.js';
import { type CutWord, cutWord, type Locate, makeArguments, spanByRuns, writtenArguments } from './words.js';

/** The text of one line as httpd reads it, and the way back to where it was written. */
export interface LineText {
  readonly text: string;
  readonly locate: Locate;
  /** Where the text stands in the file, if it does so in one piece. */
  readonly from?: number;
  /** All physical lines with their line ends. */
  readonly span: Span;
}

/** A section's opening line, its items not yet read. */
export type Opening = Omit<Section, 'items' | 'close' | 'span'>;

/** The text of a logical line. */
export function textOfLine(file: SourceFile, line: LogicalLine): LineText {
  const { text, runs, start, end } = line;
  const span = { file, start, end };
  if (runs.length > 2) return { text, locate: (from, to) => spanByRuns(file, runs, from, to), span };
  const from = runs[1]! - runs[0]!;
  return {
    text,
    locate: (first, last) => ({ file, start: from + first, end: from + last }),
    from,
    span,
  };
}

/** The line that starts at a byte offset of a file. */
export function lineAt(file: SourceFile, start: number): LineText {
  return textOfLine(file, readLogicalLine(file.text, start));
}

/** A line's text as written, without the blanks around it and without its line end. */
export function writtenSpan({ text, locate }: LineText): Span {
  return locate(0, text.length);
}

/**
 * What a line is to httpd, which looks at the first word, quotes and all: `"<Location" /a>` opens a section. Undefined for a line
 * without a name. A section has no items yet.
 */
export function readItem(line: LineText): Directive | Section | Closing | undefined {
  const word = cutWord(line.text, 0);
  if (!word || word.value === '') return undefined;
  if (!word.value.startsWith('<')) return readDirective(line, word);
  if (word.value[1] === '/') return readClosing(line, word);
  return { ...readOpening(line, word), items: [], span: line.span };
}

/** The first word of a line that has one. */
export function nameOf(text: string): CutWord {
  const word = cutWord(text, 0);
  if (!word) throw new RangeError('a line without a word has no name');
  return word;
}

/** A directive's line as an item; like httpd it drops one `>` from the end of the name. */
export function readDirective(line: LineText, word = nameOf(line.text)): Directive {
  const name = word.value.endsWith('>') && word.value[1] !== '/' ? word.value.slice(0, -1) : word.value;
  return {
    kind: 'directive',
    name,
    nameSpan: line.locate(word.start, word.end),
    args: argumentsOf(line, word.next, line.text.length),
    span: line.span,
  };
}

/**
 * A section's opening line. As in httpd the arguments end at the last `>` of the line, and a tag without arguments needs none.
 */
export function readOpening(line: LineText, word = nameOf(line.text)): Opening {
  const { text } = line;
  const bracketed = word.value.endsWith('>') && word.value.length > 1;
  const bare = word.next === text.length;
  const last = text.lastIndexOf('>');
  const terminated = bare || last >= word.next;
  const stop = terminated && !bare ? last : text.length;
  return {
    kind: 'section',
    name: word.value.slice(1, bracketed ? -1 : undefined),
    nameSpan: nameSpanOf(line, word, bracketed),
    args: argumentsOf(line, word.next, stop),
    terminated,
    after: text.slice(stop + 1),
    openSpan: line.span,
  };
}

/** A closing line; its name goes without the bracket that may be missing. */
export function readClosing(line: LineText, word = nameOf(line.text)): Closing {
  const bracketed = word.value.endsWith('>');
  return {
    kind: 'close',
    name: word.value.slice(2, bracketed ? -1 : undefined),
    terminated: bracketed,
    text: line.text,
    span: line.span,
  };
}

/** The opening tag from its name to the end of its line's text, without the blanks around. */
export function tagSpan({ nameSpan, openSpan }: Pick<Section, 'nameSpan' | 'openSpan'>): Span {
  const { file, end } = openSpan;
  let stop = end;
  while (stop > nameSpan.start && isBlank(file.text.charCodeAt(stop - 1))) stop -= 1;
  return { file, start: Math.max(openSpan.start, nameSpan.start - 1), end: stop };
}

function argumentsOf({ text, locate, from, span }: LineText, start: number, end: number): Arguments {
  const raw = text.slice(start, end);
  if (raw === '') return emptyArguments(locate(start - 1, start));
  if (from !== undefined) return writtenArguments(raw, span.file, from + start);
  return makeArguments(raw, locate(start, end), (first, last) => locate(start + first, start + last));
}

/** No arguments have no byte of their own: they stand right behind what was written. */
function emptyArguments({ file, end }: Span): Arguments {
  const span = { file, start: end, end };
  return makeArguments('', span, () => span);
}

function nameSpanOf({ locate }: LineText, word: CutWord, bracketed: boolean): Span {
  const quotes = word.quote === '' ? 0 : 1;
  const end = word.end - (word.closed ? quotes : 0) - (bracketed ? 1 : 0);
  return locate(word.start + 1 + quotes, end);
}
