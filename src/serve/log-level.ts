import { logLevels } from '../directives/server-words.js';

/** Modules whose lines kerbgate writes; levels for other modules do not concern it. */
const ours =
  /^(?:mod_)?(?:core|http|authn?_|authz_|auth_|access_compat|alias|cgid?|dir|headers|mime|proxy|session)/;

/**
 * The one threshold of a LogLevel line such as `warn auth_gssapi:info`: the most talkative level of the server and of the modules
 * that kerbgate stands for, so that no line that was asked for is missing.
 */
export function logThreshold(logLevel: string): string {
  let threshold = logLevels.indexOf('warn');
  const words = logLevel.split(/\s+/).filter((word) => word !== '');
  for (const word of words) if (!word.includes(':')) threshold = rankOf(word, threshold);
  for (const word of words) {
    const colon = word.lastIndexOf(':');
    if (colon === -1 || !ours.test(word)) continue;
    threshold = Math.max(threshold, rankOf(word.slice(colon + 1), threshold));
  }
  return logLevels[threshold]!;
}

function rankOf(level: string, otherwise: number): number {
  const rank = logLevels.indexOf(level.toLowerCase());
  return rank === -1 ? otherwise : rank;
}
