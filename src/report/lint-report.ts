import type { DiffResult } from '../diff/decision-diff.js';
import type { Finding } from '../lint/finding.js';
import { placeOfFinding } from '../lint/finding.js';
import type { Severity } from '../source/diagnostic.js';
import { positionAt } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import { display } from './display.js';

/** What a run of the linter has to tell. */
export interface LintReport {
  /** Each with its fingerprint. */
  readonly findings: readonly (readonly [Finding, string])[];
  /** The path as people and programs are told it. */
  readonly named: (path: string) => string;
  /** What `kerbgate explain` wants to be given: the file that the site of a finding begins with, and what was said around it. */
  readonly wordsOf: (finding: Finding) => readonly string[];
  readonly files: number;
  /** Switched off by comments. */
  readonly ignored: number;
  /** In the baseline. */
  readonly known: number;
  readonly version: string;
  /** Of changes that were made. */
  readonly decisions?: readonly FixDecisions[];
}

/** Which requests of a configuration changes decide otherwise, or why that cannot be told. */
export type FixDecisions =
  | { readonly file: string; readonly result: DiffResult; readonly impossible?: never }
  | { readonly file: string; readonly result?: never; readonly impossible: string };

/** A finding as plain texts and numbers, ready for any format. */
export interface PlainFinding {
  readonly rule: string;
  readonly group: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly fingerprint: string;
}

/** Findings as plain data, in their order. */
export function plainFindings({ findings, named }: LintReport): readonly PlainFinding[] {
  return findings.map(([finding, fingerprint]) => {
    const { path, line, column } = placeOfFinding(finding);
    const { file, end } = writtenAt(finding.span);
    const to = positionAt(file, end);
    return {
      rule: finding.id,
      group: finding.group,
      severity: finding.severity,
      message: display(finding.message),
      file: display(named(path)),
      line,
      column,
      endLine: to.line,
      endColumn: to.column,
      fingerprint,
    };
  });
}

/** How many findings of each severity there are. */
export function countsOf({ findings }: LintReport): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const [{ severity }] of findings) counts[severity] += 1;
  return counts;
}
