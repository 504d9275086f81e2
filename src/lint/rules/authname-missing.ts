import { insertAfter } from '../../syntax/edit-insert.js';
import { kerbLocation, location } from '../example.js';
import { authTypeOf } from '../place.js';
import { lintRule } from '../rule.js';

/** Password prompts without a name. */
export const authnameMissing = lintRule({
  id: 'authname-missing',
  group: 'breaks-site',
  severity: 'warning',
  since: '0.1',
  judges: 'absence',
  summary: 'Passwords are asked for, and no AuthName says for what.',
  why: 'Without AuthName mod_auth_gssapi sends the realm "(null)" and mod_auth_kerb a challenge that is cut off, which some clients cannot read; AuthType Basic answers 500.',
  remedy: 'Add an AuthName that tells people whose password is asked for.',
  messages: {
    unnamed: 'the challenge at {target} has no name: {challenge}',
    fails: '{target} is answered with 500: AuthType {type} needs an AuthName',
  },
  examples: {
    bad: [
      { config: location('/a', 'AuthType GSSAPI', 'GssapiBasicAuth On', 'Require valid-user') },
      { config: location('/a', 'AuthType Kerberos', 'Require valid-user') },
    ],
    ok: [{ config: kerbLocation('/a') }, { config: location('/a', 'AuthType GSSAPI', 'Require valid-user') }],
  },
  fixes: {
    unnamed: {
      safety: 'unsafe',
      title: 'add AuthName "Kerberos login"',
      edit: (line) =>
        insertAfter(line.at, [{ kind: 'directive', name: 'AuthName', args: ['Kerberos login'] }]),
    },
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_authn_core.html#authname'],
  on: {
    place(place, report, site) {
      const at = site.lineAt(place.originOf('mod_authn_core', 'AuthType'));
      const type = authTypeOf(place);
      if (!at || type === undefined || place.settings.mod_authn_core?.authName !== undefined) return;
      const seen = place.ask();
      const target = place.target ?? '';
      if (seen?.status === 500 && type === 'basic') {
        const proof = place.prove({ kind: 'status', status: 500 });
        report({ message: 'fails', at, fill: { target, type }, proof });
      }
      const challenge =
        seen?.decision.kind === 'challenge' && seen.decision.challenges.find((each) => /^basic/i.test(each));
      if (!challenge) return;
      const proof = place.prove({ kind: 'challenge', contains: challenge });
      report({ message: 'unnamed', at, fill: { target, challenge }, proof });
    },
  },
});
