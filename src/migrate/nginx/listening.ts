import type { Program } from '../../evaluate/program.js';
import type { ListenAddress } from '../../ruleset/core.js';
import { addressText } from '../../serve/listening.js';
import { line, type Statement } from './statement.js';

/** Tells the servers of nginx where to listen; the first one of an address answers for unknown names there, as in httpd. */
export class Listening {
  readonly #first = new Set<string>();
  readonly #listen: readonly ListenAddress[];

  constructor(listen: readonly ListenAddress[]) {
    this.#listen = listen;
  }

  /** The lines of one server; empty where no request comes to it. */
  linesOf(program: Program): readonly Statement[] {
    const tls = program.host.mod_ssl.engine === true ? ['ssl'] : [];
    return this.#socketsOf(program).map((socket) => {
      const isFirst = !this.#first.has(socket);
      this.#first.add(socket);
      return line('listen', socket, ...tls, ...(isFirst ? ['default_server'] : []));
    });
  }

  #socketsOf(program: Program): readonly string[] {
    const { virtualHost } = program;
    const sockets = this.#listen.flatMap((listen) => {
      const here = (virtualHost?.addresses ?? [{ host: '*', port: 0 }])
        .filter(({ port }) => port === 0 || port === listen.port)
        .flatMap(({ host }) => addressesFor(host, listen));
      return here
        .filter((address) => isReached(program, address, listen.port))
        .map((address) => socketOf(address, listen.port));
    });
    return [...new Set(sockets)];
  }
}

/** Whether requests to an address come to a server, under any of its names or because it is the first one there. */
function isReached(program: Program, address: string, port: number): boolean {
  const { servers, host } = program;
  const names = [host.core.serverName?.name, ...host.core.serverAliases];
  return (
    servers.atAddress(address, port) === program ||
    names.some((name) => servers.named(address, port, name?.toLowerCase()) === program)
  );
}

/** `*` is every address of both families. */
function addressesFor(host: string, { address }: ListenAddress): readonly string[] {
  const any = host === '*' || host === '_default_';
  if (address !== undefined && !isAny(address)) return any || host === address ? [address] : [];
  return any || isAny(host) ? ['0.0.0.0', '::'] : [host];
}

const isAny = (address: string): boolean => address === '0.0.0.0' || address === '::';

function socketOf(address: string, port: number): string {
  return address === '0.0.0.0' ? String(port) : addressText({ address, port });
}
