import { createHash } from 'node:crypto';
import type { Severity } from '../source/diagnostic.js';
import { positionAt, type Span } from '../source/file.js';
import { withoutSecrets } from '../source/secret-text.js';
import { writtenAt } from '../source/written.js';
import type { Line } from './line.js';
import type { Proof } from './proof.js';
import type { Fix, Group, LintRule } from './rule.js';

/** What a rule has found, in words. */
export interface Finding {
  readonly rule: LintRule;
  readonly id: string;
  readonly group: Group;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
  readonly proof?: Proof;
  /** What to do about it, where the rule's remedy does not say it. */
  readonly remedy?: string;
  /** The change that would take it away, and the line it is made on. */
  readonly fix?: Fix & { readonly line: Line };
}

/** Names a finding beyond edits elsewhere: by its rule, its file, and the text of its line; `nth` tells alike ones apart. */
export function fingerprintOf({ id, span }: Finding, nth: number, named: Named): string {
  const { file, start } = writtenAt(span);
  const end = file.text.indexOf('\n', start);
  const from = file.text.lastIndexOf('\n', start - 1) + 1;
  const line = file.text.slice(from, end === -1 ? undefined : end);
  // Who has the fingerprint could try passwords until one fits.
  const text = withoutSecrets(line).trim().replace(/\s+/g, ' ');
  return createHash('sha256')
    .update(JSON.stringify([id, named(file.path), text, nth]))
    .digest('hex')
    .slice(0, 32);
}

/** What a file is called wherever the project lies: its path from where the linter was started. */
export type Named = (path: string) => string;

/** Each finding with its fingerprint, in order. */
export function fingerprinted(
  findings: readonly Finding[],
  named: Named,
): readonly (readonly [Finding, string])[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const first = fingerprintOf(finding, 0, named);
    const nth = counts.get(first) ?? 0;
    counts.set(first, nth + 1);
    return [finding, nth === 0 ? first : fingerprintOf(finding, nth, named)] as const;
  });
}

/** Where people find it: line and column count from 1. */
export function placeOfFinding({ span }: Finding): {
  readonly path: string;
  readonly line: number;
  readonly column: number;
} {
  const { file, start } = writtenAt(span);
  return { path: file.path, ...positionAt(file, start) };
}
