import type { Host } from '../ruleset/ruleset.js';
import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';

/**
 * Whether the server that a request names may answer it on this connection, which has begun with another one's settings perhaps
 * (`ssl_hook_ReadReq`).
 */
export function checkTlsServer(exchange: Exchange): Status {
  const { tls, plainForTls, localAddress, localPort } = exchange.connection;
  if (plainForTls) return 400;
  if (!tls) return ok;
  const { program, recorder } = exchange;
  const named = exchange.host?.name;
  if (tls.serverName === undefined) {
    const strict = program.host.mod_ssl.strictSni || tls.server.mod_ssl.strictSni;
    if (strict && program.servers.hasNames(localAddress, localPort)) {
      recorder.log('info', 'AH02033', 'No hostname was provided via SNI for a name based virtual host');
      return 403;
    }
  } else if (named === undefined) {
    const message = `Hostname ${tls.serverName} provided via SNI, but no hostname provided in HTTP request`;
    recorder.log('error', 'AH02031', message);
    return 400;
  }
  if (program.host === tls.server || isCompatible(tls.server, program.host)) return ok;
  const message = `Hostname ${tls.serverName ?? 'none'} provided via SNI and hostname ${named ?? 'none'} provided via HTTP have no compatible SSL setup`;
  recorder.log('error', 'AH02032', message);
  return 421;
}

/** Whether two servers would begin a connection alike (`ssl_server_compatible`). */
function isCompatible(first: Host, second: Host): boolean {
  if (second.mod_ssl.sniPolicy === 'strict') return false;
  return settingsOf(first) === settingsOf(second);
}

/** What must be the same, as a text: who has shown a certificate to one server has not shown it to one that looks at it otherwise. */
function settingsOf({ mod_ssl: ssl }: Host): string {
  const { protocols, verifyClient = 'none', verifyDepth = 1, cipherSuite, cipherSuites } = ssl;
  const { caFile, caPath, caNamesFile, caNamesPath, crlFile, crlPath, crlCheck = 'none' } = ssl;
  const files = [[...ssl.certificateFiles].sort(), [...ssl.keyFiles].sort()];
  const authorities = [caFile, caPath, caNamesFile, caNamesPath, crlFile, crlPath, crlCheck];
  return JSON.stringify([
    protocols,
    verifyClient,
    verifyDepth,
    cipherSuite,
    cipherSuites,
    authorities,
    files,
  ]);
}
