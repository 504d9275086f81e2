import type { Diagnostic } from '../source/diagnostic.js';

/**
 * Findings about files and users that only this machine lacks: for a check of a text that may be meant for another machine they are
 * warnings, unless `here` asks for what httpd says on this one.
 */
export function onThisMachine(diagnostics: readonly Diagnostic[], here: boolean): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    if (here || !diagnostic.missingHere || diagnostic.severity !== 'error') return diagnostic;
    const why = [diagnostic.why, 'It is missing on this machine, where httpd would not start.'];
    return { ...diagnostic, severity: 'warning', why: why.filter((each) => each !== undefined).join(' ') };
  });
}

/** What a summary says of them. */
export function missingText(diagnostics: readonly Diagnostic[]): string {
  const count = diagnostics.filter(
    ({ missingHere, severity }) => missingHere && severity === 'warning',
  ).length;
  if (count === 0) return '';
  const what = count === 1 ? 'one warning is' : `${count} warnings are`;
  return ` (${what} about what only this machine lacks: an error with --here)`;
}
