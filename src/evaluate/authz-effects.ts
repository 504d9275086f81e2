import type { Exchange } from './exchange.js';
import type { ConnectionFacts } from './facts.js';
import { setNamedValue } from './named-values.js';
import { type KnownName, knownName, rememberName } from './remote-host.js';

/** What the tests of an authorization may change: who the user is, variables, and what is known of the client's name. */
export interface Mark {
  readonly user: string | undefined;
  readonly env: ReadonlyMap<string, string>;
  readonly client: KnownName | undefined;
}

/** How things stand now, to be returned to. */
export function markOf({ user, env, connection }: Exchange): Mark {
  return { user, env: new Map(env), client: knownName(connection) };
}

/** Takes back what tests have changed since. */
export function returnTo({ user, env, client }: Mark, exchange: Exchange): void {
  exchange.user = user;
  exchange.env.clear();
  for (const [name, value] of env) exchange.env.set(name, value);
  rememberName(exchange.connection, client);
}

/** What one test has changed. */
export interface Effects {
  readonly user: string | undefined;
  readonly variables: readonly (readonly [name: string, value: string])[];
}

/** What has changed since the mark; tests only ever set variables. */
export function effectsSince(mark: Mark, { user, env }: Exchange): Effects {
  return { user, variables: [...env].filter(([name, value]) => mark.env.get(name) !== value) };
}

/** Does again what a test did, where its place is reached with its answer. */
export function repeatEffects({ user, variables }: Effects, exchange: Exchange): void {
  exchange.user = user;
  for (const [name, value] of variables) setNamedValue(exchange.env, name, value);
}

/**
 * Answers to looks at other paths and names. What such a look found out about the client's name is known again where its answer is
 * read.
 */
export class LookAnswers extends Map<string, boolean> {
  readonly #connection: ConnectionFacts;
  readonly #learned = new Map<string, KnownName>();

  constructor(connection: ConnectionFacts) {
    super();
    this.#connection = connection;
  }

  override get(key: string): boolean | undefined {
    const learned = this.#learned.get(key);
    if (learned && !knownName(this.#connection)) rememberName(this.#connection, learned);
    return super.get(key);
  }

  override set(key: string, answer: boolean): this {
    const known = knownName(this.#connection);
    if (known) this.#learned.set(key, known);
    return super.set(key, answer);
  }
}
