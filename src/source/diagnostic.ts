import type { Span } from './file.js';

/** `error` refuses the configuration; `warning` and `note` do not. */
export type Severity = 'error' | 'warning' | 'note';

export type Stage = 'read' | 'syntax' | 'bind' | 'compile' | 'serve';

/**
 * One finding about the user's configuration. `message` is httpd's own wording where httpd refuses the same thing;
 * `why` explains and `hint` says what to do. Codes are stable kebab-case identifiers.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly stage: Stage;
  /** Absent only where httpd gives no position either (checks over the whole configuration). */
  readonly span?: Span;
  readonly message: string;
  readonly why?: string;
  readonly hint?: string;
  /** The text is sound, but this machine lacks a file or user it names; on the machine it is meant for it may be there. */
  readonly missingHere?: true;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
}

/** What every stage returns: its value as far as it could be made, and all that was found. */
export interface Staged<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether a run of diagnostics refuses the configuration. */
export function refuses(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
