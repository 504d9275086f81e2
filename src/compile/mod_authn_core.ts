import { modAuthnCore } from '../directives/mod_authn_core.js';
import { finishedSettings, newRoom } from './draft.js';
import { lowerings } from './lowering.js';
import { isServedProvider, refuseNested, refuseProvider } from './password-providers.js';

export const authnCore = lowerings(modAuthnCore, {
  AuthType(type, to) {
    to.settings.authType = type;
    if (typeof type === 'string' && type.toLowerCase() === 'kerberosv4' && to.loaded('mod_auth_kerb'))
      to.warn('AuthType KerberosV4 lets nobody in: Kerberos 4 is gone', {
        why: 'mod_auth_kerb answers 401 to everybody then, and offers no way to log in',
        hint: 'write AuthType Kerberos',
      });
  },
  AuthName(name, to) {
    to.settings.authName = name;
  },
  AuthnProviderAlias({ provider, alias }, to, contents) {
    const room = newRoom();
    contents(room, { kind: 'condition' });
    if (to.aliases.authn.has(provider)) return refuseNested('Authn', to);
    if (!isServedProvider(provider)) return refuseProvider(provider, to);
    to.aliases.authn.set(alias, { provider, settings: finishedSettings(room), from: to.origin });
  },
});
