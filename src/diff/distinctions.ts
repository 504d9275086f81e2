import type { Regex } from '../ruleset/text.js';

/** What parts of a ruleset tell requests apart by, with values that make a difference. */
export interface Distinctions {
  readonly methods: Set<string>;
  /** Values by the name of a request field in lower case. */
  readonly fields: Map<string, Set<string>>;
  readonly queries: Set<string>;
  /** Ranges of addresses, as written. */
  readonly ranges: Set<string>;
  readonly addresses: Set<string>;
  readonly addressPatterns: Map<string, Regex>;
  /** Names and domains of clients. */
  readonly clientNames: Set<string>;
  readonly users: Set<string>;
  /** Those of KrbAuthRealms. */
  readonly realms: Set<string>;
  readonly groups: Set<string>;
  readonly groupFiles: Set<string>;
  readonly userFiles: Set<string>;
  /** Arguments of ldap requirements. */
  readonly directory: Set<string>;
  /** `name=value`. */
  readonly attributes: Set<string>;
  readonly hosts: Set<string>;
  readonly paths: Set<string>;
  readonly cookies: Set<string>;
  /** Keys of sessions, in JSON. */
  readonly sessionKeys: Set<string>;
  /** Request fields that are edited on their way to an upstream. */
  readonly edited: Set<string>;
  /** Bounds of request bodies. */
  readonly lengths: Set<number>;
  /** Values that variables are compared with, by name. */
  readonly variables: Map<string, Set<string>>;
  readonly flags: Set<Flag>;
  /** Parts that no value could be made for. */
  readonly unread: Set<string>;
}

/** What a request may or may not have. */
export type Flag =
  | 'tls'
  | 'certificate'
  | 'version'
  | 'files'
  | 'ticket'
  | 'password'
  /** Mechanisms besides Kerberos are taken. */
  | 'mechanisms'
  /** Passwords are asked of a KDC. */
  | 'principal'
  | 'sessions'
  | 'local'
  | 'named users';

/** A host that no configuration names; reserved for documentation (RFC 2606). */
export const strangeHost = 'other.example';

export function noDistinctions(): Distinctions {
  return {
    methods: new Set(),
    fields: new Map(),
    queries: new Set(),
    ranges: new Set(),
    addresses: new Set(),
    addressPatterns: new Map(),
    clientNames: new Set(),
    users: new Set(),
    realms: new Set(),
    groups: new Set(),
    groupFiles: new Set(),
    userFiles: new Set(),
    directory: new Set(),
    attributes: new Set(),
    hosts: new Set(),
    paths: new Set(),
    cookies: new Set(),
    sessionKeys: new Set(),
    edited: new Set(),
    lengths: new Set(),
    variables: new Map(),
    flags: new Set(),
    unread: new Set(),
  };
}

/** Values for something that is known by name. */
export function addNamed(to: Map<string, Set<string>>, name: string, values: Iterable<string>): void {
  const known = to.get(name) ?? new Set<string>();
  for (const value of values) known.add(value);
  to.set(name, known);
}

/** Takes over all that another one has. */
export function addDistinctions(to: Distinctions, from: Distinctions): void {
  for (const key of Object.keys(from) as (keyof Distinctions)[]) {
    const [own, other] = [to[key], from[key]];
    if (own instanceof Set && other instanceof Set) for (const each of other) (own as Set<unknown>).add(each);
  }
  for (const [name, regex] of from.addressPatterns) to.addressPatterns.set(name, regex);
  for (const [name, values] of from.fields) addNamed(to.fields, name, values);
  for (const [name, values] of from.variables) addNamed(to.variables, name, values);
}

/** What two sides tell apart together: first what only one of them has, so that bounds on numbers leave out what both have. */
export function bothDistinctions(one: Distinctions, other: Distinctions): Distinctions {
  const told = noDistinctions();
  for (const [own, beside] of [
    [one, other],
    [other, one],
  ] as const)
    addDistinctions(told, withoutThoseOf(own, beside));
  addDistinctions(told, one);
  addDistinctions(told, other);
  return told;
}

function withoutThoseOf(own: Distinctions, beside: Distinctions): Distinctions {
  const left = noDistinctions();
  for (const key of Object.keys(own) as (keyof Distinctions)[]) {
    const [mine, theirs, to] = [own[key], beside[key], left[key]];
    if (!(mine instanceof Set && theirs instanceof Set && to instanceof Set)) continue;
    for (const each of mine) if (!(theirs as Set<unknown>).has(each)) (to as Set<unknown>).add(each);
  }
  for (const key of ['fields', 'variables'] as const)
    for (const [name, values] of own[key]) {
      const known = beside[key].get(name);
      addNamed(
        left[key],
        name,
        [...values].filter((value) => !known?.has(value)),
      );
    }
  for (const [name, regex] of own.addressPatterns)
    if (!beside.addressPatterns.has(name)) left.addressPatterns.set(name, regex);
  return left;
}
