import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './process.js';

/** Certificates for logins without a password (PKINIT, RFC 4556). */
export interface RealmCertificates {
  /** The authority of all of them, in PEM form. */
  readonly authority: string;
  /** The KDC's certificate and key, as krb5 names them. */
  readonly kdc: string;
  /** A user's certificate and key, as krb5 names them, made at the first call. */
  user(name: string): string;
}

const environment = { PATH: '/usr/bin:/bin', HOME: '/nonexistent' };
const kdcPurpose = '1.3.6.1.5.2.3.5';
const clientPurpose = '1.3.6.1.5.2.3.4';

/** The principal as certificates hold it (KRB5PrincipalName): realm, kind of name, and its components. */
function extensions(realm: string, components: readonly string[], purpose: string): string {
  const parts = components.map((text, index) => `part${index} = GeneralString:${text}`).join('\n');
  return `[own]
basicConstraints = CA:false
keyUsage = digitalSignature
extendedKeyUsage = ${purpose}
subjectAltName = otherName:1.3.6.1.5.2.2;SEQUENCE:principal
[principal]
realm = EXP:0, GeneralString:${realm}
name = EXP:1, SEQUENCE:name
[name]
type = EXP:0, INTEGER:1
parts = EXP:1, SEQUENCE:parts
[parts]
${parts}
`;
}

/** Makes an authority and the KDC's certificate in a folder of the realm. */
export function makeRealmCertificates(realmFolder: string, realm: string): RealmCertificates {
  const folder = join(realmFolder, 'certificates');
  mkdirSync(folder);
  const file = (name: string): string => join(folder, name);
  const openssl = (...words: readonly string[]): string => runProgram('openssl', words, environment);
  const fresh = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  const authority = ['-keyout', file('ca.key'), '-out', file('ca.pem'), '-subj', '/CN=Authority'];
  openssl('req', '-x509', ...fresh, ...authority);
  const made = new Map<string, string>();
  const make = (name: string, components: readonly string[], purpose: string): string => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const [key, certificate] = [file(`${made.size}.key`), file(`${made.size}.pem`)];
    const config = `[req]\ndistinguished_name = dn\n[dn]\n${extensions(realm, components, purpose)}`;
    writeFileSync(file('openssl.cnf'), config);
    const signer = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-extensions', 'own'];
    const own = ['-keyout', key, '-out', certificate, '-subj', `/CN=${name}`, '-config', file('openssl.cnf')];
    openssl('req', '-x509', ...fresh, ...signer, ...own);
    made.set(name, `FILE:${certificate},${key}`);
    return `FILE:${certificate},${key}`;
  };
  return {
    authority: `FILE:${file('ca.pem')}`,
    kdc: make('KDC', ['krbtgt', realm], kdcPurpose),
    user: (name) => make(name, name.split('/'), clientPurpose),
  };
}
