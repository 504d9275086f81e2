import { isOn, lastLine } from '../krb-set.js';
import { line, type SettingMapping } from '../mapping.js';

/** KrbLocalUserMapping becomes GssapiLocalName. */
export const krbLocalUserMapping: SettingMapping = {
  id: 'krb-local-user-mapping',
  meaning:
    'KrbLocalUserMapping On becomes GssapiLocalName On. A user without a local name gets 401 without another challenge; mod_auth_kerb answered 500, so pages for ErrorDocument 500 that hid it can go.',
  reads: ['KrbLocalUserMapping'],
  writes: ['GssapiLocalName'],
  translate(set) {
    const said = lastLine(set, 'KrbLocalUserMapping');
    if (!said) return undefined;
    if (!isOn(set, 'KrbLocalUserMapping', false)) {
      const items = set.explicit ? [line('GssapiLocalName', 'Off')] : [];
      return {
        kind: set.explicit ? 'rewritten' : 'dropped',
        items,
        message: 'mod_auth_gssapi maps no names unless it is told to.',
      };
    }
    const pages = set.around.some((each) => each.name === 'ErrorDocument' && /^500\b/.test(each.at.args.raw));
    return {
      kind: 'rewritten',
      items: [line('GssapiLocalName', 'On')],
      message: `A user without a local name is refused with 401, no more with 500.${pages ? ' If ErrorDocument 500 is here to hide that answer, it can go.' : ''}`,
      mayChange: ['status', 'challenges'],
    };
  },
};
