import { createSocket, type Socket as Datagram } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
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
  const { port, stream, datagram } = await listenOnBoth();
  stream.on('connection', (socket) => {
    calls++;
    sockets.add(socket.on('error', () => {}));
  });
  datagram.on('message', () => void calls++);
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

/** A free UDP port may be taken in TCP: then another one is tried. */
async function listenOnBoth(): Promise<{ port: number; stream: Server; datagram: Datagram }> {
  for (;;) {
    const datagram = createSocket('udp4');
    await new Promise<void>((resolve) => datagram.bind(0, '127.0.0.1', resolve));
    const { port } = datagram.address();
    const stream = createServer();
    const listens = await new Promise<boolean>((resolve) => {
      stream.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (listens) return { port, stream, datagram };
    datagram.close();
  }
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
