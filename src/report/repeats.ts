import type { Diagnostic } from '../source/diagnostic.js';
import { positionAt, type Span } from '../source/file.js';
import { wayTo, writtenAt } from '../source/written.js';

/** A finding that is shown, and those that say the same of other places and are not. */
export interface Told {
  readonly finding: Diagnostic;
  readonly more: readonly Diagnostic[];
}

/** So many findings that say the same are shown for a file; for one place in a macro, whatever uses it, one. */
const [mostInFile, mostInMacro] = [3, 1];

interface Group {
  readonly all: Diagnostic[];
  shown: number;
}

/** Leaves out what is said over and over; the order stays. */
export function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Told[] {
  const groups = new Map<string, Group>();
  const groupOf = (finding: Diagnostic): Group => {
    const key = keyOf(finding);
    const known = groups.get(key) ?? { all: [], shown: 0 };
    groups.set(key, known);
    return known;
  };
  for (const finding of diagnostics) groupOf(finding).all.push(finding);
  return diagnostics.flatMap((finding) => {
    const group = groupOf(finding);
    const most = finding.span?.file.pieces ? mostInMacro : mostInFile;
    // Leaving out a single one saves nothing.
    const shown = group.all.length === most + 1 ? group.all.length : most;
    group.shown += 1;
    if (group.shown > shown) return [];
    return [{ finding, more: group.shown === shown ? group.all.slice(shown) : [] }];
  });
}

function keyOf({ severity, code, message, span }: Diagnostic): string {
  const written = span && writtenAt(span);
  const place = span?.file.pieces ? written!.start : '';
  return [severity, code, message, written?.file.path ?? '', place].join('\0');
}

/** The line to look at for a finding that is not shown: in a macro the line that uses it. */
export function lineOf(span: Span): number {
  const { file, start } = outermost(span);
  return positionAt(file, start).line;
}

function outermost(span: Span): Span {
  const use = wayTo(span).findLast(({ how }) => how === 'used');
  return use?.span ?? span;
}
