import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Mechanism } from './initiator.js';
import { compiled } from './project.js';
import type { Realm } from './realm.js';

/** An order to the token maker's process. */
export type MakerOrder =
  | {
      readonly kind: 'make';
      readonly cache: string;
      readonly service: string;
      readonly mechanism: Mechanism;
      readonly delegate: boolean;
      readonly prover?: { readonly user: string; readonly password: string };
      readonly threeLegs?: boolean;
      readonly bindings?: string;
      readonly count: number;
      /** Keep the login so that the server's answer can be checked. */
      readonly keep: boolean;
    }
  | { readonly kind: 'finish'; readonly login: number; readonly answer: string };

/** What the token maker's process says to an order. */
export interface MakerAnswer {
  readonly tokens?: readonly string[];
  readonly login?: number;
  readonly complete?: boolean;
  readonly error?: string;
}

/** Who asks for what: SPNEGO for HTTP@localhost without delegation unless told otherwise. */
export interface TokenOptions {
  readonly mechanism?: Mechanism;
  readonly service?: string;
  readonly delegate?: boolean;
  /** Logs in with a certificate instead of the password; in realms that have certificates. */
  readonly certificate?: boolean;
  /** Proves this password by IAKERB; the server asks the KDC for the client. */
  readonly password?: string;
  /** Kerberos with three tokens. */
  readonly threeLegs?: boolean;
  /** Application data of a channel binding, in base64. */
  readonly bindings?: string;
}

/** One fresh token as base64, and a check of the server's answer to it. */
export interface ClientToken {
  readonly base64: string;
  /** `complete` when the answer proves the server's identity, else what the client's library says about it. */
  verify(answer: string): Promise<string>;
  /** What the login goes on with, once an answer has been verified that asks for more. */
  next(): string | undefined;
}

/** Makes client tokens for the users of a realm: some hundred a second singly, thousands in bulk. */
export interface Tokens {
  fresh(user: string, options?: TokenOptions): Promise<ClientToken>;
  bulk(user: string, count: number, options?: TokenOptions): Promise<readonly string[]>;
  stop(): Promise<void>;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** Starts the token maker; users log in with their password on first use. */
export function startTokens(realm: Realm): Tokens {
  const child: Child = spawn(process.execPath, [compiled('test/kit/token-maker.js')], {
    env: { ...realm.clientEnvironment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ask = conversation(child);
  const caches = new Map<string, string>();
  const cacheOf = (user: string, certificate = false): string => {
    const key = `${user} ${certificate}`;
    const cache = caches.get(key) ?? (certificate ? realm.kinitWithCertificate(user) : realm.kinit(user));
    caches.set(key, cache);
    return cache;
  };
  const make = (user: string, count: number, keep: boolean, options: TokenOptions): Promise<MakerAnswer> =>
    ask({
      kind: 'make',
      ...(options.password === undefined
        ? { cache: cacheOf(user, options.certificate) }
        : { cache: '', prover: { user, password: options.password } }),
      service: options.service ?? 'HTTP@localhost',
      mechanism: options.mechanism ?? 'spnego',
      delegate: options.delegate ?? false,
      ...(options.threeLegs && { threeLegs: true }),
      ...(options.bindings !== undefined && { bindings: options.bindings }),
      count,
      keep,
    });
  return {
    fresh: async (user, options = {}) => clientToken(ask, await make(user, 1, true, options)),
    bulk: async (user, count, options = {}) => {
      const answer = await make(user, count, false, options);
      if (answer.tokens === undefined) throw new Error(`token maker: ${answer.error}`);
      return answer.tokens;
    },
    stop: () => endOf(child),
  };
}

function clientToken(ask: (order: MakerOrder) => Promise<MakerAnswer>, made: MakerAnswer): ClientToken {
  const base64 = made.tokens?.[0];
  const login = made.login;
  if (base64 === undefined || login === undefined) throw new Error(`token maker: ${made.error}`);
  let next: string | undefined;
  return {
    base64,
    next: () => next,
    verify: async (answer) => {
      const said = await ask({ kind: 'finish', login, answer });
      next = said.tokens?.[0];
      if (said.complete === true) return 'complete';
      return said.error ?? 'incomplete';
    },
  };
}

function conversation(child: Child): (order: MakerOrder) => Promise<MakerAnswer> {
  const waiting: ((answer: MakerAnswer) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) =>
    waiting.shift()?.(JSON.parse(line) as MakerAnswer),
  );
  const fail = (error: string): void => {
    for (const resolve of waiting.splice(0)) resolve({ error });
  };
  child.once('error', (error) => fail(error.message));
  child.once('exit', (code, signal) => fail(`the token maker ended with ${signal ?? `exit code ${code}`}`));
  child.stdin.on('error', (error) => fail(error.message));
  return (order) =>
    new Promise((resolve) => {
      waiting.push(resolve);
      child.stdin.write(`${JSON.stringify(order)}\n`);
    });
}

function endOf(child: Child): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
    child.stdin.end();
  });
}
