import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { answerRequest } from './upstream.js';

/** Applications that speak TLS, or fail to, each on a port of its own. */
export interface TlsUpstreams {
  /** Their ports by placeholder: `{UP_GOOD}`. */
  readonly placeholders: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Names of files in the folder of certificates, and what else node:tls takes. */
type Wanted = { readonly cert: string; readonly key?: string; readonly ca?: string } & Omit<
  TlsOptions,
  'cert' | 'key' | 'ca'
>;

const oldCiphers = 'ALL:@SECLEVEL=0';

/** By placeholder. */
const wanted: Readonly<Record<string, Wanted>> = {
  UP_GOOD: { cert: 'up-good' },
  UP_SELF: { cert: 'up-self' },
  UP_ELSE: { cert: 'up-else' },
  UP_WILD: { cert: 'up-wild' },
  UP_ADDRESS: { cert: 'up-address' },
  UP_NUMBERS: { cert: 'up-numbers' },
  UP_COMMON: { cert: 'up-common' },
  UP_PLAIN: { cert: 'up-plain' },
  UP_EXPIRED: { cert: 'up-expired' },
  UP_OLD_SELF: { cert: 'up-old-self' },
  UP_FUTURE: { cert: 'up-future' },
  UP_PURPOSE: { cert: 'up-purpose' },
  UP_STRANGER: { cert: 'up-stranger' },
  UP_FAR_PURPOSE: { cert: 'up-far-purpose' },
  UP_DEEP: { cert: 'up-deep-chain', key: 'up-deep' },
  UP_DEEPER: { cert: 'up-deeper-chain', key: 'up-deeper' },
  UP_ALONE: { cert: 'up-deep' },
  UP_REVOKED: { cert: 'up-revoked' },
  UP_ASKS: { cert: 'up-good', ca: 'ca', requestCert: true, rejectUnauthorized: true },
  UP_ASKS_OLD: {
    cert: 'up-good',
    ca: 'ca',
    requestCert: true,
    rejectUnauthorized: true,
    maxVersion: 'TLSv1.2',
  },
  UP_OFFERS: { cert: 'up-good', ca: 'ca', requestCert: true, rejectUnauthorized: false },
  UP_ANCIENT: { cert: 'up-good', minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: oldCiphers },
  UP_TWELVE: { cert: 'up-good', maxVersion: 'TLSv1.2' },
  UP_THIRTEEN: { cert: 'up-good', minVersion: 'TLSv1.3' },
  UP_ONE_CIPHER: { cert: 'up-good', maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' },
};

/** What happens to connections that never become TLS. */
const broken: Readonly<Record<string, (socket: Socket) => void>> = {
  UP_HANGS: () => {},
  UP_CLOSES: (socket) => socket.once('data', () => socket.end()),
  UP_RESETS: (socket) => socket.once('data', () => socket.resetAndDestroy()),
  UP_GARBAGE: (socket) => socket.once('data', () => socket.end('what is this\r\n')),
};

/** Starts all of them on free ports of 127.0.0.1; the folder is that of `makeUpstreamCertificates`. */
export async function startTlsUpstreams(folder: string): Promise<TlsUpstreams> {
  const sockets = new Set<Socket>();
  const servers = [
    ...Object.entries(wanted).map(([name, each]) => [name, tlsServer(folder, each)] as const),
    ...Object.entries(broken).map(([name, each]) => [name, brokenServer(each)] as const),
  ];
  for (const [, server] of servers)
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    });
  const ports = await Promise.all(servers.map(([, server]) => listen(server)));
  return {
    placeholders: Object.fromEntries(servers.map(([name], at) => [name, String(ports[at])])),
    stop: async () => {
      const closed = servers.map(([, server]) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

const brokenServer = (treat: (socket: Socket) => void): Server => createTcpServer(treat);

function tlsServer(folder: string, { cert, key = cert, ca, ...options }: Wanted): Server {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const server = createTlsServer(
    { ...options, cert: read(`${cert}.pem`), key: read(`${key}.key`), ...(ca && { ca: read(`${ca}.pem`) }) },
    tell,
  );
  server.on('tlsClientError', () => {});
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const body = `tunnel to ${request.url}`;
    // The kit passes over the 101; what it reads next came through the tunnel.
    socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
  return server;
}

/** The application's usual answer, with what it knows of TLS. */
const tell: RequestListener = (request, response) => {
  const socket = request.socket as TLSSocket & { readonly servername?: string | false };
  const peer = socket.getPeerCertificate();
  const tls = {
    name: socket.servername || null,
    protocol: socket.getProtocol(),
    client: peer?.subject?.CN ?? null,
  };
  void answerRequest(request, response, { tls });
};
