import { asksForLogin, commonMethods, openMethods } from '../place.js';
import { requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';

/** Require inside Limit says nothing of other methods. */
export const limitOpensMethods = lintRule({
  id: 'limit-opens-methods',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: '<Limit> around Require leaves the methods that it does not name open.',
  why: 'Require lines inside <Limit> count for the methods named there; for all others nothing is required, so they need no login.',
  remedy:
    'Take <Limit> away, or say what may be done without a login by "Require method" inside <RequireAny>.',
  messages: { open: '{methods} on {target} need no login: <Limit {limited}> leaves them open' },
  examples: {
    bad: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\n<Limit GET POST>\nRequire valid-user\n</Limit>\n</Location>\n',
      },
    ],
    ok: [
      { config: '<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire valid-user\n</Location>\n' },
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\n<RequireAny>\nRequire method OPTIONS\nRequire valid-user\n</RequireAny>\n</Location>\n',
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/core.html#limit'],
  on: {
    place(place, report, site) {
      const limited = requiresIn(place.settings.mod_authz_core?.rule).find(
        ({ methods }) => methods?.except === false,
      );
      if (!limited) return;
      const methods = openMethods(place);
      // Where everybody may read, it is still meant that nobody changes anything.
      const isMeant = !methods.some((method) => changing.has(method)) && !asksForLogin(place);
      const asks = [...limited.methods!.names, ...commonMethods].some(
        (method) => place.ask({ method })?.decision.kind === 'challenge',
      );
      if (isMeant || !asks) return;
      const line = site.lineAt(limited.from);
      const proof = methods[0] && place.prove({ kind: 'open' }, { method: methods[0] });
      if (!proof || !line) return;
      const at = line.around.findLast(({ name }) => name === '<Limit') ?? line;
      const fill = {
        methods: methods.join(', '),
        target: place.target!,
        limited: limited.methods!.names.join(' '),
      };
      report({ message: 'open', at, fill, proof });
    },
  },
});

const changing: ReadonlySet<string> = new Set(['POST', 'PUT', 'DELETE', 'PATCH']);
