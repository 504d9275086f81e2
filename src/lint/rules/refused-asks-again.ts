import { insertBefore } from '../../syntax/edit-insert.js';
import { location } from '../example.js';
import { anybody } from '../proofs.js';
import { lintRule } from '../rule.js';

/** Known users who may not get 401 instead of 403. */
export const refusedAsksAgain = lintRule({
  id: 'refused-asks-again',
  group: 'breaks-site',
  severity: 'note',
  since: '0.1',
  strict: true,
  judges: 'absence',
  summary: 'Users who have logged in and may not are asked to log in again.',
  why: 'Where a Require line about users fails for somebody who has logged in, httpd answers 401, and browsers ask for credentials again and again.',
  remedy: 'Write "AuthzSendForbiddenOnFailure On" in the section.',
  messages: { again: 'who logs in at {target} and may not is asked again, and not told so' },
  examples: {
    bad: [{ config: location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require user bob@EXAMPLE.COM') }],
    ok: [
      {
        config: location(
          '/a',
          'AuthType GSSAPI',
          'AuthName a',
          'AuthzSendForbiddenOnFailure On',
          'Require user bob@EXAMPLE.COM',
        ),
      },
    ],
  },
  fixes: {
    again: {
      safety: 'unsafe',
      title: 'add AuthzSendForbiddenOnFailure On',
      edit: (line) =>
        insertBefore(line.at, [{ kind: 'directive', name: 'AuthzSendForbiddenOnFailure', args: ['On'] }]),
    },
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_authz_core.html#authzsendforbiddenonfailure'],
  on: {
    place(place, report, site) {
      const at = site.lineAt(place.originsOf('mod_authz_core', 'Require')[0]);
      if (!at || place.settings.mod_authz_core?.forbiddenOnFailure) return;
      const granted = place.ask({ login: anybody });
      if (granted?.decision.kind !== 'challenge' || granted.user === undefined) return;
      const proof = place.prove({ kind: 'status', status: 401 }, { login: anybody });
      if (proof) report({ message: 'again', at, fill: { target: place.target! }, proof });
    },
  },
});
