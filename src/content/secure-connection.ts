import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';

/** How connections to upstreams are secured. One object for each place that sets it: connections made under another are not shared. */
export interface UpstreamSecurity {
  /** Tells it from all others. */
  readonly id: number;
  readonly context: SecureContext;
  /** Why a connection must not be used after its handshake; `name` is the host it was asked for as. */
  problem(socket: TLSSocket, name: string): string | undefined;
}

/** What a connection to an upstream needs besides its address. */
export interface SecureEnd {
  readonly security: UpstreamSecurity;
  /** The host that the certificate must name. */
  readonly name: string;
  /** Whether the upstream is told the name (SNI), unless it is an address. */
  readonly told: boolean;
}

/** A connection that did not become a secure one; `message` says why to whoever reads the log. */
export class HandshakeFailure extends Error {
  override readonly name = 'HandshakeFailure';
  readonly code: 'UPSTREAM_TLS' | 'UPSTREAM_TLS_TIMEOUT';

  constructor(message: string, code: 'UPSTREAM_TLS' | 'UPSTREAM_TLS_TIMEOUT' = 'UPSTREAM_TLS') {
    super(message);
    this.code = code;
  }
}

export interface Bounds {
  /** Milliseconds to connect, and then without an end of the handshake. */
  readonly connect: number;
  readonly handshake: number;
}

type Done = (error: Error | null, socket?: TLSSocket) => void;

/** Connects, shakes hands and looks at the certificate; `done` is called once, with a HandshakeFailure where TLS is to blame. */
export function connectSecurely(
  address: { readonly host: string; readonly port: number; readonly lookup?: LookupFunction },
  end: SecureEnd,
  bounds: Bounds,
  done: Done,
): Socket {
  const plain = connectPlain({ ...address, noDelay: true, keepAlive: true });
  let settled = false;
  const settle: Done = (error, socket) => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    if (error) plain.destroy();
    done(error, socket);
  };
  let timer = setTimeout(() => settle(connectTimeout(address)), bounds.connect);
  plain.on('error', (error) => settle(error));
  plain.once('close', () => settle(new HandshakeFailure('the connection was closed in the handshake')));
  plain.once('connect', () => {
    clearTimeout(timer);
    timer = setTimeout(
      () => settle(new HandshakeFailure('no end of the handshake in time', 'UPSTREAM_TLS_TIMEOUT')),
      bounds.handshake,
    );
    try {
      shakeHands(plain, end, settle);
    } catch (error) {
      // A name that node:tls does not take.
      settle(failureOf(error as Error));
    }
  });
  return plain;
}

function connectTimeout({ host, port }: { readonly host: string; readonly port: number }): Error {
  return Object.assign(new Error(`no connection to ${host}:${port} in time`), {
    code: 'UND_ERR_CONNECT_TIMEOUT',
  });
}

function shakeHands(plain: Socket, end: SecureEnd, settle: Done): void {
  const socket = connectTls({
    socket: plain,
    secureContext: end.security.context,
    // Looked at below, by the settings.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    servername: end.told && !isAddress(end.name) ? end.name : '',
  });
  socket.on('error', (error) => settle(failureOf(error)));
  socket.once('secureConnect', () => {
    const problem = problemOf(socket, end);
    settle(problem === undefined ? null : new HandshakeFailure(problem), socket);
  });
}

/** A certificate may be anything; one that cannot be taken apart is no reason to end. */
function problemOf(socket: TLSSocket, { security, name }: SecureEnd): string | undefined {
  try {
    return security.problem(socket, name);
  } catch (error) {
    return `its certificate cannot be read: ${(error as Error).message}`;
  }
}

/** Addresses are no names (RFC 6066 §3). */
const isAddress = (name: string): boolean => isIP(name) !== 0 || /^[\d.]+$/.test(name);

/** OpenSSL's words, without the place in its source. */
function failureOf(error: NodeJS.ErrnoException & { readonly reason?: string }): HandshakeFailure {
  return new HandshakeFailure(`handshake failed: ${error.reason ?? error.message.trim()}`);
}
