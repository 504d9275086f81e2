import type { Diagnostic } from '../source/diagnostic.js';
import { positionAt, type Span } from '../source/file.js';
import { wayTo, writtenAt } from '../source/written.js';

/** A finding that is shown, and those that say the same of other places and are not. */
export interface Told {
  readonly finding: Diagnostic;
  readonly more: readonly Diagnostic[];
}

/**
 * So many findings that say the same are shown for a file; of notes, of those with one remedy, and for one place in a macro
 * whatever uses it, one.
 */
const [mostInFile, mostForReason, mostNotes, mostInMacro] = [3, 1, 1, 1];

/** Findings about a directive's name: what to do about it counts, not the name. */
const byRemedy: ReadonlySet<string> = new Set(['not-served', 'unknown-directive', 'not-allowed-here']);

/** Whether a finding is alike with all that have its remedy. */
export const isByRemedy = ({
  code,
  hint,
}: {
  readonly code: string;
  readonly hint?: string | undefined;
}): boolean => hint !== undefined && byRemedy.has(code);

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
    const shown = mostShown(finding, group.all.length);
    group.shown += 1;
    if (group.shown > shown) return [];
    return [{ finding, more: group.shown === shown ? group.all.slice(shown) : [] }];
  });
}

function mostShown({ span, code, hint, severity }: Diagnostic, all: number): number {
  if (span?.file.pieces) return mostInMacro;
  if (severity === 'note') return mostNotes;
  if (isByRemedy({ code, hint })) return mostForReason;
  // Leaving out a single one saves nothing.
  return all === mostInFile + 1 ? all : mostInFile;
}

/** Errors are alike that have one message; what is no error is alike too where only the words differ that it is about. */
function keyOf({ severity, code, message, span, hint }: Diagnostic): string {
  if (!span) return [severity, code, message].join('\0');
  const { file, start, end } = writtenAt(span);
  const said = severity === 'error' ? message : shapeOf(message, file.text.slice(start, end));
  const reason = isByRemedy({ code, hint }) ? hint : said;
  return [severity, code, reason, file.path, span.file.pieces ? start : ''].join('\0');
}

/** A message without numbers and without the words that stand in the text it is about. */
function shapeOf(message: string, text: string): string {
  const words = new Set(text.slice(0, longestText).match(/[\w./-]{2,}/g) ?? []);
  const about = (word: string): boolean => [...words].some((each) => word.includes(each));
  return message
    .split(/\s+/)
    .map((word) => (about(word) || /\d/.test(word) ? '*' : word))
    .join(' ');
}

const longestText = 200;

/** The line to look at for a finding that is not shown: in a macro the line that uses it. */
export function lineOf(span: Span): number {
  const { file, start } = outermost(span);
  return positionAt(file, start).line;
}

function outermost(span: Span): Span {
  const use = wayTo(span).findLast(({ how }) => how === 'used');
  return use?.span ?? span;
}
