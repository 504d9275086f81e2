import { statSync } from 'node:fs';
import { fileName } from '../content/file-looks.js';
import { readMap } from '../evaluate/rewrite-map.js';

interface Known {
  readonly changed: number;
  readonly size: number;
  readonly table: ReadonlyMap<string, string>;
}

const known = new Map<string, Known>();

/** The RewriteMap in a file, read anew when the file has changed; undefined where it cannot be read. */
export function rewriteMapAt(
  path: string,
  read: (path: string) => string | undefined,
): ReadonlyMap<string, string> | undefined {
  try {
    const { mtimeMs: changed, size } = statSync(fileName(path));
    const before = known.get(path);
    if (before && before.changed === changed && before.size === size) return before.table;
    const text = read(path);
    if (text === undefined) return undefined;
    const table = readMap(text);
    known.set(path, { changed, size, table });
    return table;
  } catch {
    return undefined;
  }
}
