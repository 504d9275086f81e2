import type { LineMapping, Mapping, SettingMapping } from './mapping.js';
import { authType } from './mappings/auth-type.js';
import { allowedMechanism, negotiateOnce } from './mappings/gssapi-only.js';
import { ifModule } from './mappings/if-module.js';
import { authName, errorPage } from './mappings/kept-lines.js';
import { kerberos4, unknownKrb } from './mappings/kerberos-4.js';
import { krbAuthRealms } from './mappings/krb-auth-realms.js';
import { krbAuthoritative, krbDelegateBasic } from './mappings/krb-authoritative.js';
import {
  krbConstrainedDelegation,
  krbConstrainedDelegationLock,
} from './mappings/krb-constrained-delegation.js';
import { krbLocalUserMapping } from './mappings/krb-local-user-mapping.js';
import { krbMethodK5Passwd } from './mappings/krb-method-k5passwd.js';
import { krbMethodNegotiate } from './mappings/krb-method-negotiate.js';
import { krbSaveCredentials } from './mappings/krb-save-credentials.js';
import { krbServiceName } from './mappings/krb-service-name.js';
import { krbVerifyKdc } from './mappings/krb-verify-kdc.js';
import { krb5Keytab } from './mappings/krb5-keytab.js';
import { loadModule } from './mappings/load-module.js';
import { logLevel } from './mappings/log-level.js';
import { overrideList } from './mappings/override-list.js';
import { lookAhead, userHeader } from './mappings/user-variable.js';

/** Rows about the settings of a section, in the order in which new lines stand. */
const known: readonly SettingMapping[] = [
  krb5Keytab,
  krbServiceName,
  krbMethodNegotiate,
  krbMethodK5Passwd,
  krbAuthRealms,
  krbVerifyKdc,
  krbSaveCredentials,
  krbConstrainedDelegation,
  krbConstrainedDelegationLock,
  krbLocalUserMapping,
  krbAuthoritative,
  krbDelegateBasic,
  kerberos4,
  allowedMechanism,
  negotiateOnce,
];

/** The row of AuthType, which is no setting of mod_auth_kerb. */
export { authType };

/** Rows about settings of mod_auth_kerb, that of unknown ones last. */
export const settingMappings: readonly SettingMapping[] = [
  ...known,
  unknownKrb(new Set(known.flatMap(({ reads }) => reads))),
];

/** Rows about single lines. */
export const lineMappings: readonly LineMapping[] = [
  loadModule,
  ifModule,
  logLevel,
  overrideList,
  userHeader,
  lookAhead,
  errorPage,
  authName,
];

/** Sections whose settings come from several places. */
export const severalSources: Mapping = {
  id: 'several-sources',
  meaning:
    'A section with AuthType Kerberos alone takes its settings from the sections before it, and where there are none from its server, where mod_auth_gssapi takes none. Where it is both, by request, what the server says goes to a section that counts before all others: Directory "/", and Proxy "*" where requests are passed on. Where that cannot stand, the section gets what is strict: tickets of Kerberos for its own name, and no passwords. Where some of the requests took no tickets or had local names, neither is taken.',
  reads: ['AuthType'],
  writes: ['<Directory', '<Proxy'],
};

/** Every row of the mapping, as the reference lists them. */
export const gssapiMappings: readonly Mapping[] = [
  authType,
  ...settingMappings,
  ...lineMappings,
  severalSources,
];
