import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';

/** A TLSv1.3 client of OpenSSL that shows its certificate also when it is asked in the middle of a connection, which node:tls cannot. */
export function connectLate(
  { host, port }: { readonly host: string; readonly port: number },
  { serverName, files }: { readonly serverName: string | undefined; readonly files: readonly string[] },
): Duplex {
  const name = serverName === undefined ? ['-noservername'] : ['-servername', serverName];
  const words = ['s_client', '-quiet', '-enable_pha', '-tls1_3', '-connect', `${host}:${port}`];
  const client = spawn('openssl', [...words, ...name, ...files], { stdio: ['pipe', 'pipe', 'ignore'] });
  const stream = Duplex.from({ readable: client.stdout, writable: client.stdin });
  stream.once('close', () => client.kill());
  return stream;
}
