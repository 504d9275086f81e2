import { posix } from 'node:path';
import { isOn, lastLine, meantName, wordOf } from '../krb-set.js';
import { line, type SettingMapping } from '../mapping.js';
import { folderChoice } from './krb-save-credentials.js';
import { keytabPath } from './krb5-keytab.js';

/** Red Hat's constrained delegation becomes S4U2Proxy. */
export const krbConstrainedDelegation: SettingMapping = {
  id: 'krb-constrained-delegation',
  meaning:
    'KrbConstrainedDelegation On becomes GssapiUseS4U2Proxy On, with the keytab for the service’s own tickets and a file for them; the KDC has to allow the delegation as before.',
  reads: ['KrbConstrainedDelegation'],
  writes: ['GssapiUseS4U2Proxy', 'GssapiCredStore', 'GssapiDelegCcacheDir'],
  choice: folderChoice,
  translate(set, { take }) {
    const said = lastLine(set, 'KrbConstrainedDelegation');
    if (!said) return undefined;
    if (!isOn(set, 'KrbConstrainedDelegation', false))
      return { kind: 'dropped', items: [], message: 'mod_auth_gssapi does so only when it is told to.' };
    if (!isOn(set, 'KrbSaveCredentials', false))
      return { kind: 'dropped', items: [], message: 'Without KrbSaveCredentials On it had no effect.' };
    const folder = take(folderChoice);
    const keytab = wordOf(set, 'Krb5Keytab');
    const own = keytab === undefined ? [] : [`client_keytab:${keytabPath(keytab, set.serverRoot)}`];
    return {
      kind: 'rewritten',
      items: [
        line('GssapiUseS4U2Proxy', 'On'),
        line('GssapiCredStore', ...own, `ccache:FILE:${posix.join(folder, 'service.ccache')}`),
      ],
      message:
        'The service gets tickets of its own with its keytab, and tickets to other services in the name of users, as before.',
      mayChange: ['proof'],
    };
  },
};

/** Its lock file has no counterpart. */
export const krbConstrainedDelegationLock: SettingMapping = {
  id: 'krb-constrained-delegation-lock',
  meaning: 'mod_auth_gssapi needs no lock for the tickets of the service.',
  reads: ['KrbConstrainedDelegationLock'],
  writes: [],
  translate: (set) =>
    set.lines.some((each) => meantName(each) === 'KrbConstrainedDelegationLock')
      ? { kind: 'dropped', items: [], message: 'mod_auth_gssapi needs no lock.' }
      : undefined,
};
