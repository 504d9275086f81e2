import { location, section } from '../example.js';
import { demandsUser, requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';
import { directorySamples, locationSet } from '../samples.js';

/** Sections of URLs decide over those of folders. */
export const locationOverDirectory = lintRule({
  id: 'location-over-directory',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: 'A Location opens all of what a Directory protects.',
  why: 'Location sections are merged behind Directory sections, wherever they are written: "Require all granted" in one replaces the login that the folder asks for.',
  remedy: 'Keep what decides about a place in one kind of section.',
  messages: { open: '{target} needs no login: {location} replaces the Require of {directory}' },
  examples: {
    bad: [
      {
        config: `DocumentRoot /srv/www\n${section('Directory /srv/www/a', 'AuthType GSSAPI', 'AuthName a', 'Require valid-user')}${location('/a', 'Require all granted')}`,
      },
    ],
    ok: [
      {
        config: `DocumentRoot /srv/www\n${section('Directory /srv/www/a', 'AuthType GSSAPI', 'AuthName a', 'Require valid-user')}${location('/a/free', 'Require all granted')}`,
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/sections.html#merging'],
  on: {
    place(place, report, site) {
      const { host } = place.server;
      const opening = place.sections.findLast((each) => each.settings.mod_authz_core?.rule);
      if (!opening || !('match' in opening) || !locationSet(host).has(opening)) return;
      const inner = opening;
      const closing = host.directories.find(
        (each) =>
          place.sections.includes(each) &&
          each.settings.mod_authz_core?.rule &&
          demandsUser(each.settings.mod_authz_core.rule),
      );
      if (!closing || !coversAll(directorySamples(host, closing)[0], inner.match)) return;
      const grants = requiresIn(inner.settings.mod_authz_core?.rule).some(
        ({ test, negated }) => test.provider === 'all' && test.granted && !negated,
      );
      const at = site.lineAt(inner.from);
      const proof = grants && place.prove({ kind: 'open' });
      if (!at || !proof) return;
      const fill = { target: place.target!, location: inner.title, directory: closing.title };
      report({ message: 'open', at, fill, proof });
    },
  },
});

/** Whether a Location covers the whole folder that a path is in. */
function coversAll(
  sample: string | undefined,
  match: { readonly kind: string; readonly prefix?: string },
): boolean {
  if (sample === undefined || match.kind !== 'prefix') return false;
  const folder = sample.replace(/\/[^/]*$/, '/');
  return folder.startsWith((match.prefix ?? '').replace(/\/?$/, '/'));
}
