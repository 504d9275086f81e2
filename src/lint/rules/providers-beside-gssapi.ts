import { gssapiLocation, location } from '../example.js';
import { authTypeOf } from '../place.js';
import { lintRule } from '../rule.js';

/** Passwords are checked by one module. */
export const providersBesideGssapi = lintRule({
  id: 'providers-beside-gssapi',
  group: 'breaks-site',
  severity: 'warning',
  since: '0.1',
  summary:
    'AuthBasicProvider or AuthUserFile stands beside AuthType GSSAPI or Kerberos, which never asks it.',
  why: 'AuthType names one kind of login: passwords that GssapiBasicAuth or KrbMethodK5Passwd take are checked at the KDC alone, never in files or directories.',
  remedy:
    'Make a Location of its own for the other kind of login, or choose by an <If> on the Authorization field.',
  messages: { idle: '{name} has no effect at {place}: AuthType is {type}' },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'AuthUserFile /etc/users') }],
    ok: [
      {
        config: location(
          '/a',
          'AuthType Basic',
          'AuthName a',
          'AuthUserFile /etc/users',
          'Require valid-user',
        ),
      },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/75'],
  on: {
    place(place, report, site) {
      const type = authTypeOf(place);
      if (type === undefined || !/^(?:gssapi|kerberos)/.test(type)) return;
      const last = place.sections.at(-1)?.settings;
      for (const [module, name] of providers) {
        const at = site.lineAt(last?.[module]?.from?.[name]?.at(-1));
        if (at) report({ message: 'idle', at, fill: { name, place: place.title, type } });
      }
    },
  },
});

const providers = [
  ['mod_auth_basic', 'AuthBasicProvider'],
  ['mod_authn_file', 'AuthUserFile'],
] as const;
