import { attributeText } from './distinguished-name.js';
import type { Exchange } from './exchange.js';
import { alternativeNameKinds, attributeNames } from './ssl-certificate.js';
import { clientOf } from './ssl-client.js';
import { hasOption } from './ssl-options.js';
import { sslVariable, versionVariable } from './ssl-variables.js';
import type { CertificateFacts } from './tls-facts.js';

/** Variables for programs: HTTPS, and what SSLOptions asks for. */
export function exportSslVariables(exchange: Exchange): void {
  const { tls } = exchange.connection;
  if (!tls) return;
  const { env, settings } = exchange;
  env.set('HTTPS', 'on');
  if (tls.serverName !== undefined) env.set('SSL_TLS_SNI', tls.serverName);
  if (hasOption(settings.mod_ssl, 'StdEnvVars')) exportStandard(exchange);
  if (hasOption(settings.mod_ssl, 'ExportCertData')) exportCertificates(exchange);
}

function exportStandard(exchange: Exchange): void {
  const client = clientOf(exchange);
  exportNames(exchange, 'SERVER', exchange.connection.tls!.serverCertificate);
  if (client) exportNames(exchange, 'CLIENT', client.certificate);
  for (const name of standard) {
    const value = name.startsWith('VERSION_')
      ? versionVariable(name.slice(8), exchange)
      : sslVariable(name, exchange);
    if (value) exchange.env.set(`SSL_${name}`, value);
  }
}

/** The attributes of both names and the other names of the subject, each under a name of its own. */
function exportNames({ env }: Exchange, whose: 'SERVER' | 'CLIENT', certificate: CertificateFacts): void {
  for (const [letter, dn] of [['S', certificate.subject] as const, ['I', certificate.issuer] as const]) {
    const counts = new Map<string, number>();
    for (const attribute of dn) {
      const name = exportedNames.get(attribute.oid);
      if (name === undefined) continue;
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      env.set(`SSL_${whose}_${letter}_DN_${name}${count === 0 ? '' : `_${count}`}`, attributeText(attribute));
    }
  }
  const other = whose === 'CLIENT' ? 'OTHER_msUPN' : 'OTHER_dnsSRV';
  for (const kind of ['Email', 'DNS', other])
    certificate.alternativeNames[alternativeNameKinds[kind]!].forEach((text, at) => {
      env.set(`SSL_${whose}_SAN_${kind}_${at}`, text);
    });
}

const exportedNames: ReadonlyMap<string, string> = new Map(
  Object.entries(attributeNames)
    .filter(([name]) => name !== 'SP')
    .map(([name, oid]) => [oid, name]),
);

const standard: readonly string[] = [
  ...['VERSION_INTERFACE', 'VERSION_LIBRARY', 'PROTOCOL', 'SECURE_RENEG', 'COMPRESS_METHOD'],
  ...['CIPHER', 'CIPHER_EXPORT', 'CIPHER_USEKEYSIZE', 'CIPHER_ALGKEYSIZE'],
  ...['CLIENT_VERIFY', 'CLIENT_M_VERSION', 'CLIENT_M_SERIAL', 'CLIENT_V_START', 'CLIENT_V_END'],
  ...['CLIENT_V_REMAIN', 'CLIENT_S_DN', 'CLIENT_I_DN', 'CLIENT_A_KEY', 'CLIENT_A_SIG'],
  ...['CLIENT_CERT_RFC4523_CEA', 'SERVER_M_VERSION', 'SERVER_M_SERIAL', 'SERVER_V_START', 'SERVER_V_END'],
  ...['SERVER_S_DN', 'SERVER_I_DN', 'SERVER_A_KEY', 'SERVER_A_SIG', 'SESSION_ID', 'SESSION_RESUMED'],
];

function exportCertificates(exchange: Exchange): void {
  const client = clientOf(exchange);
  exchange.env.set('SSL_SERVER_CERT', exchange.connection.tls!.serverCertificate.pem);
  exchange.env.set('SSL_CLIENT_CERT', client?.certificate.pem ?? '');
  client?.chain.forEach((pem, at) => {
    exchange.env.set(`SSL_CLIENT_CERT_CHAIN_${at}`, pem);
  });
}
