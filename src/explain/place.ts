import type { Origin } from '../ruleset/origin.js';
import type { Place } from './explanation.js';

/** The place an origin stands for. */
export function placeOf({ file, path, line, column, used }: Origin, files: readonly string[]): Place {
  const place = { file: path ?? files[file] ?? '?', line, column };
  return used ? { ...place, used: used.map((use) => placeOf(use, files)) } : place;
}
