import { statSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import type { PathKind } from '../directives/machine.js';

/** A path as httpd takes it: a relative one is below ServerRoot. */
export function belowRoot(serverRoot: string, path: string): string {
  return isAbsolute(path) ? normalize(path) : join(serverRoot, path);
}

/** Whether a folder is there. */
export function isFolder(serverRoot: string, path: string): boolean {
  return kindOf(serverRoot, path) === 'folder';
}

/** Whether anything is there. */
export function exists(serverRoot: string, path: string): boolean {
  return kindOf(serverRoot, path) !== 'nothing';
}

/** Configuration texts hold bytes; file names are handed to the system as those bytes. */
export function kindOf(serverRoot: string, path: string): PathKind {
  if (path.includes('\0')) return 'nothing';
  try {
    const found = statSync(Buffer.from(belowRoot(serverRoot, path), 'latin1'));
    if (found.isDirectory()) return 'folder';
    if (!found.isFile()) return 'other';
    return found.size === 0 ? 'empty' : 'file';
  } catch {
    return 'nothing';
  }
}
