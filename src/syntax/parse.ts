import { parseLines } from '../../grammar/config.js';
import { joinRange, type LogicalLine } from '../../grammar/lines.js';
import type { Diagnostic, Staged } from '../source/diagnostic.js';
import type { SourceFile, Span } from '../source/file.js';
import { readDirective, textOfLine, writtenSpan } from './items.js';
import { addItem, closeSection, endText, openSection, type Progress, takeMacroText } from './nesting.js';
import type { Tree } from './tree.js';

/** httpd takes 16 MiB for one logical line in files, 8192 bytes in .htaccess files. */
export interface ParseOptions {
  readonly lineLimit?: number;
}

const fileLineLimit = 16 * 1024 * 1024;

/**
 * The tree of one configuration text, and what is wrong with single lines in any case. Takes any bytes; linear in their number.
 * Include lines are directives like others. Whether sections are closed as httpd wants it depends on the conditional ones among
 * them: `bind` tells.
 */
export function parseConfig(file: SourceFile, options: ParseOptions = {}): Staged<Tree> {
  const progress: Progress = { file, items: [], open: [], names: new Map() };
  const diagnostics: Diagnostic[] = [];
  const zeros: LogicalLine[] = [];
  const limit = options.lineLimit ?? fileLineLimit;
  for (const line of parseLines(file.text)) {
    if (line.end - line.start > limit && joinedLength(file, line) > limit)
      diagnostics.push(lineTooLong(writtenSpan(textOfLine(file, line)), limit));
    else if (line.cutByZero) zeros.push(line);
    addLine(progress, line);
  }
  endText(progress);
  for (const each of cutByZero(file, zeros)) diagnostics.push(each);
  const span = { file, start: 0, end: file.text.length };
  return { value: { items: progress.items, span }, diagnostics };
}

function addLine(progress: Progress, line: LogicalLine): void {
  const { kind } = line;
  const text = textOfLine(progress.file, line);
  if (takeMacroText(progress, text, kind !== 'comment' && kind !== 'blank')) return;
  if (kind === 'open') openSection(progress, text);
  else if (kind === 'close') closeSection(progress, text);
  else if (kind === 'directive') addItem(progress, readDirective(text));
  else addItem(progress, { kind, span: text.span });
}

/** What httpd counts: the bytes of all physical lines without their continuations, blanks and the last line end among them. */
function joinedLength({ text }: SourceFile, { start, end }: LogicalLine): number {
  const stop = text[end - 1] === '\n' ? end - 1 : end;
  return joinRange(text, start, stop)[0].length + 1;
}

function lineTooLong(span: Span, limit: number): Diagnostic {
  const why = `httpd reads at most ${limit} bytes as one line, continued lines together.`;
  return { code: 'line-too-long', severity: 'error', stage: 'syntax', span, message: 'Line too long', why };
}

/** So many lines with zero bytes are told one by one: a file with more of them is no text. */
const mostZeros = 20;

function cutByZero(file: SourceFile, lines: readonly LogicalLine[]): readonly Diagnostic[] {
  const message = 'httpd ignores the rest of this line, which begins with a zero byte';
  const more = lines.length - mostZeros;
  return lines.slice(0, mostZeros).map((line, index) => ({
    code: 'zero-byte',
    severity: 'warning',
    stage: 'syntax',
    span: writtenSpan(textOfLine(file, line)),
    message:
      index + 1 === mostZeros && more > 0 ? `${message} (and ${more} more like this in the file)` : message,
  }));
}
