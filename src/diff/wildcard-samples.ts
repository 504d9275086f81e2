import { wildcardMatcher } from '../source/wildcard.js';

/** Texts that fit a shell wildcard, and near misses; `pathname`: wildcards take no slash. */
export function wildcardSamples(
  pattern: string,
  pathname: boolean,
): { readonly matching: readonly string[]; readonly failing: readonly string[] } {
  const fits = wildcardMatcher(pattern, { pathname });
  const candidates = ['a', '', 'x1'].map((text) => filled(pattern, text));
  const matching = [...new Set(candidates)].filter(fits);
  const failing = matching.flatMap((text) => [`${text}~`, `x${text}`, text.slice(0, -1)]);
  return { matching, failing: failing.filter((text) => !fits(text)) };
}

/** Stars become a text, question marks a letter, brackets their first member. */
function filled(pattern: string, text: string): string {
  return pattern.replace(
    /\\(.)|\*|\?|\[(!?)([^\]]+)\]/g,
    (whole: string, escaped?: string, not?: string, members?: string) => {
      if (escaped !== undefined) return escaped;
      if (members !== undefined) return not ? '~' : members[0]!;
      return whole === '?' ? 'a' : text;
    },
  );
}
