import { display } from '../report/display.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { positionAt, type Span } from '../source/file.js';
import { wayTo, writtenAt } from '../source/written.js';

/** A place in JSON output; lines and columns count from 1, the end is exclusive. */
interface PlaceJson {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * One finding as plain data for programs. What is found in the text of a macro has its place in the definition; `way` has the
 * uses and includes that led there, the nearest first, and `httpd` the file and line that httpd names.
 */
export function diagnosticJson(diagnostic: Diagnostic): Readonly<Record<string, unknown>> {
  const { code, severity, stage, span, message, why, hint, related, missingHere } = diagnostic;
  return {
    code,
    severity,
    stage,
    ...(span && { ...placeOf(span), ...originOf(span) }),
    message: display(message),
    ...(why !== undefined && { why: display(why) }),
    ...(hint !== undefined && { hint: display(hint) }),
    ...(missingHere && { missingHere }),
    ...(related && {
      related: related.map((each) => ({ ...placeOf(each.span), message: display(each.message) })),
    }),
  };
}

function placeOf(span: Span): PlaceJson {
  const { file, start, end } = writtenAt(span);
  const from = positionAt(file, start);
  const to = positionAt(file, end);
  return { file: display(file.path), ...from, endLine: to.line, endColumn: to.column };
}

function originOf(span: Span): Readonly<Record<string, unknown>> {
  const way = wayTo(span).map((step) => ({ how: step.how, ...placeOf(step.span) }));
  const { file, start } = span;
  return {
    ...(file.pieces && { httpd: { file: display(file.path), line: positionAt(file, start).line } }),
    ...(way.length > 0 && { way }),
  };
}
