import { gssapiLocation, location } from '../example.js';
import { keepsRealm } from '../place.js';
import { withTicket } from '../proofs.js';
import { requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';

/** Names with or without a realm, where users have it the other way. */
export const requireUserRealm = lintRule({
  id: 'require-user-realm',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  judges: 'absence',
  summary: 'Require user names somebody without the realm that REMOTE_USER has.',
  why: 'Without GssapiLocalName or KrbLocalUserMapping a user is alice@REALM, and Require user compares whole names, in their case: "alice" is nobody.',
  remedy: 'Write the whole principal, or map names: GssapiLocalName On, KrbLocalUserMapping On.',
  messages: { never: '"Require user {name}" never matches: a ticket makes the user {name}@REALM here' },
  examples: {
    bad: [{ config: location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require user alice') }],
    ok: [
      { config: location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require user alice@EXAMPLE.COM') },
      { config: location('/a', 'AuthType GSSAPI', 'AuthName a', 'GssapiLocalName On', 'Require user alice') },
      { config: gssapiLocation('/a') },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/176'],
  on: {
    place(place, report, site) {
      if (!keepsRealm(place)) return;
      for (const { test, negated, from } of requiresIn(place.settings.mod_authz_core?.rule)) {
        if (test.provider !== 'user' || typeof test.users !== 'string' || negated) continue;
        const name = test.users
          .replace(/(^| )#.*/, '')
          .split(/\s+/)
          .find((each) => /^[A-Za-z][\w.-]*$/.test(each));
        const at = site.lineAt(from);
        if (name === undefined || !at) continue;
        const proof = place.prove({ kind: 'status', status: 401 }, withTicket(`${name}@EXAMPLE.COM`));
        if (proof || place.target === undefined) report({ message: 'never', at, fill: { name }, proof });
      }
    },
  },
});
