import { line, type SettingMapping } from '../mapping.js';

/** What mod_auth_kerb does anyway: no other mechanism than Kerberos. */
export const allowedMechanism: SettingMapping = {
  id: 'allowed-mechanism',
  meaning:
    'mod_auth_kerb knows Kerberos only; mod_auth_gssapi takes every mechanism of the library: GssapiAllowedMech krb5 is said.',
  reads: [],
  writes: ['GssapiAllowedMech'],
  translate: () => ({
    kind: 'added',
    items: [line('GssapiAllowedMech', 'krb5')],
    message: 'Only Kerberos was known, and stays the only mechanism.',
  }),
};

/** What mod_auth_kerb does anyway: a client that fails with a ticket is not asked for one again. */
export const negotiateOnce: SettingMapping = {
  id: 'negotiate-once',
  meaning:
    'mod_auth_kerb does not ask for a ticket again behind a failed login, so that browsers ask for a password; GssapiNegotiateOnce On keeps it so.',
  reads: [],
  writes: ['GssapiNegotiateOnce'],
  translate: () => ({
    kind: 'added',
    items: [line('GssapiNegotiateOnce', 'On')],
    message: 'A client whose login has failed is not asked for a ticket again, as before.',
  }),
};
