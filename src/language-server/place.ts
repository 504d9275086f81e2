import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bytesOf } from '../source/decode.js';

/** The path of a document, links followed, as a byte string; a URI that names no file here stands for itself. */
export function pathOfUri(uri: string): string {
  const path = filePathOf(uri);
  return path === undefined ? bytesOf(uri) : realPath(bytesOf(path));
}

/** The path that a `file:` URI names, as text; undefined for all others. */
export function filePathOf(uri: string): string | undefined {
  if (!/^file:/i.test(uri)) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** Follows links, as in sites-enabled; what is not there keeps its path. Byte strings. */
export function realPath(path: string): string {
  if (!path.startsWith('/')) return path;
  try {
    return realpathSync(Buffer.from(path, 'latin1'), 'latin1');
  } catch {
    return path;
  }
}

/** The URI of a path, a byte string; a name that is no text in UTF-8 keeps its bytes. */
export function uriOfPath(path: string): string {
  const text = Buffer.from(path, 'latin1').toString('utf8');
  if (bytesOf(text) === path) return pathToFileURL(text).href;
  const escaped = [...path].map((byte) => (/[\w./~-]/.test(byte) ? byte : percent(byte)));
  return `file://${escaped.join('')}`;
}

const percent = (byte: string): string =>
  `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Whether a document is a per-directory file. */
export const isPerDirectory = (path: string): boolean => basename(path) === '.htaccess';
