import { type ChangedPattern, isOnValues } from './changed-patterns.js';
import type { ChosenPaths } from './chosen-paths.js';
import type { Undecided } from './decision-diff.js';
import { type Mapping, mappingsOf } from './path-places.js';
import { patternKey, tester } from './pattern-samples.js';
import type { ServerPair } from './servers.js';

/** How many texts all patterns together are asked about. */
const mostAsked = 1_000_000;

/** Patterns in the place of others that are not proven to find the same, and that no request told from them. */
export function undecidedPatterns(
  changed: readonly ChangedPattern[],
  chosen: ReadonlyMap<ServerPair, ChosenPaths>,
): readonly Undecided[] {
  const open = unsettled(changed);
  if (open.length === 0) return [];
  const texts = [...new Set([...chosen].flatMap(([pair, { tried }]) => [...textsOf(pair, tried.tried)]))];
  const asked = texts.slice(0, Math.ceil(mostAsked / open.length));
  return open.filter((each) => !isToldApart(each, asked)).map(undecided);
}

/** Of a pattern that was compared with several others, all or none. */
function unsettled(changed: readonly ChangedPattern[]): readonly ChangedPattern[] {
  const settled = changed.filter(
    ({ old, telling }) => telling?.length === 0 || (telling !== undefined && isOnValues(old)),
  );
  const known = new Set(settled.flatMap((each) => keysOf(each)));
  return changed.filter((each) => !keysOf(each).some((key) => known.has(key)));
}

const keysOf = ({ old, new: now }: ChangedPattern): readonly string[] => [
  `old ${old.role} ${patternKey(old.regex)}`,
  `new ${now.role} ${patternKey(now.regex)}`,
];

function isToldApart({ old, new: now }: ChangedPattern, texts: readonly string[]): boolean {
  const [before, after] = [tester(old.regex), tester(now.regex)];
  return texts.some((text) => before(text) !== after(text));
}

/** The texts that patterns on paths, on what is below a place, and on names in the file system are asked about. */
function* textsOf({ old, new: now }: ServerPair, paths: readonly string[]): Generator<string> {
  const mappings = [old, now].flatMap(({ host }) => mappingsOf(host));
  for (const written of paths) {
    const path = written.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    yield path;
    for (const mapping of mappings) yield* mapped(path, mapping);
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) yield path.slice(at + 1);
  }
}

function* mapped(path: string, { prefix, root }: Mapping): Generator<string> {
  if (path === prefix || path.startsWith(`${prefix}/`)) yield root + path.slice(prefix.length);
}

function undecided({ old, new: now }: ChangedPattern): Undecided {
  return {
    what: `the pattern ${old.regex.pattern} against ${now.regex.pattern}`,
    why: 'no request was found that only one of them takes',
    side: 'both',
    places: [old.place, now.place].filter((place) => place !== undefined),
  };
}
