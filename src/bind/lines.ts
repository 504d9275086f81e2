import { positionAt, type Span } from '../source/file.js';

/** The line httpd reports for a span: the last physical line of a continued directive. */
export function lastLine(span: Span): number {
  const { file, start } = span;
  let end = Math.max(start, span.end);
  if (file.text[end - 1] === '\n' && end > start) end -= 1;
  return positionAt(file, end).line;
}
