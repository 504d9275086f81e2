import { gssapiLocation, location } from '../example.js';
import { authTypeOf } from '../place.js';
import { requiresIn, wantsUser } from '../requirements.js';
import { lintRule } from '../rule.js';

/** AuthType alone asks nobody. */
export const loginNeverAsked = lintRule({
  id: 'login-never-asked',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  judges: 'absence',
  summary: 'A section says how to log in, but nothing in it asks for a login.',
  why: 'AuthType tells how users log in; only a Require line about users makes httpd ask. Without one everybody is let in, and REMOTE_USER is empty.',
  remedy: 'Add "Require valid-user", or take the login directives out.',
  messages: {
    open: 'nobody is asked to log in at {target}: no Require line is about users',
    fails:
      'AuthType is set at {target} and nothing is required: every request is answered with 500, or nobody is asked to log in where another section grants it',
  },
  examples: {
    bad: [
      { config: location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require all granted') },
      { config: location('/a', 'AuthType GSSAPI', 'AuthName a', 'GssapiLocalName On') },
    ],
    ok: [
      { config: gssapiLocation('/a') },
      { config: `${gssapiLocation('/')}${location('/a', 'Require all granted')}` },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/259'],
  on: {
    place(place, report, site) {
      const last = place.sections.at(-1);
      const at = site.lineAt(last?.settings.mod_authn_core?.from?.AuthType?.at(-1));
      const { rule } = place.settings.mod_authz_core ?? {};
      if (!at || authTypeOf(place) === undefined || requiresIn(rule).some(({ test }) => wantsUser(test)))
        return;
      const open = place.prove({ kind: 'open' });
      if (open) report({ message: 'open', at, fill: { target: place.target! }, proof: open });
      const fails = place.prove({ kind: 'status', status: 500 });
      if (fails) report({ message: 'fails', at, fill: { target: place.target! }, proof: fails });
    },
  },
});
