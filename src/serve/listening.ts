import { lookup } from 'node:dns/promises';
import type { Server } from 'node:http';
import { isIP } from 'node:net';
import type { ListenAddress, ServerCore } from '../ruleset/core.js';
import { StartProblem, systemErrorText } from './start-problem.js';

/** An address as httpd writes it: `127.0.0.1:80`, `[::]:80`. */
export function addressText({ address, port }: ListenAddress): string {
  if (address === undefined) return `[::]:${port}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Where a server in front asks is the only place to listen: the other ports are its own. */
export function socketsOf({ authRequests, listen }: ServerCore): readonly ListenAddress[] {
  return authRequests ? [{ address: authRequests.address, port: authRequests.port }] : listen;
}

/** Names in Listen lines become numbers before anything is bound, so that the sockets open in one go. */
export async function resolveAddresses(
  addresses: readonly ListenAddress[],
): Promise<readonly ListenAddress[]> {
  if (addresses.length === 0)
    throw new StartProblem(['no listening sockets available, shutting down', 'AH00015: Unable to open logs']);
  return Promise.all(addresses.map(resolveAddress));
}

async function resolveAddress(listen: ListenAddress): Promise<ListenAddress> {
  const { address } = listen;
  if (address === undefined || isIP(address)) return listen;
  try {
    return { ...listen, address: (await lookup(address)).address };
  } catch (error) {
    throw new StartProblem([
      `Listen ${addressText(listen)}: the name cannot be resolved: ${systemErrorText(error as NodeJS.ErrnoException)}`,
    ]);
  }
}

/** What to do where only the rights are missing. */
function rightsHint({ code }: NodeJS.ErrnoException, { port }: ListenAddress): readonly string[] {
  if (code !== 'EACCES' || port >= 1024) return [];
  return [
    `hint: only root may listen on ports below 1024: start as root with User and Group in the configuration, or Listen on another port than ${port}`,
  ];
}

/** Lets a server listen; throws StartProblem in httpd's words. */
export function listenOn(server: Server, listen: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      reject(
        new StartProblem([
          `${systemErrorText(error)}: AH00072: make_sock: could not bind to address ${addressText(listen)}`,
          'no listening sockets available, shutting down',
          'AH00015: Unable to open logs',
          ...rightsHint(error, listen),
        ]),
      );
    };
    server.once('error', fail);
    server.listen(
      { port: listen.port, ...(listen.address === undefined ? {} : { host: listen.address }) },
      () => {
        server.off('error', fail);
        resolve();
      },
    );
  });
}
