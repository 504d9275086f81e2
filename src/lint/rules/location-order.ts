import { gssapiLocation, location } from '../example.js';
import { demandsUser, requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';
import { locationSet } from '../samples.js';

/** A narrow Location in front of a wide one. */
export const locationOrder = lintRule({
  id: 'location-order',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  summary: 'An open Location stands before the wider one that asks for a login, which closes it again.',
  why: 'Location sections are applied in the order of the file, whatever the length of their paths: the one that comes last decides.',
  remedy: 'Write the narrower Location behind the wider one.',
  messages: { closed: '{narrow} opens nothing: {wide} stands behind it and asks for a login all the same' },
  examples: {
    bad: [{ config: `${location('/a/free', 'Require all granted')}${gssapiLocation('/a')}` }],
    ok: [{ config: `${gssapiLocation('/a')}${location('/a/free', 'Require all granted')}` }],
  },
  sources: ['https://httpd.apache.org/docs/2.4/sections.html#merging'],
  on: {
    place(place, report, site) {
      if (place.sections.length < 2) return;
      const locations = locationSet(place.server.host);
      const saying = place.sections.filter(
        (each) => each.settings.mod_authz_core?.rule && locations.has(each),
      );
      const [narrow, wide] = [saying.at(-2), saying.at(-1)];
      if (!narrow || !wide || !('match' in narrow) || !('match' in wide)) return;
      if (narrow.match.kind !== 'prefix' || wide.match.kind !== 'prefix') return;
      const isWider = `${narrow.match.prefix}/`.startsWith(wide.match.prefix.replace(/\/?$/, '/'));
      const opens = requiresIn(narrow.settings.mod_authz_core?.rule).some(
        ({ test, negated }) => test.provider === 'all' && test.granted && !negated,
      );
      const at = site.lineAt(narrow.from);
      const proof = place.prove({ kind: 'status', status: 401 });
      const { rule } = wide.settings.mod_authz_core ?? {};
      if (!at || !proof || !opens || !isWider || narrow.match.prefix === wide.match.prefix) return;
      if (rule && demandsUser(rule))
        report({ message: 'closed', at, fill: { narrow: narrow.title, wide: wide.title }, proof });
    },
  },
});
