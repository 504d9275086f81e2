import { modAuthnCore } from '../directives/mod_authn_core.js';
import { finishedSettings, newRoom } from './draft.js';
import { lowerings } from './lowering.js';
import { isServedProvider, refuseNested, refuseProvider } from './password-providers.js';

export const authnCore = lowerings(modAuthnCore, {
  AuthType(type, to) {
    to.settings.authType = type;
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
