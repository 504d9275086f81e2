import { setTimeout as delay } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import { startKerbgate } from '../kit/kerbgate.js';
import type { WebServer } from '../kit/server.js';
import { fillPlaceholders, type Site } from '../kit/site.js';
import { garbage } from './garbage.js';
import { type Held, heldBy } from './held.js';

/** What is sent: logins with fresh tokens, or what logs nobody in. */
export type LoadKind = 'logins' | 'garbage';

/** What the server held after so many requests of a kind. */
export interface Mark extends Held {
  readonly kind: LoadKind;
  readonly requests: number;
}

const configuration = `DocumentRoot {ROOT}
<Directory />
  AllowOverride None
</Directory>
<Location />
  AuthType GSSAPI
  AuthName "Load"
  GssapiCredStore keytab:{KEYTAB}
  GssapiBasicAuth On
  GssapiUseSessions On
  GssapiSessionKey key:{SESSION_KEY}
  Session On
  SessionCookieName load path=/
  Require valid-user
</Location>`;

/** As many as one order to the token maker makes. */
const batch = 1000;
const connections = 16;

const expected: Readonly<Record<LoadKind, number>> = { logins: 200, garbage: 401 };

/** A server with two workers, and how it is put under load. */
export interface LoadedServer {
  /** Sends so many requests over fresh connections, a batch at a time, and tells after each batch what is held. */
  send(kind: LoadKind, count: number, told?: (mark: Mark) => void): Promise<readonly Mark[]>;
  stop(): Promise<void>;
}

export async function startLoad(site: Site): Promise<LoadedServer> {
  const server = await startKerbgate({
    folder: site.folder,
    environment: site.realm.serverEnvironment('load'),
    model: 'event',
    configuration: () => fillPlaceholders(configuration, site.placeholders),
  });
  return {
    send: async (kind, count, told = () => {}) => {
      const marks: Mark[] = [];
      for (let done = 0; done < count; done += batch) {
        const fields = await fieldsOf(site, kind, Math.min(batch, count - done));
        await sendAll(server, fields, expected[kind]);
        marks.push({ kind, requests: Math.min(done + batch, count), ...(await settled(server.pid)) });
        told(marks.at(-1)!);
      }
      return marks;
    },
    stop: () => server.stop(),
  };
}

async function fieldsOf(site: Site, kind: LoadKind, count: number): Promise<readonly string[]> {
  const tokens = await site.tokens.bulk('alice', kind === 'logins' ? count : 1);
  if (kind === 'garbage') return garbage(Buffer.from(tokens[0]!, 'base64'), count);
  return tokens.map((token) => `Negotiate ${token}`);
}

/** The least that is held while the server reads the ends of its connections. */
async function settled(pid: number): Promise<Held> {
  let held = heldBy(pid);
  for (let still = 0, round = 0; still < 5 && round < 100; round++) {
    await delay(20);
    const next = heldBy(pid);
    still = next.descriptors < held.descriptors ? 0 : still + 1;
    held = next;
  }
  return held;
}

/** All connections are gone when it ends, on the server's side too as soon as it has read their end. */
async function sendAll(server: WebServer, fields: readonly string[], status: number): Promise<void> {
  const pool = new Pool(`http://127.0.0.1:${server.port}`, { connections, pipelining: 1 });
  const left = fields.values();
  const one = async (): Promise<void> => {
    for (const authorization of left) await ask(pool, authorization, status);
  };
  try {
    await Promise.all(Array.from({ length: connections }, one));
  } finally {
    await pool.close();
  }
}

async function ask(pool: Dispatcher, authorization: string, status: number): Promise<void> {
  const answer = await pool.request({
    method: 'GET',
    path: '/index.html',
    headers: { host: 'localhost', authorization },
  });
  await answer.body.dump();
  if (answer.statusCode !== status)
    throw new Error(`answered ${answer.statusCode} instead of ${status} to ${authorization.slice(0, 60)}`);
}
