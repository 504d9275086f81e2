import { gssapiLocation, section } from '../example.js';
import { isGranted } from '../proof.js';
import { demandsUser, requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';
import { regexSamples } from '../samples.js';

/** A pattern without ^ matches anywhere in the path. */
export const locationmatchUnanchored = lintRule({
  id: 'locationmatch-unanchored',
  group: 'opens',
  severity: 'warning',
  since: '0.1',
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
    server({ host, ask, request }, report, site) {
      const outer = ask({ target: '/other/path' });
      if (outer.decision.kind !== 'challenge') return;
      for (const { match, settings, from, title } of host.locations) {
        const { rule } = settings.mod_authz_core ?? {};
        const at = site.lineAt(from);
        if (match.kind !== 'regex' || !rule || demandsUser(rule) || !at) continue;
        if (
          !requiresIn(rule).some(({ test, negated }) => test.provider === 'all' && test.granted && !negated)
        )
          continue;
        const target = `/other/path${regexSamples(match.regex)[0] ?? '/x'}`;
        if (/^\(?\^/.test(match.regex.pattern)) continue;
        const seen = ask({ target });
        if (!isGranted(seen) || seen.user !== undefined) continue;
        const proof = { request: request({ target }), consequence: { kind: 'open' } as const };
        report({ message: 'open', at, fill: { target, section: title }, proof });
      }
    },
  },
});
