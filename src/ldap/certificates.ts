import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { LdapCertificate } from '../ruleset/util_ldap.js';

/** Debian's authorities, which libldap trusts where the configuration names none. */
const systemAuthorities = '/etc/ssl/certs/ca-certificates.crt';

/** What connections with TLS are made with; read once for each list of files. Throws when a file cannot be read. */
export function tlsOptions(certificates: readonly LdapCertificate[], verify: boolean): ConnectionOptions {
  const known = read.get(certificates) ?? readAll(certificates);
  read.set(certificates, known);
  return { ...known, rejectUnauthorized: verify };
}

const read = new WeakMap<readonly LdapCertificate[], ConnectionOptions>();

function readAll(certificates: readonly LdapCertificate[]): ConnectionOptions {
  const of = (holds: LdapCertificate['holds']) => certificates.filter((each) => each.holds === holds);
  const authorities = of('authority').map(({ path }) => pem(path, 'CERTIFICATE'));
  const certificate = of('certificate').at(-1);
  const key = of('key').at(-1);
  return {
    ...(authorities.length > 0 ? { ca: authorities } : system()),
    ...(certificate ? { cert: pem(certificate.path, 'CERTIFICATE') } : {}),
    ...(key ? { key: pem(key.path, 'PRIVATE KEY') } : {}),
    ...(key?.password === undefined ? {} : { passphrase: key.password }),
  };
}

function system(): ConnectionOptions {
  try {
    return { ca: readFileSync(systemAuthorities) };
  } catch {
    // Elsewhere Node's own list of authorities stands in.
    return {};
  }
}

/** A file in PEM; one in DER is put into that form. */
function pem(path: string, label: string): Buffer | string {
  const bytes = readFileSync(Buffer.from(path, 'latin1'));
  if (bytes.includes('-----BEGIN ')) return bytes;
  const lines = bytes.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
