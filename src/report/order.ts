import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';

/** Findings in the order of the configuration as it is read, included files where they are included; those without a place last. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyed = diagnostics.map((diagnostic) => ({ diagnostic, path: pathTo(diagnostic) }));
  return keyed.sort((left, right) => compare(left.path, right.path)).map(({ diagnostic }) => diagnostic);
}

/** The file that httpd reads when it comes to the text of a file: macros are read as a part of the file that uses them. */
export function streamOf(file: SourceFile): SourceFile {
  let stream = file;
  while (stream.pieces && stream.includedFrom) stream = stream.includedFrom.file;
  return stream;
}

/**
 * Offsets that lead to a finding: of the includes and macro uses from the first file on, then its own. That a section is not closed
 * is found out at the end of the file.
 */
function pathTo({ span, code }: Diagnostic): readonly number[] {
  if (!span) return [Number.POSITIVE_INFINITY];
  const late = code === 'section-not-closed';
  const file = late ? streamOf(span.file) : span.file;
  const path = [late ? file.text.length : span.start];
  let first = file;
  for (let from = file.includedFrom; from; from = from.file.includedFrom) {
    path.unshift(from.start);
    first = from.file;
  }
  return [rank(first), ...path];
}

/** Directives of the command line are read before the first file, or behind it. */
function rank({ commandLine }: SourceFile): number {
  if (commandLine === undefined) return 1;
  return commandLine === 'before' ? 0 : 2;
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < Math.min(left.length, right.length); at += 1)
    if (left[at] !== right[at]) return left[at]! - right[at]!;
  return left.length - right.length;
}
