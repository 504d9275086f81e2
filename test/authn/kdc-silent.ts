import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** A KDC that takes everything and answers nothing. */
export interface SilentKdc {
  /** A krb5.conf that names it. */
  readonly configuration: string;
  /** How many clients have called. */
  calls(): number;
  stop(): Promise<void>;
}

/** Listens on UDP and TCP of one loopback port and writes `silent.conf` for `realm` into `folder`. */
export async function startSilentKdc(folder: string, realm: string): Promise<SilentKdc> {
  const sockets = new Set<Socket>();
  let calls = 0;
  const stream = createServer((socket) => {
    calls++;
    sockets.add(socket.on('error', () => {}));
  });
  await new Promise<void>((resolve) => stream.listen(0, '127.0.0.1', resolve));
  const address = stream.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const datagram = createSocket('udp4').on('message', () => void calls++);
  await new Promise<void>((resolve) => datagram.bind(port, '127.0.0.1', resolve));
  const configuration = join(folder, 'silent.conf');
  writeFileSync(configuration, realmFile(realm, port));
  return {
    configuration,
    calls: () => calls,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      datagram.close();
      await new Promise((resolve) => stream.close(resolve));
    },
  };
}

/** A krb5.conf for a realm whose KDC is said to be at a loopback port. */
export const realmFile = (realm: string, port: number): string => `[libdefaults]
  default_realm = ${realm}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
[realms]
  ${realm} = {
    kdc = 127.0.0.1:${port}
  }
[domain_realm]
  localhost = ${realm}
`;
