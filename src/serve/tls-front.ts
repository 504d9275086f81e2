import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket, Server as TlsServer } from 'node:tls';
import type { Program } from '../evaluate/program.js';
import type { ListenAddress } from '../ruleset/core.js';
import { readOpening } from './client-hello.js';
import type { ErrorLog } from './error-log.js';
import { notePlain, noteTls } from './tls-connection.js';
import { clientProblem, createTlsServer, readMaterial, type TlsMaterial } from './tls-server.js';

type Begin = (socket: Socket) => void;

/** Tells TLS connections from others, and hands each to the server that its client asked for. */
export class TlsFront {
  readonly #program: Program;
  readonly #sessionKey: Uint8Array;
  readonly #log: ErrorLog;
  readonly #material = new Map<Program, TlsMaterial>();

  /** Reads what all servers with TLS need; throws StartProblem. */
  constructor(program: Program, sessionKey: Uint8Array, log: ErrorLog) {
    this.#program = program;
    this.#sessionKey = sessionKey;
    this.#log = log;
    for (const server of program.servers.all) {
      if (!speaksTls(server)) continue;
      const material = readMaterial(server.host, nameOf(server));
      this.#material.set(server, material);
      // What OpenSSL refuses is found at the start.
      createTlsServer(material, undefined, sessionKey, () => {});
    }
  }

  get warnings(): readonly string[] {
    return [...this.#material.values()].flatMap(({ warnings }) => warnings);
  }

  /** Takes the connections of a server that listens; those without TLS go on as before. */
  guard(server: Server): void {
    if (this.#material.size === 0) return;
    const listeners = server.listeners('connection') as Begin[];
    const begin: Begin = (socket) => {
      for (const listener of listeners) listener.call(server, socket);
    };
    const made = new Map<string, TlsServer>();
    server.removeAllListeners('connection');
    server.on('connection', (socket: Socket) => {
      const { localAddress = '', localPort = 0 } = socket;
      const first = this.#program.servers.atAddress(unmapped(localAddress), localPort);
      if (this.#material.has(first)) this.#open(socket, first, made, begin);
      else begin(socket);
    });
  }

  /** Waits for the first message, no longer than a handshake may last. */
  #open(socket: Socket, first: Program, made: Map<string, TlsServer>, begin: Begin): void {
    let bytes: Buffer = Buffer.alloc(0);
    const behind: Buffer[] = [];
    let missing = 1;
    const timer = setTimeout(() => socket.destroy(), first.host.core.timeout * 1000);
    const give = (next: Begin): void => {
      clearTimeout(timer);
      socket.off('readable', look).off('error', ignore).off('end', end).off('close', end);
      socket.unshift(bytes);
      next(socket);
    };
    const look = (): void => {
      const chunk: Buffer | null = socket.read();
      if (!chunk) return;
      behind.push(chunk);
      missing -= chunk.length;
      // Who sends single bytes does not make us read all of them again with each.
      if (missing > 0) return;
      bytes = Buffer.concat([bytes, ...behind.splice(0)]);
      const opening = readOpening(bytes);
      if (opening.kind === 'more') missing = opening.needed - bytes.length;
      if (opening.kind === 'plain')
        give((plain) => {
          notePlain(plain);
          begin(plain);
        });
      if (opening.kind === 'hello') {
        const tls = this.#serverFor(socket, first, opening.serverName, made, begin);
        if (tls) give((raw) => tls.emit('connection', raw));
        else end();
      }
    };
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
    };
    socket.on('readable', look).on('error', ignore).on('end', end).on('close', end);
  }

  /** `undefined` where the client names a server that does not speak TLS. */
  #serverFor(
    { localAddress = '', localPort = 0 }: Socket,
    first: Program,
    name: string | undefined,
    made: Map<string, TlsServer>,
    begin: Begin,
  ): TlsServer | undefined {
    const named = this.#program.servers.named(unmapped(localAddress), localPort, name?.toLowerCase());
    const material = this.#material.get(named);
    if (!material) return undefined;
    const key = `${nameOf(named)} ${nameOf(first)}`;
    const known = made.get(key);
    if (known) return known;
    const server = this.#create(material, first, begin);
    made.set(key, server);
    return server;
  }

  #create(material: TlsMaterial, first: Program, begin: Begin): TlsServer {
    const tls = createTlsServer(
      material,
      first.host.mod_ssl.protocols,
      this.#sessionKey,
      (socket: TLSSocket) => {
        const { client } = noteTls(socket, material);
        const problem = clientProblem(material.host, client);
        if (problem === undefined) begin(socket);
        else {
          this.#tell(socket, 'AH02039', `Certificate Verification: ${problem}`);
          socket.destroy();
        }
      },
    );
    return tls.on('tlsClientError', (error, socket) =>
      this.#tell(socket, 'AH02008', `SSL library error in handshake: ${error.message.trim()}`),
    );
  }

  #tell(socket: Socket, code: string, message: string): void {
    const client =
      socket.remoteAddress === undefined ? undefined : `${socket.remoteAddress}:${socket.remotePort}`;
    this.#log.write('info', client, code, message);
  }
}

const ignore = (): void => {};

const unmapped = (address: string): string => address.replace(/^::ffff:(?=.*\.)/, '');

/** SSLEngine, or a Listen line for https with the port of one of the server's addresses. */
export function speaksTls({ host, virtualHost, ruleset, has }: Program): boolean {
  if (!has('mod_ssl')) return false;
  const { engine } = host.mod_ssl;
  if (engine !== undefined) return engine;
  const listens = ruleset.host.core.listen;
  return (virtualHost?.addresses ?? []).some(({ port }) =>
    listens.some((listen) => listen.port === port && protocolOf(listen) === 'https'),
  );
}

const protocolOf = ({ port, protocol }: ListenAddress): string =>
  protocol?.toLowerCase() ?? (port === 443 ? 'https' : 'http');

/** A server's name and port, as httpd tells servers apart in messages about TLS; a number makes it the only one. */
export function nameOf({ host, virtualHost, ruleset }: Program): string {
  const { serverName, port } = host.core;
  const name = `${serverName?.name ?? 'localhost'}:${port ?? 443}`;
  return virtualHost ? `${name}#${ruleset.virtualHosts.indexOf(virtualHost)}` : name;
}
