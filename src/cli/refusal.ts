import { place } from '../report/place.js';
import { renderDiagnostics } from '../report/pretty.js';
import type { Diagnostic } from '../source/diagnostic.js';

/** How findings are shown on a terminal. */
export function terminalOptions(stream: NodeJS.WriteStream): {
  readonly colour: boolean;
  readonly width: number;
} {
  const colour = stream.isTTY === true && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb';
  return { colour, width: stream.columns ?? 100 };
}

/** What refuses to serve a configuration, with places, reasons and what to do. */
export function refusalLines(diagnostics: readonly Diagnostic[]): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return renderDiagnostics(errors, { colour: false, width: 100 }).trimEnd().split('\n');
}

/** What httpd would take and kerbgate does not serve, one line each. */
export function unservedLines(diagnostics: readonly Diagnostic[]): readonly string[] {
  const lines = diagnostics.filter(({ severity }) => severity === 'error').map(warningLine);
  return [...new Set(lines)];
}

function warningLine({ span, message, hint }: Diagnostic): string {
  const advice = hint === undefined ? '' : ` (${hint})`;
  if (!span) return `warning: ${message}${advice}`;
  return `${place(span)}: warning: ${message}${advice}`;
}
