import { wildcardMatcher } from '../source/wildcard.js';

/**
 * Matches relative paths with slashes: `*` and `?` within a component, `**` any number of them. A pattern without a slash is that of a
 * name in any folder, and one that names a folder covers what lies below it.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const bare = glob.replace(/^\.\//, '').replace(/\/+$/, '');
  const written = bare.includes('/') ? bare.split('/') : ['**', bare];
  const parts = written.filter((part, at) => part !== '**' || written[at - 1] !== '**');
  const tests = parts.map((part) => (part === '**' ? undefined : wildcardMatcher(part, { pathname: true })));
  return (path) => matches(tests, path.replace(/^\.\//, '').split('/'));
}

type Test = ((text: string) => boolean) | undefined;

/** Goes on with every place that the pattern may have come to, so that many `**` cost no more than their number. */
function matches(tests: readonly Test[], parts: readonly string[]): boolean {
  let places = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const start of places) {
      let at = start;
      for (; at < tests.length && !tests[at]; at += 1) next.add(at);
      if (at === tests.length || tests[at]!(part)) next.add(Math.min(at + 1, tests.length));
    }
    places = next;
  }
  return places.has(tests.length);
}
