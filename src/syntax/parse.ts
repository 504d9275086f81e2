import { parseLines } from '../../grammar/config.js';
import type { LogicalLine } from '../../grammar/lines.js';
import type { Diagnostic, Staged } from '../source/diagnostic.js';
import type { SourceFile, Span } from '../source/file.js';
import { readDirective, writtenSpan } from './items.js';
import { addItem, closeSection, endText, openSection, type Progress, takeMacroText } from './nesting.js';
import type { Tree } from './tree.js';

/** httpd takes 16 MiB for one logical line in files, 8192 bytes in .htaccess files. */
export interface ParseOptions {
  readonly lineLimit?: number;
}

const fileLineLimit = 16 * 1024 * 1024;

/**
 * The tree of one configuration text and every structural error in it, worded as httpd words the first. Takes any bytes;
 * linear in their number. Include lines are directives like others.
 */
export function parseConfig(file: SourceFile, options: ParseOptions = {}): Staged<Tree> {
  const progress: Progress = { file, items: [], open: [], names: new Map(), diagnostics: [] };
  const limit = options.lineLimit ?? fileLineLimit;
  for (const line of parseLines(file.text)) {
    progress.diagnostics.push(...checkLine(file, line, limit));
    addLine(progress, line);
  }
  endText(progress);
  const span = { file, start: 0, end: file.text.length };
  return { value: { items: progress.items, span }, diagnostics: progress.diagnostics };
}

function addLine(progress: Progress, line: LogicalLine): void {
  const span: Span = { file: progress.file, start: line.start, end: line.end };
  if (takeMacroText(progress, line, span)) return;
  if (line.kind === 'open') openSection(progress, line, span);
  else if (line.kind === 'close') closeSection(progress, line, span);
  else if (line.kind === 'directive') addItem(progress, readDirective(progress.file, line, span));
  else addItem(progress, { kind: line.kind, span });
}

function checkLine(file: SourceFile, line: LogicalLine, limit: number): readonly Diagnostic[] {
  if (line.text.length > limit) return [lineTooLong(writtenSpan(file, line), limit)];
  return line.cutByZero ? [cutByZero(writtenSpan(file, line))] : [];
}

function lineTooLong(span: Span, limit: number): Diagnostic {
  const why = `httpd reads at most ${limit} bytes as one line, continued lines together.`;
  return { code: 'line-too-long', severity: 'error', stage: 'syntax', span, message: 'Line too long', why };
}

function cutByZero(span: Span): Diagnostic {
  const message = 'httpd ignores the rest of this line, which begins with a zero byte';
  return { code: 'zero-byte', severity: 'warning', stage: 'syntax', span, message };
}
