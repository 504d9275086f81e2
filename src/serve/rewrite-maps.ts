import { type Stats, statSync } from 'node:fs';
import { fileName } from '../content/file-looks.js';
import { readMap } from '../evaluate/rewrite-map.js';

interface Known {
  readonly changed: number;
  readonly size: number;
  readonly table: ReadonlyMap<string, string>;
}

const known = new Map<string, Known>();

/** Bytes that a map may have. */
export const largestMap = 64 * 1024 * 1024;

/**
 * The RewriteMap in a file, read anew when the file has changed; undefined where it cannot be read. One that is too large throws:
 * rules that find nothing in it might let through what it holds back.
 */
export function rewriteMapAt(
  path: string,
  read: (path: string, largest: number) => string | undefined,
): ReadonlyMap<string, string> | undefined {
  const stats = statsOf(path);
  if (!stats) return undefined;
  const { mtimeMs: changed, size } = stats;
  if (size > largestMap) throw new Error(`the RewriteMap ${path} has more than ${largestMap} bytes`);
  const before = known.get(path);
  if (before && before.changed === changed && before.size === size) return before.table;
  const text = read(path, largestMap);
  if (text === undefined) return undefined;
  const table = readMap(text);
  known.set(path, { changed, size, table });
  return table;
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(fileName(path));
  } catch {
    return undefined;
  }
}
