import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KdcDirectory } from './kdc-directory.js';
import type { Realm } from './realm.js';
import type { RealmCertificates } from './realm-certificates.js';

/** What the files of a realm say. */
export interface RealmConfiguration {
  readonly folder: string;
  readonly name: string;
  readonly port: number;
  /** Rules of auth_to_local before DEFAULT. */
  readonly localNames: readonly string[];
  readonly trusted: readonly Realm[];
  readonly certificates: RealmCertificates | undefined;
  readonly directory: KdcDirectory | undefined;
}

/** Writes kdc.conf, krb5.conf and the KDC's access list. KDC traffic goes over TCP, so that one free port is enough. */
export function writeRealmConfiguration(configuration: RealmConfiguration): void {
  const { folder, name, port, certificates, directory } = configuration;
  writeClientConfiguration(join(folder, 'krb5.conf'), configuration, port);
  const proof = certificates
    ? `    pkinit_identity = ${certificates.kdc}
    pkinit_anchors = ${certificates.authority}
    pkinit_indicator = pkinit
    pkinit_indicator = hardware
`
    : '';
  const place = directory ? 'database_module = directory' : `database_name = ${join(folder, 'principal')}`;
  writeFileSync(
    join(folder, 'kdc.conf'),
    `[libdefaults]
  spake_preauth_groups = edwards25519
[kdcdefaults]
  kdc_listen = ""
  kdc_tcp_listen = 127.0.0.1:${port}
[realms]
  ${name} = {
    ${place}
    key_stash_file = ${join(folder, 'stash')}
    acl_file = ${join(folder, 'kadm5.acl')}
    max_life = 10h
    max_renewable_life = 1d
    spake_preauth_indicator = strong
${proof}  }
${directory ? `[dbmodules]\n  directory = {\n${directory.module}  }\n` : ''}[logging]
  kdc = FILE:${join(folder, 'kdc.log')}
  admin_server = FILE:${join(folder, 'kadmin.log')}
`,
  );
  writeFileSync(join(folder, 'kadm5.acl'), '');
}

/** Writes a krb5.conf that looks for the realm's KDC on a port. Everything that would ask DNS is off. */
export function writeClientConfiguration(
  path: string,
  { name, localNames, trusted, certificates }: RealmConfiguration,
  port: number,
): void {
  const rules = [...localNames, 'DEFAULT'].map((rule) => `    auth_to_local = ${rule}\n`).join('');
  const anchors = certificates ? `    pkinit_anchors = ${certificates.authority}\n` : '';
  const others = trusted.map(
    (other) => `  ${other.name} = {\n    kdc = 127.0.0.1:${other.port}\n${anchors}  }\n`,
  );
  writeFileSync(
    path,
    `[libdefaults]
  default_realm = ${name}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
  qualify_shortname = ""
  udp_preference_limit = 1
  forwardable = true
[realms]
  ${name} = {
    kdc = 127.0.0.1:${port}
${anchors}${rules}  }
${others.join('')}[domain_realm]
  localhost = ${name}
  127.0.0.1 = ${name}
`,
  );
}
