import { insertAfter } from '../../syntax/edit-insert.js';
import { gssapiLocation, location } from '../example.js';
import { lintRule } from '../rule.js';

/** AuthType None without Require all granted. */
export const authtypeNoneRequired = lintRule({
  id: 'authtype-none-required',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  judges: 'absence',
  summary: '"AuthType None" is set where a login is still required: every request fails.',
  why: 'AuthType None switches off how users log in, not that they must: the outer Require still counts, nobody can meet it, and httpd answers 500.',
  remedy: 'Add "Require all granted" to the section.',
  messages: { fails: '{target} is answered with 500: a user is still required, and nobody can log in' },
  examples: {
    bad: [{ config: `${gssapiLocation('/')}${location('/a', 'AuthType None')}` }],
    ok: [{ config: `${gssapiLocation('/')}${location('/a', 'AuthType None', 'Require all granted')}` }],
  },
  fixes: {
    fails: {
      safety: 'unsafe',
      title: 'add Require all granted',
      edit: (line) =>
        insertAfter(line.at, [{ kind: 'directive', name: 'Require', args: ['all', 'granted'] }]),
    },
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_authn_core.html#authtype'],
  on: {
    place(place, report, site) {
      const type = place.settings.mod_authn_core?.authType;
      const at = site.lineAt(place.originOf('mod_authn_core', 'AuthType'));
      // A certificate may make the user.
      if (place.settings.mod_ssl?.userName !== undefined || place.settings.mod_ssl?.verifyClient) return;
      if (!at || typeof type !== 'string' || type.toLowerCase() !== 'none') return;
      const proof = place.prove({ kind: 'status', status: 500 });
      if (proof) report({ message: 'fails', at, fill: { target: place.target! }, proof });
    },
  },
});
