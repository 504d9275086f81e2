import { location } from '../example.js';
import { authTypeOf } from '../place.js';
import { anybody } from '../proofs.js';
import { lintRule } from '../rule.js';

/** AuthType with nobody behind it. */
export const authtypeWithoutModule = lintRule({
  id: 'authtype-without-module',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  summary: 'No module that is loaded knows the AuthType: every request fails.',
  why: 'httpd does not look at the start who will do what AuthType says. Where the module is gone, as mod_auth_kerb is from distributions, each request is answered with 500.',
  remedy: 'Load the module, or move to mod_auth_gssapi.',
  messages: { fails: 'nobody knows AuthType {type} at {target}: {module} is not loaded' },
  examples: {
    bad: [
      {
        config: `LoadModule mpm_event_module modules/mod_mpm_event.so\nLoadModule authn_core_module modules/mod_authn_core.so\nLoadModule authz_core_module modules/mod_authz_core.so\nLoadModule authz_user_module modules/mod_authz_user.so\n${location('/a', 'AuthType Kerberos', 'AuthName a', 'Require valid-user')}`,
      },
      { config: location('/a', 'AuthType Negotiate', 'AuthName a', 'Require valid-user') },
    ],
    ok: [{ config: location('/a', 'AuthType Kerberos', 'AuthName a', 'Require valid-user') }],
  },
  sources: ['https://github.com/zammad/zammad/issues/3914'],
  on: {
    place(place, report, site) {
      const type = authTypeOf(place);
      const at = site.lineAt(place.originOf('mod_authn_core', 'AuthType'));
      const loaded = site.bound?.modules;
      if (type === undefined || !at || !loaded) return;
      const module = modules[type];
      if (module !== undefined && loaded.has(module)) return;
      const proof = place.prove({ kind: 'status', status: 500 }, { login: anybody });
      const missing = module ?? 'a module for it';
      if (proof)
        report({ message: 'fails', at, fill: { type, target: place.target!, module: missing }, proof });
    },
  },
});

const modules: Readonly<Record<string, string>> = {
  gssapi: 'mod_auth_gssapi',
  kerberos: 'mod_auth_kerb',
  kerberosv5: 'mod_auth_kerb',
  basic: 'mod_auth_basic',
  digest: 'mod_auth_digest',
  form: 'mod_auth_form',
};
