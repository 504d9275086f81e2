import { display } from '../report/display.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { positionAt, type Span } from '../source/file.js';

/** A place in JSON output; lines and columns count from 1, the end is exclusive. */
interface PlaceJson {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One finding as plain data for programs. */
export function diagnosticJson(diagnostic: Diagnostic): Readonly<Record<string, unknown>> {
  const { code, severity, stage, span, message, why, hint, related } = diagnostic;
  return {
    code,
    severity,
    stage,
    ...(span && placeOf(span)),
    message: display(message),
    ...(why !== undefined && { why: display(why) }),
    ...(hint !== undefined && { hint: display(hint) }),
    ...(related && {
      related: related.map((each) => ({ ...placeOf(each.span), message: display(each.message) })),
    }),
  };
}

function placeOf({ file, start, end }: Span): PlaceJson {
  const from = positionAt(file, start);
  const to = positionAt(file, end);
  return { file: display(file.path), ...from, endLine: to.line, endColumn: to.column };
}
