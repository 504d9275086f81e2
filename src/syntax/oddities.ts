import { type LogicalLine, readLogicalLine } from '../../grammar/lines.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import { fileOddities } from './file-oddities.js';
import { textOfLine } from './items.js';
import { lineOddities } from './line-oddities.js';
import { macroDepth } from './nesting.js';
import { type Oddity, quickCheck } from './odd-line.js';

/** So many findings of one code are told for a file, so that a file that is no configuration does not flood. */
const mostOfOne = 20;

/**
 * Notes on what httpd takes and people are likely to have meant otherwise: quotes, comments, continuations and signs that look
 * like others. `isDirective` knows names, so that a swallowed line is recognized as one. Only lines that are `wanted` are looked at.
 */
export function oddities(
  file: SourceFile,
  isDirective: (name: string) => boolean = () => false,
  wanted: (line: LogicalLine) => boolean = () => true,
): readonly Diagnostic[] {
  const found = [...fileOddities(file.text), ...eachLine(file, isDirective, wanted)];
  return bounded(found).map(({ start, end, ...said }) => ({
    ...said,
    severity: 'note',
    stage: 'syntax',
    span: { file, start, end },
  }));
}

function* eachLine(
  file: SourceFile,
  isDirective: (name: string) => boolean,
  wanted: (line: LogicalLine) => boolean,
): Generator<Oddity> {
  let macros = 0;
  for (let at = 0; at < file.text.length; ) {
    const line = readLogicalLine(file.text, at);
    at = line.end;
    const before = macros;
    if (line.kind === 'open' || line.kind === 'close') macros = Math.max(0, macros + macroDepth(line.text));
    if (!wanted(line) || !quickCheck(file.text, line)) continue;
    yield* lineOddities({
      ...textOfLine(file, line),
      line,
      source: file.text,
      inMacro: before > 0 || macros > 0,
      isDirective,
    });
  }
}

/** The first findings of each code; the last one kept tells how many are not. */
function bounded(found: readonly Oddity[]): readonly Oddity[] {
  const counts = new Map<string, number>();
  for (const { code } of found) counts.set(code, (counts.get(code) ?? 0) + 1);
  const seen = new Map<string, number>();
  return found.flatMap((oddity) => {
    const number = (seen.get(oddity.code) ?? 0) + 1;
    seen.set(oddity.code, number);
    const more = counts.get(oddity.code)! - mostOfOne;
    if (number > mostOfOne) return [];
    if (number < mostOfOne || more === 0) return [oddity];
    return [{ ...oddity, message: `${oddity.message} (and ${more} more like this in the file)` }];
  });
}
