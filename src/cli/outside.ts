import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { bytesOf, textOf } from '../source/decode.js';
import { CommandFailed, exitCodes } from './exit-codes.js';

/**
 * Refuses to write files that lie outside of the folders that were named and of those of the files that were named: a text of somebody
 * else may include anything. Links are followed; `paths` are byte strings.
 */
export function refuseOutside(paths: readonly string[], named: readonly string[]): void {
  const folders = named.filter((path) => path !== '-').map(folderOf);
  const outside = paths.filter((path) => !folders.some((folder) => isBelow(realPath(path), folder)));
  if (outside.length === 0) return;
  const list = outside.map((path) => textOf(path)).join(', ');
  throw new CommandFailed(
    `nothing is written, since files would change that are included from elsewhere: ${list}. With --also-in FOLDER those below it are written, too`,
    exitCodes.usage,
  );
}

function folderOf(path: string): string {
  const real = realPath(bytesOf(resolve(path)));
  return statSync(Buffer.from(real, 'latin1')).isDirectory() ? real : dirname(real);
}

const realPath = (path: string): string =>
  realpathSync(Buffer.from(path, 'latin1'), 'buffer').toString('latin1');

const isBelow = (path: string, folder: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
