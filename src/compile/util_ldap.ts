import { int32Of, longNumber, microsecondsOf } from '../directives/known/numbers.js';
import { utilLdap } from '../directives/util_ldap.js';
import {
  type LdapCacheSize,
  type LdapCertificate,
  ldapDefaults,
  type ServerLdap,
} from '../ruleset/util_ldap.js';
import { append } from './draft.js';
import { lowerings, noEffect, type To } from './lowering.js';
import { modeOf } from './mod_authnz_ldap.js';

type Here = To<'util_ldap'>;

export const ldap = lowerings(utilLdap, {
  LDAPSharedCacheSize: noEffect,
  LDAPSharedCacheFile: noEffect,
  LDAPLibraryDebug: noEffect,
  LDAPCacheEntries([entries = ''], to) {
    server(to, {
      searchCache: { ...cache(to, 'searchCache'), entries: count(entries) },
    });
  },
  LDAPCacheTTL([seconds = ''], to) {
    server(to, {
      searchCache: { ...cache(to, 'searchCache'), time: count(seconds) * 1000 },
    });
  },
  LDAPOpCacheEntries([entries = ''], to) {
    server(to, {
      compareCache: { ...cache(to, 'compareCache'), entries: count(entries) },
    });
  },
  LDAPOpCacheTTL([seconds = ''], to) {
    server(to, {
      compareCache: { ...cache(to, 'compareCache'), time: count(seconds) * 1000 },
    });
  },
  LDAPTrustedGlobalCert(words, to) {
    const certificate = certificateOf(words, to);
    const certificates = to.server.util_ldap.certificates ?? [];
    if (certificate) server(to, { certificates: [...certificates, certificate] });
  },
  LDAPTrustedClientCert(words, to) {
    const certificate = certificateOf(words, to);
    if (certificate) to.settings.certificates = append(to.settings.certificates, certificate);
  },
  LDAPTrustedMode([mode = ''], to) {
    server(to, { mode: modeOf(mode) ?? 'none' });
  },
  LDAPVerifyServerCert(on, to) {
    server(to, { verifyCertificate: on });
  },
  LDAPConnectionTimeout([seconds = ''], to) {
    server(to, { connectionTimeout: count(seconds) * 1000 });
  },
  LDAPReferrals([chase = ''], to) {
    to.settings.referrals = !/^off$/i.test(chase);
  },
  LDAPReferralHopLimit([hops = ''], to) {
    to.settings.hopLimit = count(hops);
  },
  LDAPTimeout([seconds = ''], to) {
    server(to, { timeout: count(seconds) * 1000 });
  },
  LDAPConnectionPoolTTL([time = ''], to) {
    server(to, { poolTime: time.startsWith('-') ? -1 : milliseconds(time) });
  },
  LDAPRetries([retries = ''], to) {
    server(to, { retries: int32Of(retries) });
  },
  LDAPRetryDelay([time = ''], to) {
    server(to, { retryDelay: milliseconds(time) });
  },
});

/** As C's `atol` reads a number; less than nothing is nothing, and no time is longer than timers go. */
const count = (text: string): number => Math.min(Math.max(Number(longNumber(text).value), 0), 2_000_000);

const milliseconds = (time: string): number =>
  Math.min(Number((microsecondsOf(time) ?? 0n) / 1000n), 2_000_000_000);

const cache = (to: Here, which: 'searchCache' | 'compareCache'): LdapCacheSize =>
  to.server.util_ldap[which] ?? ldapDefaults[which];

function server(to: Here, changed: Partial<ServerLdap>): void {
  to.server.util_ldap = { ...to.server.util_ldap, ...changed };
}

function certificateOf(
  [kind = '', path = '', password]: readonly string[],
  to: Here,
): LdapCertificate | undefined {
  const [, sort] = /^(CA|CERT|KEY)_(?:DER|BASE64)$/i.exec(kind) ?? [];
  if (sort === undefined) {
    to.unserved(
      `certificates of the type ${kind} are not served`,
      'convert the file to PEM and write CA_BASE64, CERT_BASE64 or KEY_BASE64',
    );
    return undefined;
  }
  const holds = { CA: 'authority', CERT: 'certificate', KEY: 'key' } as const;
  return {
    holds: holds[sort.toUpperCase() as 'CA'],
    path: to.path(path),
    ...(password === undefined ? {} : { password }),
  };
}
