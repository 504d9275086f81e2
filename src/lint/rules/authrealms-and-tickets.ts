import { kerbLocation } from '../example.js';
import { withTicket } from '../proofs.js';
import { lintRule } from '../rule.js';

/** KrbAuthRealms is about passwords. */
export const authrealmsAndTickets = lintRule({
  id: 'authrealms-and-tickets',
  group: 'opens',
  severity: 'warning',
  since: '0.1',
  strict: true,
  summary: 'KrbAuthRealms does not keep out tickets of other realms.',
  why: 'mod_auth_kerb looks at KrbAuthRealms for passwords only: users of every realm that is trusted come in with a ticket.',
  remedy: 'Name the realms in a Require: Require expr "%{REMOTE_USER} =~ /@EXAMPLE\\.COM$/".',
  messages: { passes: 'users of other realms than {realms} come in at {target} with a ticket' },
  examples: {
    bad: [{ config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'KrbAuthRealms EXAMPLE.COM') }],
    ok: [
      {
        config: `<Location /a>\nAuthType Kerberos\nAuthName a\nKrbAuthRealms EXAMPLE.COM\nRequire expr "%{REMOTE_USER} =~ /@EXAMPLE\\.COM$/"\n</Location>\n`,
      },
    ],
  },
  sources: ['https://modauthkerb.sourceforge.net/configure.html'],
  on: {
    place(place, report, site) {
      const { authRealms = [], methodNegotiate } = place.settings.mod_auth_kerb ?? {};
      const at = site.lineAt(place.originOf('mod_auth_kerb', 'KrbAuthRealms'));
      if (!at || authRealms.length === 0 || methodNegotiate === false) return;
      const stranger = 'stranger@OTHER.EXAMPLE';
      const proof = place.prove({ kind: 'granted', user: stranger }, withTicket(stranger));
      if (proof)
        report({
          message: 'passes',
          at,
          fill: { realms: authRealms.join(' '), target: place.target! },
          proof,
        });
    },
  },
});
