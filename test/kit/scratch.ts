import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that every local user may enter (servers give up root), to be removed by its maker. */
export function makeScratch(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `kerbgate-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** Removes a scratch folder and everything in it; nothing happens when it is gone already. */
export function dropScratch(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

const handedOut = new Set<number>();

/** A TCP port on 127.0.0.1 that was free a moment ago and that this process was not given before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await askSystemForPort();
    if (!handedOut.has(port)) {
      handedOut.add(port);
      return port;
    }
  }
}

function askSystemForPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
