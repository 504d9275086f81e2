import { createSocket, type Socket } from 'node:dgram';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that every local user may enter (servers give up root), to be removed by its maker. */
export function makeScratch(name: string): string {
  // What tests write, servers read as another user.
  process.umask(0o022);
  const folder = mkdtempSync(join(tmpdir(), `kerbgate-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** Lets every local user read what was copied into a folder from a clone that others may not read. */
export function openToAll(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const { mode } = statSync(path);
    chmodSync(path, mode | 0o444 | (mode & 0o100 ? 0o111 : 0));
  }
  chmodSync(folder, 0o755);
}

/** Removes a scratch folder and everything in it; nothing happens when it is gone already. */
export function dropScratch(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Where nobody of the kit serves or asks: who calls a port of 127.0.0.1 that is only kept has to find nobody, in UDP, too. */
const keeping = '127.107.103.1';

/** UDP sockets by the TCP ports that they keep for us. */
const kept = new Map<number, Socket>();

/**
 * A TCP port of 127.0.0.1 that nobody uses and that nobody is given until it is given back or this process ends: every process
 * of the kit that wants a port takes the UDP port of its number first. The system gives none of them to connections that go out.
 */
export async function freePort(): Promise<number> {
  const { from, to } = portRange();
  for (let tries = 0; tries < 10_000; tries++) {
    const port = from + Math.floor(Math.random() * (to - from));
    if (kept.has(port)) continue;
    const socket = await keepPort(port);
    if (socket === undefined) continue;
    if (await isFree(port)) {
      kept.set(port, socket);
      return port;
    }
    socket.close();
  }
  throw new Error(`no port from ${from} to ${to} is free`);
}

/** Lets others have a port again. */
export function giveBack(port: number): void {
  kept.get(port)?.close();
  kept.delete(port);
}

/** Below or above the ports of connections that go out; all of them where these are all. */
function portRange(): { readonly from: number; readonly to: number } {
  const [low = 32_768, high = 60_999] = outgoingPorts();
  if (low >= 16_000) return { from: 10_000, to: low };
  return high <= 60_000 ? { from: high + 1, to: 65_536 } : { from: 10_000, to: 65_536 };
}

function outgoingPorts(): readonly number[] {
  try {
    return readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'latin1').trim().split(/\s+/).map(Number);
  } catch {
    return [];
  }
}

function keepPort(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind({ port, address: keeping, exclusive: true }, () => resolve(socket.unref()));
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
