import { flag } from './args.js';
import { apacheModule, directive, full, partial } from './define.js';
import { countedShape } from './known/shape.js';
import { ldapChecks } from './ldap-checks.js';

const anywhere = ['AuthConfig'] as const;
const server = ['server'] as const;

/** util_ldap, which lies in mod_ldap.so: connections to LDAP directories and what is remembered of them. */
export const utilLdap = apacheModule({
  name: 'util_ldap',
  identifier: 'ldap_module',
  sections: 'replace',
  directives: {
    LDAPSharedCacheSize: directive({
      summary: 'Memory that the caches of all processes share.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape(
        'one',
        'Set the size of the shared memory cache (in bytes). Use 0 to disable the shared memory cache. (default: 500000)',
      ),
      default: '500000',
      support: partial(
        'accepted, no effect: each worker has caches of its own, which their numbers of entries bound',
      ),
      example: 'LDAPSharedCacheSize 500000',
    }),
    LDAPSharedCacheFile: directive({
      summary: 'File of the memory that processes share.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape('one', 'Set the file name for the shared memory cache.'),
      support: partial('accepted, no effect: each worker has caches of its own'),
      example: 'LDAPSharedCacheFile /var/cache/ldap',
    }),
    LDAPCacheEntries: directive({
      summary: 'How many users are remembered.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape(
        'one',
        'Set the maximum number of entries that are possible in the LDAP search cache. Use 0 or -1 to disable the search cache (default: 1024)',
      ),
      default: '1024',
      support: full,
      example: 'LDAPCacheEntries 1024',
    }),
    LDAPCacheTTL: directive({
      summary: 'How many seconds users are remembered.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape(
        'one',
        'Set the maximum time (in seconds) that an item can be cached in the LDAP search cache. Use 0 for no limit. (default 600)',
      ),
      default: '600',
      support: full,
      example: 'LDAPCacheTTL 600',
    }),
    LDAPOpCacheEntries: directive({
      summary: 'How many comparisons are remembered.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape(
        'one',
        'Set the maximum number of entries that are possible in the LDAP compare cache. Use 0 or -1 to disable the compare cache (default: 1024)',
      ),
      default: '1024',
      support: full,
      example: 'LDAPOpCacheEntries 1024',
    }),
    LDAPOpCacheTTL: directive({
      summary: 'How many seconds comparisons are remembered.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape(
        'one',
        'Set the maximum time (in seconds) that an item is cached in the LDAP operation cache. Use 0 for no limit. (default: 600)',
      ),
      default: '600',
      support: full,
      example: 'LDAPOpCacheTTL 600',
    }),
    LDAPTrustedGlobalCert: directive({
      summary: 'Certificates of authorities, and of this server as a client.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape(
        'two-or-three',
        'Takes three arguments; the first argument is the cert type of the second argument, one of CA_DER, CA_BASE64, CA_CERT7_DB, CA_SECMOD, CERT_DER, CERT_BASE64, CERT_KEY3_DB, CERT_NICKNAME, KEY_DER, or KEY_BASE64. The second argument specifes the file and/or directory containing the trusted CA certificates (and global client certs for Netware) used to validate the LDAP server. The third argument is an optional passphrase if applicable.',
        ldapChecks.LDAPTrustedGlobalCert,
      ),
      repeat: 'add',
      support: partial('of the kinds of files CA_, CERT_ and KEY_ with DER and BASE64 are served'),
      example: 'LDAPTrustedGlobalCert CA_BASE64 /etc/ssl/certs/ca-certificates.crt',
    }),
    LDAPTrustedClientCert: directive({
      summary: 'Certificate and key of this server as a client.',
      in: anywhere,
      args: countedShape(
        'two-or-three',
        'Takes three arguments: the first argument is the certificate type of the second argument, one of CA_DER, CA_BASE64, CA_CERT7_DB, CA_SECMOD, CERT_DER, CERT_BASE64, CERT_KEY3_DB, CERT_NICKNAME, KEY_DER, or KEY_BASE64. The second argument specifies the file and/or directory containing the client certificate, or certificate ID used to validate this LDAP client.  The third argument is an optional passphrase if applicable.',
        ldapChecks.LDAPTrustedClientCert,
      ),
      repeat: 'add',
      support: partial('of the kinds of files CA_, CERT_ and KEY_ with DER and BASE64 are served'),
      example: 'LDAPTrustedClientCert CERT_BASE64 /etc/ssl/certs/ca-certificates.crt',
    }),
    LDAPTrustedMode: directive({
      summary: 'Whether connections are made with TLS where the URL does not say.',
      in: server,
      args: countedShape(
        'one',
        'Specify the type of security that should be applied to an LDAP connection. One of; NONE, SSL or STARTTLS.',
        ldapChecks.LDAPTrustedMode,
      ),
      default: 'NONE',
      support: full,
      example: 'LDAPTrustedMode STARTTLS',
    }),
    LDAPVerifyServerCert: directive({
      summary: "Whether the directory's certificate must be good.",
      in: server,
      notIn: ['VirtualHost'],
      args: flag(
        "Set to 'ON' requires that the server certificate be verified before a secure LDAP connection can be establish.  Default 'ON'",
      ),
      default: 'On',
      support: full,
      example: 'LDAPVerifyServerCert On',
    }),
    LDAPConnectionTimeout: directive({
      summary: 'Seconds that connecting may take.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape('one', 'Specify the LDAP socket connection timeout in seconds (default: 10)'),
      default: '10',
      support: full,
      example: 'LDAPConnectionTimeout 5',
    }),
    LDAPReferrals: directive({
      summary: 'Whether other directories are asked that one refers to.',
      in: anywhere,
      args: countedShape(
        'one',
        "Choose whether referrals are chased ['ON'|'OFF'|'DEFAULT'].  Default 'ON'",
        ldapChecks.LDAPReferrals,
      ),
      default: 'On',
      support: partial(
        'references within what is found are followed; a directory that refers all of a question elsewhere finds nobody',
      ),
      example: 'LDAPReferrals Off',
    }),
    LDAPReferralHopLimit: directive({
      summary: 'How many referrals are followed one behind another.',
      in: anywhere,
      args: countedShape(
        'one',
        'Limit the number of referral hops that LDAP can follow. (Integer value, Consult LDAP SDK documentation for applicability and defaults',
        ldapChecks.LDAPReferralHopLimit,
      ),
      default: '5',
      support: full,
      example: 'LDAPReferralHopLimit 2',
    }),
    LDAPLibraryDebug: directive({
      summary: 'What the LDAP library tells of its work.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape('one', 'Enable debugging in LDAP SDK (Default: off, values: SDK specific'),
      default: '0',
      support: partial('accepted, no effect: another library is used'),
      example: 'LDAPLibraryDebug 7',
    }),
    LDAPTimeout: directive({
      summary: 'Seconds that an answer may take.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape(
        'one',
        'Specify the LDAP bind/search timeout in seconds (0 = no limit). Default: 60',
        ldapChecks.LDAPTimeout,
      ),
      default: '60',
      support: full,
      example: 'LDAPTimeout 10',
    }),
    LDAPConnectionPoolTTL: directive({
      summary: 'Seconds that a connection may be idle and still be used.',
      in: server,
      args: countedShape(
        'one',
        'Specify the maximum amount of time a bound connection can sit idle and still be considered valid for reuse(0 = no pool, -1 = no limit, n = time in seconds). Default: -1',
        ldapChecks.LDAPConnectionPoolTTL,
      ),
      default: '-1',
      support: full,
      example: 'LDAPConnectionPoolTTL 60',
    }),
    LDAPRetries: directive({
      summary: 'How often a server is tried again that does not answer.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape(
        'one',
        'Specify the number of times a failed LDAP operation should be retried (0 = no retries). Default: 3',
        ldapChecks.LDAPRetries,
      ),
      default: '3',
      support: full,
      example: 'LDAPRetries 1',
    }),
    LDAPRetryDelay: directive({
      summary: 'Seconds between tries.',
      in: server,
      notIn: ['VirtualHost'],
      args: countedShape(
        'one',
        'Specify the delay between retries of a failed LDAP operation (0 = no delay). Default: 0',
        ldapChecks.LDAPRetryDelay,
      ),
      default: '0',
      support: full,
      example: 'LDAPRetryDelay 1',
    }),
  },
});
