import type { SourceFile } from '../source/file.js';
import { applyEdits, type TextEdit } from '../syntax/edit.js';
import type { Finding } from './finding.js';
import type { Site } from './site.js';

/** Which changes are made: those that decide every request as before, or all. */
export type FixLevel = 'safe' | 'unsafe';

/** The changed files of one round, and how many findings were changed away. */
export interface FixedRound {
  readonly texts: ReadonlyMap<string, string>;
  readonly fixed: number;
}

/** Makes the changes that findings offer, each whole or not at all: of two that touch the same bytes the first is made, the other in the next round. */
export function fixRound(findings: readonly Finding[], site: Site, level: FixLevel): FixedRound {
  const chosen = new Map<SourceFile, TextEdit[]>();
  let fixed = 0;
  for (const { fix } of findings) {
    if (!fix || (fix.safety === 'unsafe' && level === 'safe')) continue;
    const { edits = [] } = fix.edit(fix.line, site);
    const file = edits[0]?.span.file;
    if (!file || edits.some((edit) => edit.span.file !== file)) continue;
    const before = chosen.get(file) ?? [];
    if (edits.some((edit) => before.some((other) => touches(edit, other)))) continue;
    chosen.set(file, [...before, ...edits]);
    fixed += 1;
  }
  const texts = new Map<string, string>();
  for (const [file, edits] of chosen) {
    const applied = applyEdits(file, edits);
    if (applied.file && applied.file.text !== file.text) texts.set(file.path, applied.file.text);
  }
  return { texts, fixed: texts.size === 0 ? 0 : fixed };
}

/** Lines next to each other may both change; insertions at one place would come in the order of rules. */
function touches({ span: left }: TextEdit, { span: right }: TextEdit): boolean {
  if (left.start === right.start) return true;
  return left.start < right.end && right.start < left.end;
}

/** Fixes may make room for others; a rule whose fix does not take its finding away must not go on for ever. */
export const mostRounds = 10;
