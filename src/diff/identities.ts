import { createHash } from 'node:crypto';
import type { MergedNode } from '../evaluate/sections.js';
import type { Host, Ruleset } from '../ruleset/ruleset.js';

/** Longer texts are kept as their digests. */
const longest = 100;

/**
 * Numbers for parts of rulesets: two that say the same have the same number, wherever and in whatever layout they are written. Texts of
 * conditions are what their expressions say.
 */
export class Identities {
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<object, number>();

  of(object: object): number {
    const known = this.#known.get(object);
    if (known !== undefined) return known;
    const number = this.#numberOf(plainText(object));
    this.#known.set(object, number);
    return number;
  }

  /** Settings and the conditions that may add to them. */
  ofNode(node: MergedNode): string {
    return `${this.of(node.settings)}/${this.of(node.conditions)}`;
  }

  /** What a server says outside of sections. */
  ofHost(host: Host): number {
    const known = this.#known.get(host);
    if (known !== undefined) return known;
    const { core, mod_alias, mod_proxy, mod_rewrite, mod_setenvif, mod_ssl, util_ldap, mod_include, base } =
      host;
    const { errorLog, errorLogFormat, errorLogConnection, errorLogRequest, pidFile, ...rest } = core;
    const text = plainText({
      rest,
      mod_alias,
      mod_proxy,
      mod_rewrite,
      mod_setenvif,
      mod_ssl,
      util_ldap,
      mod_include,
      base,
    });
    const number = this.#numberOf(text);
    this.#known.set(host, number);
    return number;
  }

  /** What holds for all servers. */
  ofWhole(ruleset: Ruleset): number {
    const { modules, authnAliases = {}, authzAliases = {} } = ruleset;
    return this.#numberOf(plainText([[...modules].sort(), authnAliases, authzAliases]));
  }

  #numberOf(text: string): number {
    const key = text.length > longest ? createHash('sha256').update(text).digest('base64') : text;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

const placeKeys: ReadonlySet<string> = new Set(['from', 'title', 'id', 'files']);

/** What a value says, without where it is written and in one order of its names. */
export function plainText(value: unknown): string {
  return JSON.stringify(value, function (this: object, key: string, inner: unknown) {
    if (placeKeys.has(key) && !(key === 'files' && isSections(inner))) return undefined;
    if (key === 'text' && 'expression' in this) return undefined;
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/** The Files sections of a Directory; the names of a ruleset's files are texts. */
const isSections = (value: unknown): boolean =>
  Array.isArray(value) && value.some((each) => typeof each === 'object');
