import { randomBytes, timingSafeEqual } from 'node:crypto';
import { openSession, sealSession } from '../authn/session.js';
import { loadSessionKey } from '../authn/session-key.js';
import { attributesDigest, decodeLogin, encodeLogin } from '../authn/session-login.js';
import type { Need } from '../evaluate/need.js';
import type { SessionFacts } from '../evaluate/session-facts.js';
import type { SessionKey } from '../ruleset/mod_auth_gssapi.js';

/** How many opened sessions are remembered, so that a browser's every request need not be decrypted again. */
const rememberedLimit = 10_000;

type Question = Pick<Extract<Need, { need: 'open-session' }>, 'keys' | 'sealed' | 'attributes'>;

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

  /** Opens a session with the first key that fits. */
  open({ keys, sealed, attributes }: Question): SessionFacts | undefined {
    for (const key of keys) {
      const name = `${key ? nameOf(key) : ''}\0${attributes}\0${sealed}`;
      const found = this.#opened.get(name) ?? this.#openWith(key, sealed, attributes);
      if (!found) continue;
      if (this.#opened.size >= rememberedLimit) this.#opened.clear();
      this.#opened.set(name, found);
      return found;
    }
    return undefined;
  }

  #openWith(key: SessionKey | undefined, sealed: string, attributes: string): SessionFacts | undefined {
    const bytes = this.#keyFor(key);
    const session = bytes && openSession(bytes, sealed);
    const login = session && decodeLogin(session.basicHash);
    if (!session || login === 'unreadable') return undefined;
    const { basicHash: _, ...facts } = session;
    if (!login) return facts;
    const met = timingSafeEqual(login.attributes, attributesDigest(attributes));
    return { ...facts, login: { ...login, attributes: met ? attributes : '' } };
  }

  /** The sealed text; throws when a key file has gone, which answers the request with 500. */
  seal(key: SessionKey | undefined, session: SessionFacts): string {
    const bytes = this.#keyFor(key);
    if (!bytes) throw new Error('the session key cannot be read');
    const { login, ...rest } = session;
    return sealSession(bytes, { ...rest, ...(login && { basicHash: encodeLogin(login) }) });
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
