import { Pool } from 'undici';

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
const defaultConnectTimeout = 60;

/** The pools of kept connections, one per origin and connection timeout. */
export class Upstreams {
  readonly limits: UpstreamLimits;
  readonly #open = new Map<string, Upstream>();
  #last: { readonly key: string; readonly upstream: Upstream } | undefined;

  constructor(limits: Partial<UpstreamLimits> = {}) {
    this.limits = { ...defaultUpstreamLimits, ...limits };
  }

  /** The connections to an origin such as `http://127.0.0.1:8080`; `connectTimeout` in seconds, 0 for the default. */
  to(origin: string, connectTimeout: number): Upstream {
    const key = connectTimeout === 0 ? origin : `${origin} ${connectTimeout}`;
    if (this.#last?.key === key) return this.#last.upstream;
    const upstream = this.#open.get(key) ?? this.#create(origin, connectTimeout);
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

  #create(origin: string, connectTimeout: number): Upstream {
    const pool = new Pool(origin, {
      connections: this.limits.connections,
      pipelining: 1,
      maxHeaderSize: this.limits.headerBytes,
      connect: { timeout: (connectTimeout || defaultConnectTimeout) * 1000 },
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
