import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile, Span } from '../source/file.js';
import { belowRoot } from './paths.js';

/** A configuration file's text, or why there is none in httpd's words. */
export function openSource(path: string, includedFrom: Span): SourceFile | { readonly problem: string } {
  try {
    return { path, text: readFileSync(asBytes(path), 'latin1'), includedFrom };
  } catch (error) {
    return { problem: `Could not open configuration file ${path}: ${reason(error)}` };
  }
}

/** The files an Include line means, in httpd's order. */
export function includedPaths(
  serverRoot: string,
  written: string,
  optional: boolean,
): { readonly paths: readonly string[] } | { readonly problem: string } {
  const path = belowRoot(serverRoot, written);
  const pieces = path.split('/').filter((piece) => piece !== '');
  return hasWildcard(path) ? matching('/', pieces, optional) : plain(path, optional, 0);
}

type Found = ReturnType<typeof includedPaths>;

const deepestFolder = 128;

/** A file, or a folder with all that is in it. */
function plain(path: string, optional: boolean, depth: number): Found {
  const kind = kindOf(path);
  if (kind === 'nothing' && optional) return { paths: [] };
  if (kind !== 'folder') return { paths: [path] };
  if (depth >= deepestFolder)
    return {
      problem: `Include/IncludeOptional: Directory '${path}' exceeds the maximum include directory nesting level of ${deepestFolder}. You have probably a recursion somewhere.`,
    };
  const names = namesIn(path);
  return 'problem' in names
    ? names
    : all(names.names.map((name) => plain(join(path, name), optional, depth + 1)));
}

function matching(folder: string, pieces: readonly string[], optional: boolean): Found {
  const [piece = '', ...rest] = pieces;
  if (!hasWildcard(piece)) {
    const next = join(folder, piece);
    return rest.length === 0 ? plain(next, optional, 0) : matching(next, rest, optional);
  }
  const names = namesIn(folder);
  if ('problem' in names) return names.missing && optional ? { paths: [] } : names;
  const pattern = wildcard(piece);
  const fitting = names.names
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name))
    .filter((path) => rest.length === 0 || kindOf(path) === 'folder');
  if (fitting.length === 0 && !optional)
    return {
      problem: `Include/IncludeOptional: No matches for the wildcard '${piece}' in '${folder}', failing`,
    };
  return all(
    fitting.map((path) => (rest.length === 0 ? plain(path, optional, 0) : matching(path, rest, optional))),
  );
}

function all(found: readonly Found[]): Found {
  const failed = found.find((each) => 'problem' in each);
  if (failed) return failed;
  return { paths: found.flatMap((each) => ('paths' in each ? each.paths : [])) };
}

const hasWildcard = (text: string): boolean => /[*?[]/.test(text);

/** `*`, `?` and `[…]`; a leading dot is matched by a dot only. */
function wildcard(piece: string): RegExp {
  const body = piece.replace(/\*+|\?|\[!?\]?[^\]]*\]|[\s\S]/g, (part) => {
    if (part.startsWith('*')) return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 1) return part.replace(/^\[!/, '[^').replace(/\\/g, '\\\\');
    return part.replace(/[.+^${}()|[\]\\]/, '\\$&');
  });
  return new RegExp(`^${piece.startsWith('.') ? '' : '(?!\\.)'}${body}$`);
}

function namesIn(
  folder: string,
): { readonly names: readonly string[] } | { readonly problem: string; readonly missing: boolean } {
  try {
    return { names: readdirSync(asBytes(folder), { encoding: 'latin1' }).sort() };
  } catch (error) {
    const why = reason(error);
    const missing = why.startsWith('No such file');
    return { problem: `Include/IncludeOptional: Could not open directory ${folder}: ${why}`, missing };
  }
}

function kindOf(path: string): 'folder' | 'file' | 'nothing' {
  try {
    return statSync(asBytes(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

/** Paths in configurations are bytes. */
const asBytes = (path: string): Buffer => Buffer.from(path.replaceAll('\0', ''), 'latin1');

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EACCES: 'Permission denied',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
};

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return reasons[code] ?? code;
}
