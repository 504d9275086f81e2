import type { Definition } from '../directives/define.js';
import type { Directive, Section } from '../syntax/tree.js';
import type { Allowance } from './options.js';
import { type Run, report } from './run.js';

/** Whether a directive may stand in a per-directory file at all; `name` is httpd's, a section's with its `<`. */
export function isAllowed({ classes, names }: Allowance, name: string, { in: scopes }: Definition): boolean {
  return scopes.some((scope) => classes.includes(scope)) || names.has(name.toLowerCase());
}

/** Warns of a directive that is passed over because AllowOverride forbids it (Nonfatal=Override). */
export function passForbidden(run: Run, at: Directive | Section, name: string): void {
  report(run, 'forbidden-override', at.nameSpan, `AH02295: ${name} in .htaccess forbidden by AllowOverride`, {
    severity: 'warning',
  });
}

/** Warns of a directive that is passed over because no module knows it (Nonfatal=Unknown). */
export function passUnknown(run: Run, at: Directive | Section, name: string): void {
  const message = `AH02296: Unknown directive ${name.toLowerCase()} perhaps misspelled or defined by a module not included in the server configuration`;
  report(run, 'unknown-directive', at.nameSpan, message, { severity: 'warning' });
}

/** httpd's message against a directive that is executed while reading, or nothing when it may stand here. */
export function executionRefusal(
  run: Run,
  at: Directive | Section,
  name: string,
  definition: Definition,
): 'allowed' | 'refused' {
  const { allowance } = run.options;
  if (!allowance || isAllowed(allowance, name, definition)) return 'allowed';
  if (allowance.passesForbidden) passForbidden(run, at, name);
  else report(run, 'not-allowed-here', at.nameSpan, `${name} not allowed here`, { stage: 'read' });
  return 'refused';
}
