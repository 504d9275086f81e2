import { gssapiLocation } from '../example.js';
import { commonMethods, openMethods } from '../place.js';
import { lintRule } from '../rule.js';

/** Login under a condition on the method. */
export const ifOpensMethods = lintRule({
  id: 'if-opens-methods',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: '<If> on the method leaves other methods open, HEAD among them.',
  why: 'A condition such as REQUEST_METHOD == "GET" holds for GET alone: HEAD, POST and invented methods reach the content without a login.',
  remedy: 'Ask for the login outside of the condition.',
  messages: { open: '{methods} on {target} need no login: {condition} does not hold for them' },
  examples: {
    bad: [
      {
        config: `<Location /a>\n  <If "%{REQUEST_METHOD} == 'GET'">\n    AuthType GSSAPI\n    AuthName a\n    Require valid-user\n  </If>\n</Location>\n`,
      },
    ],
    ok: [{ config: gssapiLocation('/a') }],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/261'],
  on: {
    place(place, report, site) {
      const condition = place.conditions.find(({ condition }) =>
        /REQUEST_METHOD/.test(condition?.text ?? ''),
      );
      const at = site.lineAt(condition?.from);
      if (!condition || !at) return;
      const open = openMethods(place);
      const asks = commonMethods.some((method) => place.ask({ method })?.decision.kind === 'challenge');
      const proof = open[0] && asks && place.prove({ kind: 'open' }, { method: open[0] });
      if (!proof) return;
      const fill = { methods: open.join(', '), target: place.target!, condition: condition.title };
      report({ message: 'open', at, fill, proof });
    },
  },
});
