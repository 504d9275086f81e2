import { valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** The old module beside the new one. */
export const twoKerberosModules = lintRule({
  id: 'two-kerberos-modules',
  group: 'kerberos-setup',
  severity: 'warning',
  since: '0.1',
  summary: 'mod_auth_kerb and mod_auth_gssapi are both loaded.',
  why: 'Both take Negotiate and both keep a cache of tickets that were shown: where a request comes to both, the second one refuses its ticket as a replay, and it is hard to tell from the log who did.',
  remedy:
    'Move the last sections to mod_auth_gssapi ("kerbgate migrate"), and take the LoadModule line of mod_auth_kerb out.',
  messages: {
    both: 'mod_auth_kerb is loaded beside mod_auth_gssapi: a ticket that comes to both is refused as a replay',
  },
  examples: {
    bad: [
      {
        config:
          'LoadModule auth_gssapi_module modules/mod_auth_gssapi.so\nLoadModule auth_kerb_module modules/mod_auth_kerb.so\n',
      },
    ],
    ok: [{ config: 'LoadModule auth_gssapi_module modules/mod_auth_gssapi.so\n' }],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/114'],
  on: {
    lines: {
      LoadModule(line, report, site) {
        if (valuesOf(line)[0] !== 'auth_kerb_module' || line.bound === undefined) return;
        const other = site
          .named('LoadModule')
          .find((each) => valuesOf(each)[0] === 'auth_gssapi_module' && each.bound !== undefined);
        if (other) report({ message: 'both', at: line, related: [{ at: other, message: 'the other one' }] });
      },
    },
  },
});
