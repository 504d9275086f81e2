import type { GroupsOf, UserEntry } from '../evaluate/need.js';
import { cutWord } from '../syntax/words.js';

/** Files of users and groups, read once where they can be read. */
export class KnownFiles {
  readonly #readFile: (path: string) => string | undefined;
  readonly #users = new Map<string, ReadonlyMap<string, string> | undefined>();
  readonly #groups = new Map<string, ReadonlyMap<string, readonly string[]> | undefined>();
  /** Files that were asked for and could not be read. */
  readonly unreadable = new Set<string>();

  constructor(readFile: (path: string) => string | undefined = () => undefined) {
    this.#readFile = readFile;
  }

  /** The text of any other file. */
  text(path: string): string | undefined {
    return this.#read(path);
  }

  /** The users of a file in htpasswd's form, or in htdigest's with `user:realm`. */
  users(path: string): ReadonlyMap<string, string> | undefined {
    if (!this.#users.has(path)) this.#users.set(path, usersIn(this.#read(path)));
    return this.#users.get(path);
  }

  /** The groups of each user of a file, in lower case. */
  groups(path: string): ReadonlyMap<string, readonly string[]> | undefined {
    if (!this.#groups.has(path)) this.#groups.set(path, groupsIn(this.#read(path)));
    return this.#groups.get(path);
  }

  /** A user's entry; `undefined` where the file cannot be read. */
  entry(path: string, user: string | undefined, realm: string | undefined): UserEntry | undefined {
    const users = this.users(path);
    if (!users) return undefined;
    const key = realm === undefined ? user : `${user}:${realm}`;
    return { hash: key === undefined ? undefined : users.get(key), usual: undefined };
  }

  /** A user's groups; `undefined` where the file cannot be read. */
  groupsOf(path: string, user: string): GroupsOf | undefined {
    const groups = this.groups(path);
    return groups && { groups: groups.get(user) ?? [] };
  }

  #read(path: string): string | undefined {
    const text = this.#readFile(path);
    if (text === undefined) this.unreadable.add(path);
    return text;
  }
}

/** Comments and empty lines are none; in htdigest's form the realm belongs to the key. */
function usersIn(text: string | undefined): ReadonlyMap<string, string> | undefined {
  if (text === undefined) return undefined;
  const users = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line === '' || line.startsWith('#')) continue;
    const [user = '', second = '', third] = line.split(/:+/);
    const key = third === undefined ? user : `${user}:${second}`;
    if (!users.has(key)) users.set(key, third ?? second);
    if (third !== undefined && !users.has(user)) users.set(user, second);
  }
  return users;
}

function groupsIn(text: string | undefined): ReadonlyMap<string, readonly string[]> | undefined {
  if (text === undefined) return undefined;
  const groups = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon === -1 || line.startsWith('#')) continue;
    const group = line.slice(0, colon).trimEnd().toLowerCase();
    const members = line.slice(colon + 1);
    for (let word = cutWord(members, 0); word; word = cutWord(members, word.next)) {
      const own = groups.get(word.value) ?? [];
      own.push(group);
      groups.set(word.value, own);
    }
  }
  return groups;
}
