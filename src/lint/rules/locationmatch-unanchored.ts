import { gssapiLocation, section } from '../example.js';
import { asksForLogin } from '../place.js';
import { isGranted } from '../proof.js';
import { demandsUser, requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';
import { regexSamples } from '../samples.js';
import type { ServerView } from '../server-view.js';
import { placesAt, type Site } from '../site.js';
import type { Supposed } from '../supposed.js';

/** A pattern without ^ matches anywhere in the path. */
export const locationmatchUnanchored = lintRule({
  id: 'locationmatch-unanchored',
  group: 'opens',
  severity: 'warning',
  since: '0.1',
  judges: 'server',
  summary: 'A LocationMatch that opens is not tied to the beginning of the path.',
  why: 'The pattern of a LocationMatch may match anywhere in the path: whoever puts the text into a longer path, such as /protected/login, gets what it opens.',
  remedy: 'Begin the pattern with ^, and end it with $ or (/|$).',
  messages: { open: '{target} needs no login: {section} matches in the middle of the path, too' },
  examples: {
    bad: [
      {
        config: `${gssapiLocation('/')}${section('LocationMatch "/login"', 'AuthType None', 'Require all granted')}`,
      },
    ],
    ok: [
      {
        config: `${gssapiLocation('/')}${section('LocationMatch "^/login$"', 'AuthType None', 'Require all granted')}`,
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/core.html#locationmatch'],
  on: {
    server(server, report, site) {
      const { host, ask, request } = server;
      let closed: readonly string[] | undefined;
      for (const { match, settings, from, title } of host.locations) {
        const { rule } = settings.mod_authz_core ?? {};
        const at = site.lineAt(from);
        if (match.kind !== 'regex' || !rule || demandsUser(rule) || !at) continue;
        if (
          !requiresIn(rule).some(({ test, negated }) => test.provider === 'all' && test.granted && !negated)
        )
          continue;
        if (/^\(?\^/.test(match.regex.pattern)) continue;
        const sample = regexSamples(match.regex)[0] ?? '/x';
        closed ??= closedPaths(server, site);
        const target = closed.map((path) => path + sample).find((path) => isOpen(ask({ target: path })));
        if (target === undefined) continue;
        const proof = { request: request({ target }), consequence: { kind: 'open' } as const };
        report({ message: 'open', at, fill: { target, section: title }, proof });
      }
    },
  },
});

const mostPaths = 20;

/** Paths that ask for a login, below which a pattern may match, too. */
function closedPaths(server: ServerView, site: Site): readonly string[] {
  const found = server.ask({ target: '/other/path' }).decision.kind === 'challenge' ? ['/other/path'] : [];
  for (const place of placesAt(site, server)) {
    if (found.length === mostPaths) break;
    if (place.target !== undefined && asksForLogin(place)) found.push(place.target.replace(/[?].*|\/$/, ''));
  }
  return found;
}

const isOpen = (seen: Supposed): boolean => isGranted(seen) && seen.user === undefined;
