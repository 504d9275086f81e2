import { randomBytes } from 'node:crypto';
import { openSession, sealSession } from '../authn/session.js';
import { loadSessionKey } from '../authn/session-key.js';
import type { SessionFacts } from '../evaluate/need.js';
import type { SessionKey } from '../ruleset/mod_auth_gssapi.js';

/** How many opened sessions are remembered, so that a browser's every request need not be decrypted again. */
const rememberedLimit = 10_000;

/** Seals and opens sessions with the keys of the configuration. */
export class SessionVault {
  /** Stands in where no GssapiSessionKey is set; the workers of one server share it. */
  readonly #serverKey: Uint8Array;
  readonly #keys = new Map<string, Uint8Array>();
  readonly #opened = new Map<string, SessionFacts>();

  /** `serverKey`: 32 random bytes, made anew at each start. */
  constructor(serverKey: Uint8Array = randomBytes(32)) {
    this.#serverKey = serverKey;
  }

  /** Loads a key, so that a bad one is known before the first request; gives what is wrong. */
  check(key: SessionKey): string | undefined {
    const result = loadSessionKey(key);
    if (result.kind === 'error') return result.text;
    this.#keys.set(nameOf(key), result.key);
    return undefined;
  }

  open(key: SessionKey | undefined, sealed: string): SessionFacts | undefined {
    const name = `${key ? nameOf(key) : ''}\0${sealed}`;
    const known = this.#opened.get(name);
    if (known) return known;
    const bytes = this.#keyFor(key);
    const session = bytes && openSession(bytes, sealed);
    if (!session) return undefined;
    if (this.#opened.size >= rememberedLimit) this.#opened.clear();
    this.#opened.set(name, session);
    return session;
  }

  /** The sealed text; throws when a key file has gone, which answers the request with 500. */
  seal(key: SessionKey | undefined, session: SessionFacts): string {
    const bytes = this.#keyFor(key);
    if (!bytes) throw new Error('the session key cannot be read');
    return sealSession(bytes, session);
  }

  #keyFor(key: SessionKey | undefined): Uint8Array | undefined {
    if (!key) return this.#serverKey;
    const name = nameOf(key);
    if (!this.#keys.has(name)) this.check(key);
    return this.#keys.get(name);
  }
}

function nameOf(key: SessionKey): string {
  return key.kind === 'key' ? `key:${key.base64}` : `file:${key.path}`;
}
