import { lineText, positionAt, type SourceFile, type Span } from './file.js';
import { type Range, secretsOf } from './secret-text.js';
import { writtenAt } from './written.js';

/** Lines that are looked at in front of a continued one. */
const mostBefore = 500;

/** The secrets on a line of a file (from 1), as columns from 0; a line that continues others is read with them. */
export function secretsOnLine(file: SourceFile, line: number): readonly Range[] {
  const text = lineText(file, line);
  let first = line;
  while (first > 1 && line - first < mostBefore && isContinued(lineText(file, first - 1))) first -= 1;
  if (line - first === mostBefore) return [{ start: 0, end: text.length }];
  const before = Array.from({ length: line - first }, (_, at) => `${lineText(file, first + at)}\n`).join('');
  return secretsOf(before + text).flatMap(({ start, end }) =>
    end <= before.length
      ? []
      : [{ start: Math.max(0, start - before.length), end: Math.max(0, end - before.length) }],
  );
}

const isContinued = (line: string): boolean => line.endsWith('\\');

/** The words of Use lines that are secrets where a macro puts them in, for a span in the text of a macro; where they are written. */
export function secretArguments({ file }: Span): readonly Span[] {
  const found: Span[] = [];
  let put: readonly Span[] = [];
  for (let at: SourceFile | undefined = file; at?.pieces; at = at.includedFrom?.file) {
    const secrets: readonly Range[] = [...secretsInMacro(at), ...put];
    const { pieces } = at;
    put = pieces.flatMap(({ start, argument }, index) => {
      const end = pieces[index + 1]?.start ?? file.text.length;
      return argument && secrets.some((each) => each.start < end && each.end > start) ? [argument] : [];
    });
    found.push(...put.map(writtenAt));
  }
  return found;
}

const known = new WeakMap<SourceFile, readonly Range[]>();

function secretsInMacro(file: SourceFile): readonly Range[] {
  const before = known.get(file);
  if (before) return before;
  const secrets: Range[] = [];
  for (let start = 0; start < file.text.length; ) {
    const { line } = positionAt(file, start);
    const { length } = lineText(file, line);
    for (const range of secretsOnLine(file, line))
      secrets.push({ start: start + range.start, end: start + range.end });
    const end = file.text.indexOf('\n', start + length);
    start = end === -1 ? file.text.length : end + 1;
  }
  known.set(file, secrets);
  return secrets;
}
