import { wildcardMatcher } from '../source/wildcard.js';

/** Texts that fit a shell wildcard, and near misses; `pathname`: wildcards take no slash. */
export function wildcardSamples(
  pattern: string,
  pathname: boolean,
): { readonly matching: readonly string[]; readonly failing: readonly string[] } {
  const fits = wildcardMatcher(pattern, { pathname });
  const edges = Math.max(
    1,
    ...[...pattern.matchAll(bracket)].map(([, , members]) => edgesOf(members!).length + 1),
  );
  const candidates = [
    ...['a', '', 'x1'].map((text) => filled(pattern, text, 0)),
    ...Array.from({ length: Math.min(edges, mostEdges) }, (_, at) => filled(pattern, 'a', at)),
  ];
  const matching = [...new Set(candidates)].filter(fits);
  const near = matching.flatMap((text) => [`${text}~`, `x${text}`, text.slice(0, -1)]);
  const failing = [...near, ...candidates];
  return { matching, failing: failing.filter((text) => !fits(text)) };
}

const mostEdges = 16;
const bracket = /\[(!?)([^\]]+)\]/g;

/** The members of brackets, ranges by their ends, then what stands beside them. */
function edgesOf(members: string): readonly string[] {
  const named = [...members.replace(/(.)-(?=.)/g, '$1')].filter((member) => member !== '\\');
  const beside = named.flatMap((member) => [-1, 1].map((step) => stepped(member, step)));
  return [...new Set([...named, ...beside.filter((member) => /[0-9A-Za-z]/.test(member))])];
}

const stepped = (member: string, step: number): string => String.fromCharCode(member.charCodeAt(0) + step);

/** Stars become a text, question marks a letter, brackets one of their edges. */
function filled(pattern: string, text: string, edge: number): string {
  return pattern.replace(
    /\\(.)|\*|\?|\[(!?)([^\]]+)\]/g,
    (whole: string, escaped?: string, not?: string, members?: string) => {
      if (escaped !== undefined) return escaped;
      if (members !== undefined) {
        const edges = [...(not ? ['~'] : []), ...edgesOf(members)];
        return edges[edge % edges.length]!;
      }
      return whole === '?' ? 'a' : text;
    },
  );
}
