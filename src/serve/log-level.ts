/** httpd's levels, the most important first. */
const levels =
  'emerg alert crit error warn notice info debug trace1 trace2 trace3 trace4 trace5 trace6 trace7 trace8'.split(
    ' ',
  );

/** Modules whose lines kerbgate writes; levels for other modules do not concern it. */
const ours =
  /^(?:mod_)?(?:core|http|authn?_|authz_|auth_|access_compat|alias|cgid?|dir|headers|mime|proxy|session)/;

/**
 * The one threshold of a LogLevel line such as `warn auth_gssapi:info`: the most talkative level of the server and of the modules
 * that kerbgate stands for, so that no line that was asked for is missing.
 */
export function logThreshold(logLevel: string): string {
  let threshold = levels.indexOf('warn');
  const words = logLevel.split(/\s+/).filter((word) => word !== '');
  for (const word of words) if (!word.includes(':')) threshold = rankOf(word, threshold);
  for (const word of words) {
    const colon = word.lastIndexOf(':');
    if (colon === -1 || !ours.test(word)) continue;
    threshold = Math.max(threshold, rankOf(word.slice(colon + 1), threshold));
  }
  return levels[threshold]!;
}

function rankOf(level: string, otherwise: number): number {
  const rank = levels.indexOf(level.toLowerCase());
  return rank === -1 ? otherwise : rank;
}
