import { asksForLogin, openMethods } from '../place.js';
import { requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';

/** LimitExcept is easily read the wrong way round. */
export const limitexceptOpensMethods = lintRule({
  id: 'limitexcept-opens-methods',
  group: 'opens',
  severity: 'warning',
  since: '0.1',
  strict: true,
  summary: '<LimitExcept> leaves the methods that it names open.',
  why: 'Require lines inside <LimitExcept GET> count for all methods but GET and HEAD, which need no login. It may be meant so, for reading without a login; it is often read the other way round.',
  remedy: 'Say it plainly: "Require method GET" and "Require valid-user" inside <RequireAny>.',
  messages: { open: '{methods} on {target} need no login: <LimitExcept {limited}> is about the others' },
  examples: {
    bad: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\n<LimitExcept GET>\nRequire valid-user\n</LimitExcept>\n</Location>\n',
      },
    ],
    ok: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\n<RequireAny>\nRequire method GET\nRequire valid-user\n</RequireAny>\n</Location>\n',
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/core.html#limitexcept'],
  on: {
    place(place, report, site) {
      const { rule } = place.settings.mod_authz_core ?? {};
      const limited = requiresIn(rule).find(({ methods }) => methods?.except === true);
      if (!limited || asksForLogin(place)) return;
      const methods = openMethods(place);
      const line = site.lineAt(limited.from);
      const asks = place.ask({ method: 'DELETE' })?.decision.kind === 'challenge';
      const proof = methods[0] && asks && place.prove({ kind: 'open' }, { method: methods[0] });
      if (!proof || !line) return;
      const at = line.around.findLast(({ name }) => name === '<LimitExcept') ?? line;
      const fill = {
        methods: methods.join(', '),
        target: place.target!,
        limited: limited.methods!.names.join(' '),
      };
      report({ message: 'open', at, fill, proof });
    },
  },
});
