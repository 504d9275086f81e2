import { lookUp } from '../directives/index.js';
import type { Loaded } from '../serve/load.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { positionAt, type SourceFile, type Span } from '../source/file.js';
import { oddities } from '../syntax/oddities.js';

/** Bytes at the beginning in which a zero byte tells that a file is no text: all lines of it would be odd. */
const looksAt = 8192;

/** Notes on odd lines in all files of a configuration; a line with an error has no need of them. */
export function oddityNotes({ bound, diagnostics }: Loaded): readonly Diagnostic[] {
  const files = new Map((bound?.files ?? []).map((file) => [file.path, file]));
  const wrong = new Set(
    diagnostics.flatMap(({ severity, span }) => (severity === 'error' && span ? [lineOf(span)] : [])),
  );
  const found = [...files.values()].filter(isText).flatMap((file) => oddities(file, isDirective));
  return [...(bound?.notes ?? []), ...found].filter(({ span }) => !wrong.has(lineOf(span!)));
}

const isText = ({ text }: SourceFile): boolean => !text.slice(0, looksAt).includes('\0');

const isDirective = (name: string): boolean => lookUp(name, 'directive').length > 0;

function lineOf({ file, start }: Span): string {
  return `${positionAt(file, start).line} ${file.path}`;
}
