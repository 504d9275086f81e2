import { gssapiLocation, location } from '../example.js';
import type { Place } from '../place.js';
import { requiresIn, wantsUser } from '../requirements.js';
import { lintRule } from '../rule.js';

/** Satisfy Any without a Deny. */
export const satisfyAnyOpens = lintRule({
  id: 'satisfy-any-opens',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: '"Satisfy Any" lets everybody in, because no address is denied.',
  why: 'Satisfy Any asks for a login or an address that may: where Order, Allow and Deny refuse no address, every request has one, and nobody is asked to log in.',
  remedy:
    'Deny all and allow the addresses that are meant, or write <RequireAny> with "Require ip" and "Require valid-user".',
  messages: { open: 'nobody logs in at {target}: "Satisfy Any", and no address is denied' },
  examples: {
    bad: [
      { config: location('/a', 'AuthType GSSAPI', 'AuthName a', 'Satisfy Any', 'Require valid-user') },
      {
        config: location(
          '/a',
          'AuthType GSSAPI',
          'AuthName a',
          'Allow from all',
          'Satisfy Any',
          'Require valid-user',
        ),
      },
    ],
    ok: [
      { config: `${gssapiLocation('/')}${location('/a', 'Satisfy Any', 'Allow from all')}` },
      {
        config: location(
          '/a',
          'AuthType GSSAPI',
          'AuthName a',
          'Deny from 10.0.0.0/8',
          'Satisfy Any',
          'Require valid-user',
        ),
      },
      {
        config: location(
          '/a',
          'AuthType GSSAPI',
          'AuthName a',
          'Order deny,allow',
          'Deny from all',
          'Allow from 198.51.100.0/24',
          'Satisfy Any',
          'Require valid-user',
        ),
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_access_compat.html#satisfy'],
  on: {
    place(place, report, site) {
      const at = site.lineAt(place.originOf('mod_access_compat', 'Satisfy'));
      const isAny = place.settings.mod_access_compat?.satisfy?.some(({ value }) => value === 'Any');
      // A section that only says this is meant to be open.
      const asks = place.sections.some(
        ({ settings }) =>
          settings.mod_access_compat?.satisfy &&
          requiresIn(settings.mod_authz_core?.rule).some(({ test }) => wantsUser(test)),
      );
      if (!at || !isAny || !asks || deniesSome(place)) return;
      const proof = place.prove({ kind: 'open' });
      if (proof) report({ message: 'open', at, fill: { target: place.target! }, proof });
    },
  },
});

/** Whether some addresses have to log in, as it was plainly meant. */
function deniesSome({ settings }: Place): boolean {
  const { allow = [], deny = [], order } = settings.mod_access_compat ?? {};
  const isAllowed = allow.some(({ operand }) => operand.kind === 'all');
  const isLast = order?.every(({ value }) => value === 'deny,allow') ?? true;
  return deny.length > 0 && !(isAllowed && isLast);
}
