import { attributeText, nameLine, nameText } from './distinguished-name.js';
import type { AlternativeNameKind, CertificateFacts, DistinguishedName } from './tls-facts.js';

/** mod_ssl's names for attributes; `SP` is another one for `ST` that is not exported. */
export const attributeNames: Readonly<Record<string, string>> = {
  C: '2.5.4.6',
  ST: '2.5.4.8',
  SP: '2.5.4.8',
  L: '2.5.4.7',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  T: '2.5.4.12',
  I: '2.5.4.43',
  G: '2.5.4.42',
  S: '2.5.4.4',
  D: '2.5.4.13',
  UID: '0.9.2342.19200300.100.1.1',
  Email: '1.2.840.113549.1.9.1',
};

/**
 * What mod_ssl's variables about a certificate hold (`ssl_var_lookup_ssl_cert`), by their name behind `SSL_CLIENT_` or `SSL_SERVER_`.
 * `legacy` is the option LegacyDNStringFormat. Names of attributes keep their case, others do not.
 */
export function certificateVariable(
  certificate: CertificateFacts,
  name: string,
  legacy: boolean,
  now: number,
): string | undefined {
  const upper = name.toUpperCase();
  const found = /^(S|I)_DN(?:_(.+))?$/i.exec(name);
  if (found && (found[1] === 'S' || found[1] === 'I')) {
    const dn = found[1] === 'S' ? certificate.subject : certificate.issuer;
    if (found[2] !== undefined) return attributeOf(dn, found[2]);
    return (legacy ? nameLine(dn) : nameText(dn)) || undefined;
  }
  if (upper.startsWith('SAN_')) return alternativeName(certificate, name.slice(4));
  switch (upper) {
    case 'M_VERSION':
      return String(certificate.version);
    case 'M_SERIAL':
      return certificate.serial;
    case 'V_START':
      return timeText(certificate.notBefore);
    case 'V_END':
      return timeText(certificate.notAfter);
    case 'V_REMAIN':
      return String(Math.max(0, Math.floor((certificate.notAfter - now) / day)));
    case 'A_SIG':
      return certificate.signatureAlgorithm;
    case 'A_KEY':
      return certificate.keyAlgorithm;
    case 'CERT':
      return certificate.pem;
    default:
      return undefined;
  }
}

const day = 24 * 60 * 60 * 1000;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** OpenSSL's form: `Jan  2 03:04:05 2030 GMT`. */
function timeText(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString();
  const time = new Date(milliseconds);
  const date = String(time.getUTCDate()).padStart(2);
  return `${months[time.getUTCMonth()]} ${date} ${iso.slice(11, 19)} ${time.getUTCFullYear()} GMT`;
}

/** `CN`, `OU_1` for the second one, `CN_RAW` without conversion. */
function attributeOf(dn: DistinguishedName, written: string): string | undefined {
  const raw = /.+_RAW$/.test(written);
  const name = raw ? written.slice(0, -4) : written;
  const [, plain = name, index = '0'] = /^([^_]*)_(\d*)$/.exec(name) ?? [];
  if (!Object.hasOwn(attributeNames, plain)) return undefined;
  const attribute = dn.filter(({ oid }) => oid === attributeNames[plain])[Number(index)];
  return attribute && attributeText(attribute, raw);
}

/** mod_ssl's names for other names of the subject. */
export const alternativeNameKinds: Readonly<Record<string, AlternativeNameKind>> = {
  Email: 'email',
  DNS: 'dns',
  OTHER_msUPN: 'upn',
  OTHER_dnsSRV: 'srv',
};

function alternativeName({ alternativeNames }: CertificateFacts, written: string): string | undefined {
  const found = /^(Email|DNS|OTHER_(?:msUPN|dnsSRV))_(\d{1,4})$/i.exec(written);
  if (!found) return undefined;
  const kind = Object.entries(alternativeNameKinds).find(
    ([name]) => name.toLowerCase() === found[1]!.toLowerCase(),
  );
  // The kinds of other names keep their case.
  if (!kind || (/^OTHER_/i.test(kind[0]) && found[1]!.slice(6) !== kind[0].slice(6))) return undefined;
  return alternativeNames[kind[1]][Number(found[2])];
}
