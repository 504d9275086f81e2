import type { AutoindexSettings, IndexDescription, IndexItem } from '../ruleset/mod_autoindex.js';
import { isWildcard, wildcardMatcher } from '../source/wildcard.js';

/** One line of a list. */
export interface IndexEntry {
  /** A folder's name ends with a slash; that of the parent folder is its path. */
  readonly name: string;
  readonly icon: string | undefined;
  readonly alt: string | undefined;
  readonly description: string | undefined;
  /** Bytes, and milliseconds since 1970; -1 where they are not told. */
  readonly size: number;
  readonly modified: number;
  readonly folder: boolean;
}

/** What is said of an entry by its path, type and encoding; the first that fits counts. */
export function itemFor(
  items: readonly IndexItem[] | undefined,
  path: string,
  type?: string,
  encoding?: string,
): string | undefined {
  const special = path.startsWith('^');
  return items?.find((item) => {
    if (!special && !matches(path, item.below)) return false;
    if (item.pattern === '') return true;
    if (item.by === 'path' || special) return matches(path, item.pattern);
    if (encoding !== undefined)
      return item.by === 'encoding' && matches(encoding.toLowerCase(), item.pattern.toLowerCase());
    return (
      item.by === 'type' && type !== undefined && matches(type.toLowerCase(), item.pattern.toLowerCase())
    );
  })?.text;
}

/** Whether IndexIgnore leaves an entry out. */
export function isIgnored({ ignored }: AutoindexSettings, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    ignored?.some(
      ({ below, pattern }) =>
        matches(path, below) && matches(name, pattern.slice(pattern.lastIndexOf('/') + 1)),
    ) ?? false
  );
}

/** What AddDescription says of an entry: patterns with slashes look at the whole path, plain ones may fit anywhere in the name. */
export function descriptionFor(
  descriptions: readonly IndexDescription[] | undefined,
  path: string,
): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return descriptions?.find(({ pattern }) => {
    if (pattern.includes('/')) return wildcardMatcher(`*/${pattern}*`, { pathname: false })(path);
    return isWildcard(pattern)
      ? wildcardMatcher(`*${pattern}*`, { pathname: false })(name)
      : name.includes(pattern);
  })?.text;
}

/** `*` and `?` as ap_strcmp_match has them: a slash is a character like any other. */
function matches(text: string, pattern: string): boolean {
  let at = 0;
  let star = -1;
  let from = 0;
  let next = 0;
  while (at < text.length) {
    const expected = pattern[next];
    if (expected === '*') {
      star = next++;
      from = at;
    } else if (expected === '?' || (expected !== undefined && expected === text[at])) {
      next++;
      at++;
    } else if (star !== -1) {
      next = star + 1;
      at = ++from;
    } else return false;
  }
  while (pattern[next] === '*') next++;
  return next === pattern.length;
}
