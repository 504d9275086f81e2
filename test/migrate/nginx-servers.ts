import { join } from 'node:path';
import { siteOf } from '../../src/lint/site.js';
import type { MigrationEntry } from '../../src/migrate/migration.js';
import { type NginxFile, nginxConfiguration } from '../../src/migrate/nginx/nginx.js';
import { load } from '../../src/serve/load.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { type Nginx, startNginx } from '../kit/nginx.js';
import type { Realm } from '../kit/realm.js';
import { freePort, giveBack } from '../kit/scratch.js';
import { type WebServer, wrapConfiguration } from '../kit/server.js';

/** kerbgate as it serves a configuration alone, and nginx with what was made of it, which asks another kerbgate. */
export interface Pair {
  readonly alone: WebServer;
  readonly port: number;
  readonly decisions: WebServer;
  readonly nginx: Nginx;
  readonly files: readonly NginxFile[];
  readonly entries: readonly MigrationEntry[];
  stop(): Promise<void>;
}

/** What comes of a text; as if it stood in a file of its own. */
export function migrated(text: string, decisions?: number, choices: Readonly<Record<string, string>> = {}) {
  const path = '/etc/apache2/site.conf';
  const loaded = load(
    { path, text },
    { defines: [], mayBePart: true, before: [], after: [], environment: {} },
  );
  return nginxConfiguration(siteOf(loaded), {
    path,
    choices,
    ...(decisions !== undefined && { decisions: { address: '127.0.0.1', port: decisions } }),
  });
}

/** Starts the three of them. */
export async function startPair(
  folder: string,
  realm: Realm,
  configuration: string,
  extraModules: readonly string[] = [],
): Promise<Pair> {
  const environment = realm.serverEnvironment('kerbgate');
  const started: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(each: T): T => {
    started.unshift(each);
    return each;
  };
  const port = await freePort();
  const stop = async (): Promise<void> => {
    for (const each of started) await each.stop();
    giveBack(port);
  };
  try {
    const options = { folder, environment, extraModules };
    const alone = keep(await startKerbgate({ ...options, configuration: () => configuration }));
    const decisions = keep(
      await startKerbgate({
        ...options,
        configuration: (own) => `${configuration}\nKerbgateAuthRequest 127.0.0.1:${own} 127.0.0.1`,
      }),
    );
    const text = wrapConfiguration(folder, port, { extraModules }, configuration);
    const { files, entries } = migrated(text, decisions.port);
    const nginx = keep(await startNginx(join(folder, `nginx-${port}`), port, files[0]!.text));
    return { alone, port, decisions, nginx, files, entries, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** nginx alone with what was made of a text for it, and the kerbgate that it asks; `configuration` gets nginx's port. */
export async function startBehind(
  folder: string,
  realm: Pick<Realm, 'serverEnvironment'>,
  configuration: (port: number) => string,
  extraModules: readonly string[] = [],
): Promise<Pick<Pair, 'port' | 'stop'>> {
  const port = await freePort();
  const main = await freePort();
  const text = configuration(port);
  const decisions = await startKerbgate({
    folder,
    environment: realm.serverEnvironment('kerbgate'),
    extraModules,
    configuration: (own) => `${text}\nKerbgateAuthRequest 127.0.0.1:${own} 127.0.0.1`,
  });
  const { files } = migrated(wrapConfiguration(folder, main, { extraModules }, text), decisions.port);
  const nginx = await startNginx(join(folder, `nginx-${port}`), port, files[0]!.text).catch(
    async (error: unknown) => {
      await decisions.stop();
      throw error;
    },
  );
  return {
    port,
    stop: async () => {
      await nginx.stop();
      await decisions.stop();
      giveBack(port);
      giveBack(main);
    },
  };
}
