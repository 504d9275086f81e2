import { isBeside, refusesReading } from '../lint/gaps.js';
import type { Site } from '../lint/site.js';
import { positionAt } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import { originalOf, type Progress } from './apply.js';
import type { Refused } from './migration-report.js';
import { diagnosticPlace } from './proof.js';

/** Lines that httpd would refuse after a migration, where it took what stood there before. */
export function newlyRefused({ estate, histories }: Progress, before: Site, after: Site): readonly Refused[] {
  const lineOf = (path: string, line: number): string => `${estate.keyOf(path)}:${line}`;
  const known = new Set(
    before.diagnostics.filter(refusesReading).map((each) => {
      const place = diagnosticPlace(each);
      return place ? lineOf(place.file, place.line) : each.message;
    }),
  );
  const isMistake = !before.diagnostics.some((each) => refusesReading(each) && !isBeside(each));
  return after.diagnostics.filter(refusesReading).flatMap((each): readonly Refused[] => {
    const place = diagnosticPlace(each);
    if (!place || !each.span) return known.has(each.message) ? [] : [{ isMistake, message: each.message }];
    const { file, start } = writtenAt(each.span);
    const original = estate.fileOf(file.path);
    const offset = histories.get(estate.keyOf(file.path))?.descentOf(start).offset ?? start;
    const line = original ? positionAt(originalOf(original), offset).line : place.line;
    return known.has(lineOf(file.path, line)) ? [] : [{ isMistake, place, message: each.message }];
  });
}
