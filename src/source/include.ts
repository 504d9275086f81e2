import { readdirSync, type Stats, statSync } from 'node:fs';
import { posix } from 'node:path';
import type { Diagnostic, Staged } from './diagnostic.js';
import { systemErrorText } from './system-error.js';
import { isWildcard, wildcardMatcher } from './wildcard.js';

export interface IncludeOptions {
  /** IncludeOptional: no match and no such file are no errors. */
  readonly optional?: boolean;
}

const deepestDirectory = 128;
/** So many files and folders are looked at; httpd goes on, for ever where links of folders lead round in circles. */
const mostLookedAt = 50_000;

/**
 * The files an Include names, in httpd's order: sorted bytewise, folders with all that is in them, wildcards in any part of
 * the path. Path, `serverRoot` (absolute) and results are byte strings; a plain path is given back even if nothing is there
 * (reading it gives the error). Diagnostics are httpd's messages without a span.
 */
export function resolveInclude(
  pattern: string,
  serverRoot: string,
  options: IncludeOptions = {},
): Staged<string[]> {
  const search: Search = { optional: options.optional ?? false, files: [], looked: 0 };
  const resolved = posix.resolve(serverRoot, pattern);
  // A slash at the end asks for a folder: reading a file by that name fails, as it does in httpd.
  const path = pattern.endsWith('/') && resolved !== '/' ? `${resolved}/` : resolved;
  const problem = isWildcard(path)
    ? addMatches(search, '/', path.slice(1).split('/'))
    : addPath(search, path, 0);
  return { value: search.files, diagnostics: problem === undefined ? [] : [failed(problem)] };
}

interface Search {
  readonly optional: boolean;
  readonly files: string[];
  looked: number;
}

/** Adds what the remaining parts of a pattern match below a folder; gives httpd's message for the first problem. */
function addMatches(search: Search, folder: string, parts: readonly string[]): string | undefined {
  const [part = '', ...rest] = parts;
  search.looked += 1;
  if (search.looked > mostLookedAt) return tooMany(folder);
  if (!isWildcard(part)) {
    const path = posix.join(folder, part);
    return rest.length === 0 ? addPath(search, path, 0) : addMatches(search, path, rest);
  }
  const names = namesIn(folder);
  if (!Array.isArray(names)) {
    return search.optional && names.missing
      ? undefined
      : `Could not open directory ${folder}: ${names.problem}`;
  }
  const paths = names
    .filter(wildcardMatcher(part, { pathname: false, period: true }))
    .map((name) => posix.join(folder, name))
    .filter((path) => rest.length === 0 || isFolder(path));
  if (paths.length === 0 && !search.optional)
    return `No matches for the wildcard '${part}' in '${folder}', failing`;
  return firstProblem(paths, (path) =>
    rest.length === 0 ? addPath(search, path, 0) : addMatches(search, path, rest),
  );
}

const tooMany = (path: string): string => `More than ${mostLookedAt} files and folders, up to '${path}'`;

/** Adds a file, or a folder's files and folders. */
function addPath(search: Search, path: string, depth: number): string | undefined {
  search.looked += 1;
  if (search.looked > mostLookedAt) return tooMany(path);
  const status = statusOf(path);
  if (!status?.isDirectory()) {
    if (status || !search.optional) search.files.push(path);
    return undefined;
  }
  if (depth >= deepestDirectory) {
    return (
      `Directory '${path}' exceeds the maximum include directory nesting level of ${deepestDirectory}. ` +
      'You have probably a recursion somewhere.'
    );
  }
  const names = namesIn(path);
  if (!Array.isArray(names)) return `Could not open directory ${path}: ${names.problem}`;
  return firstProblem(names, (name) => addPath(search, posix.join(path, name), depth + 1));
}

function firstProblem(
  items: readonly string[],
  add: (item: string) => string | undefined,
): string | undefined {
  for (const item of items) {
    const problem = add(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function namesIn(folder: string): string[] | { readonly problem: string; readonly missing: boolean } {
  try {
    return readdirSync(asPath(folder), 'latin1').toSorted((left, right) => (left < right ? -1 : 1));
  } catch (error) {
    return { problem: systemErrorText(error), missing: (error as NodeJS.ErrnoException).code === 'ENOENT' };
  }
}

function isFolder(path: string): boolean {
  return statusOf(path)?.isDirectory() ?? false;
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(asPath(path));
  } catch {
    return undefined;
  }
}

function asPath(bytes: string): Buffer {
  return Buffer.from(bytes, 'latin1');
}

function failed(problem: string): Diagnostic {
  return {
    code: 'include-failed',
    severity: 'error',
    stage: 'read',
    message: `Include/IncludeOptional: ${problem}`,
  };
}
