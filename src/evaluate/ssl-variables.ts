import { nameText } from './distinguished-name.js';
import type { Exchange } from './exchange.js';
import { certificateVariable } from './ssl-certificate.js';
import { cipherBits } from './ssl-cipher.js';
import { clientOf, verificationText } from './ssl-client.js';
import { hasOption } from './ssl-options.js';
import type { TlsFacts } from './tls-facts.js';

/**
 * mod_ssl's variable of a TLS connection by its name behind `SSL_` (`ssl_var_lookup_ssl`); `undefined` where it is not set. The beginnings
 * of names may be in any case.
 */
export function sslVariable(name: string, exchange: Exchange): string | undefined {
  const { tls } = exchange.connection;
  if (!tls) return undefined;
  const upper = name.toUpperCase();
  if (upper.startsWith('VERSION_')) return versionVariable(name.slice(8), exchange);
  if (upper.startsWith('CIPHER')) return cipherVariable(upper.slice(6), tls);
  if (upper.startsWith('CLIENT_')) return clientVariable(name.slice(7), exchange);
  if (upper.startsWith('SERVER_'))
    return certificateVariable(tls.serverCertificate, name.slice(7), isLegacy(exchange), exchange.facts.time);
  switch (upper) {
    case 'PROTOCOL':
      return tls.protocol;
    case 'SESSION_ID':
      return tls.sessionId;
    case 'SESSION_RESUMED':
      return tls.resumed ? 'Resumed' : 'Initial';
    case 'TLS_SNI':
      return tls.serverName;
    case 'COMPRESS_METHOD':
      return 'NULL';
    case 'SECURE_RENEG':
      // Every client that current libraries speak with has it.
      return 'true';
    default:
      return undefined;
  }
}

const isLegacy = ({ settings }: Exchange): boolean => hasOption(settings.mod_ssl, 'LegacyDNStringFormat');

/** `SSL_VERSION_…`, which is known without TLS too; these keep their case. */
export function versionVariable(name: string, { program }: Exchange): string | undefined {
  const { tls } = program.surroundings.machine;
  if (name === 'INTERFACE') return tls.interface;
  return name === 'LIBRARY' || name === 'LIBRARY_INTERFACE' ? tls.library : undefined;
}

function cipherVariable(name: string, { cipher }: TlsFacts): string | undefined {
  const { used, possible } = cipherBits(cipher);
  switch (name) {
    case '':
      return cipher;
    case '_EXPORT':
      return used < 56 ? 'true' : 'false';
    case '_USEKEYSIZE':
      return String(used);
    case '_ALGKEYSIZE':
      return String(possible);
    default:
      return undefined;
  }
}

function clientVariable(name: string, exchange: Exchange): string | undefined {
  const upper = name.toUpperCase();
  if (upper === 'VERIFY') return verificationText(exchange);
  const client = clientOf(exchange);
  if (!client) return undefined;
  const { certificate } = client;
  if (upper === 'CERT_RFC4523_CEA')
    return `{ serialNumber ${BigInt(`0x${certificate.serial}`)}, issuer rdnSequence:"${nameText(certificate.issuer, true)}" }`;
  const place = /^CERT_CHAIN_(\d*)$/.exec(upper);
  if (place) return client.chain[Number(place[1])];
  return certificateVariable(certificate, name, isLegacy(exchange), exchange.facts.time);
}
