import { realpathSync } from 'node:fs';
import { bytesOf } from './decode.js';

/**
 * Whether a file lies in one of the folders once all symbolic links are followed; without folders everything does, and what is not there
 * lies wherever its name says. The path is a byte string, the folders are texts.
 */
export function liesWithin(path: string, folders: readonly string[] | undefined): boolean {
  if (folders === undefined || path === '/dev/null') return true;
  const real = realPath(path);
  return real === undefined || folders.some((folder) => isBelow(real, realPath(bytesOf(folder))));
}

const isBelow = (path: string, folder: string | undefined): boolean =>
  folder !== undefined && (path === folder || path.startsWith(folder === '/' ? folder : `${folder}/`));

function realPath(path: string): string | undefined {
  try {
    return realpathSync(Buffer.from(path, 'latin1'), 'latin1');
  } catch {
    return undefined;
  }
}
