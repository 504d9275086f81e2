import { createRequire } from 'node:module';
import { Pool } from 'undici';
import type { ProxyContent } from './handler.js';
import { plainOrigin, secureConnector } from './secure-origin.js';

// undici reads its parser when it first needs it, and then the rights to read it may have been given up: it is read here, the way undici does.
const undici = createRequire(import.meta.url).resolve('undici/lib/dispatcher/client-h1.js');
createRequire(undici)('../llhttp/llhttp_simd-wasm.js');

/** Kept connections to one upstream server, and how many requests are on them or wait for one. */
export interface Upstream {
  readonly pool: Pool;
  running: number;
}

export interface UpstreamLimits {
  /** Origins connections are kept to; the one unused longest is let go beyond that. */
  readonly origins: number;
  /** Connections per origin. */
  readonly connections: number;
  /** Requests that may wait for a connection, per origin. */
  readonly waiting: number;
  /** Bytes of a response's header section. */
  readonly headerBytes: number;
}

export const defaultUpstreamLimits: UpstreamLimits = {
  origins: 256,
  connections: 256,
  waiting: 1024,
  headerBytes: 128 * 1024,
};

/** Seconds until connecting is given up when no ConnectionTimeout is configured: httpd's Timeout. */
const defaultTimeout = 60;

/** What decides whether connections may be shared. */
export type UpstreamAddress = Pick<
  ProxyContent,
  'origin' | 'connectTimeout' | 'timeout' | 'secure' | 'through'
>;

/** The pools of kept connections, one per origin, connection timeout and security: no request is sent through a connection made under other settings than its own. */
export class Upstreams {
  readonly limits: UpstreamLimits;
  readonly #open = new Map<string, Upstream>();
  #last: { readonly key: string; readonly upstream: Upstream } | undefined;

  constructor(limits: Partial<UpstreamLimits> = {}) {
    this.limits = { ...defaultUpstreamLimits, ...limits };
  }

  /** The connections to an origin such as `http://127.0.0.1:8080`; timeouts are in seconds, 0 for the default. */
  to(address: UpstreamAddress): Upstream {
    const key = keyOf(address);
    if (this.#last?.key === key) return this.#last.upstream;
    const upstream = this.#open.get(key) ?? this.#create(address);
    this.#open.delete(key);
    this.#open.set(key, upstream);
    this.#last = { key, upstream };
    this.#shrink();
    return upstream;
  }

  /** Resolves once no request is running and every connection is closed; later requests open new ones. */
  async close(): Promise<void> {
    const pools = [...this.#open.values()].map(({ pool }) => pool);
    this.#open.clear();
    this.#last = undefined;
    await Promise.all(pools.map((pool) => pool.close()));
  }

  #create({ origin, connectTimeout, timeout, secure, through }: UpstreamAddress): Upstream {
    const pool = new Pool(plainOrigin(origin), {
      connections: this.limits.connections,
      pipelining: 1,
      maxHeaderSize: this.limits.headerBytes,
      connect: secure
        ? secureConnector(secure, { connectTimeout, timeout, through })
        : {
            timeout: (connectTimeout || defaultTimeout) * 1000,
            ...(through && { lookup: through.lookup }),
          },
    });
    return { pool, running: 0 };
  }

  #shrink(): void {
    for (const [key, { pool }] of this.#open) {
      if (this.#open.size <= this.limits.origins) return;
      this.#open.delete(key);
      // Running requests finish first; nobody waits for that.
      void pool.close().catch(() => {});
    }
  }
}

function keyOf({ origin, connectTimeout, timeout, secure, through }: UpstreamAddress): string {
  const rules = through ? ` through ${through.id}` : '';
  if (secure) {
    const { security, name, told } = secure;
    return `${origin} ${connectTimeout} ${timeout} ${security.id} ${name} ${told}${rules}`;
  }
  return (connectTimeout === 0 ? origin : `${origin} ${connectTimeout}`) + rules;
}
