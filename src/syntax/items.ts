import { type LogicalLine, offsetIn } from '../../grammar/lines.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile, Span } from '../source/file.js';
import type { Arguments, Directive, Section } from './tree.js';
import { type CutWord, cutWord, makeArguments, spanByRuns } from './words.js';

/** A section's opening line, its items not yet read. */
export type Opening = Omit<Section, 'items' | 'close' | 'span'>;

/** A line's text as written, without the blanks around it and without its line end. */
export function writtenSpan(file: SourceFile, line: LogicalLine): Span {
  return spanByRuns(file, line.runs, 0, line.text.length);
}

/** The first word of a line that has one. */
export function nameOf(line: LogicalLine): CutWord {
  const word = cutWord(line.text, 0);
  if (!word) throw new RangeError('a line without a word has no name');
  return word;
}

/** A directive's line as an item; like httpd it drops one `>` from the end of the name. */
export function readDirective(file: SourceFile, line: LogicalLine, span: Span): Directive {
  const word = nameOf(line);
  const name = word.value.endsWith('>') && word.value[1] !== '/' ? word.value.slice(0, -1) : word.value;
  return {
    kind: 'directive',
    name,
    nameSpan: spanByRuns(file, line.runs, word.start, word.end),
    args: argumentsOf(file, line, word.next, line.text.length),
    span,
  };
}

/**
 * A section's opening line, with an error when it lacks its `>`. As in httpd the arguments end at the last `>` of the line,
 * and a tag without arguments needs none.
 */
export function readOpening(
  file: SourceFile,
  line: LogicalLine,
  openSpan: Span,
): [Opening, readonly Diagnostic[]] {
  const word = nameOf(line);
  const bracketed = word.value.endsWith('>') && word.value.length > 1;
  const name = word.value.slice(1, bracketed ? -1 : undefined);
  const bare = word.next === line.text.length;
  const last = line.text.lastIndexOf('>');
  const terminated = bare || last >= word.next;
  const stop = terminated && !bare ? last : line.text.length;
  const opening: Opening = {
    kind: 'section',
    name,
    nameSpan: nameSpanOf(file, line, word, bracketed),
    args: argumentsOf(file, line, word.next, stop),
    terminated,
    after: line.text.slice(stop + 1),
    openSpan,
  };
  return [opening, terminated ? [] : [unterminated(name, writtenSpan(file, line))]];
}

function argumentsOf(file: SourceFile, line: LogicalLine, start: number, end: number): Arguments {
  const { runs } = line;
  const raw = line.text.slice(start, end);
  if (raw === '') return emptyArguments(file, offsetIn(runs, start - 1) + 1);
  return makeArguments(raw, spanByRuns(file, runs, start, end), (from, to) =>
    spanByRuns(file, runs, start + from, start + to),
  );
}

/** No arguments have no byte of their own: they stand right behind what was written. */
function emptyArguments(file: SourceFile, at: number): Arguments {
  const span = { file, start: at, end: at };
  return makeArguments('', span, () => span);
}

function nameSpanOf(file: SourceFile, line: LogicalLine, word: CutWord, bracketed: boolean): Span {
  const quotes = word.quote === '' ? 0 : 1;
  const end = word.end - (word.closed ? quotes : 0) - (bracketed ? 1 : 0);
  return spanByRuns(file, line.runs, word.start + 1 + quotes, end);
}

function unterminated(name: string, span: Span): Diagnostic {
  return {
    code: 'section-unterminated',
    severity: 'error',
    stage: 'syntax',
    span,
    message: `<${name}> directive missing closing '>'`,
  };
}
