import { wildcardMatcher } from '../source/wildcard.js';

/**
 * Matches relative paths with slashes: `*` and `?` within a component, `**` any number of them. A pattern without a slash is that of a
 * name in any folder, and one that names a folder covers what lies below it.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const bare = glob.replace(/^\.\//, '').replace(/\/+$/, '');
  const parts = bare.includes('/') ? bare.split('/') : ['**', bare];
  const tests = parts.map((part) => (part === '**' ? undefined : wildcardMatcher(part, { pathname: true })));
  return (path) => matches(tests, path.replace(/^\.\//, '').split('/'));
}

function matches(
  tests: readonly (((text: string) => boolean) | undefined)[],
  parts: readonly string[],
): boolean {
  if (tests.length === 0) return true;
  const [test, ...rest] = tests;
  if (!test) return parts.some((_, at) => matches(rest, parts.slice(at)));
  const [part, ...others] = parts;
  return part !== undefined && test(part) && matches(rest, others);
}
