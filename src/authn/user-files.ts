import type { GroupsOf, UserEntry } from '../evaluate/need.js';
import { cutWord } from '../syntax/words.js';
import { costClass } from './hash-kinds.js';
import { type Indexed, LineFiles, type LineIndexer } from './text-lines.js';

/** Hashes by user, or by user and realm; and one hash of the kind that most have. */
interface Users {
  readonly hashes: Map<string, string>;
  readonly classes: Map<string, { count: number; readonly hash: string }>;
}

/** httpd reads lines of users into a buffer of 8192 bytes, and those of groups into one that grows. */
const longestUserLine = 8190;

/** Members of all groups of a file. */
const mostMembers = 4_000_000;

/** Files of users and of groups, as httpd's modules read them. */
export class UserFiles {
  readonly #users = new LineFiles(() => indexUsers(false), longestUserLine);
  readonly #realms = new LineFiles(() => indexUsers(true), longestUserLine);
  readonly #groups = new LineFiles(indexGroups);

  /** A user's hash; with a realm from a file in htdigest's form. Names are byte strings. */
  async entry(path: string, user: string | undefined, realm: string | undefined): Promise<UserEntry> {
    const users: Indexed<Users> = await (realm === undefined ? this.#users : this.#realms).of(path);
    if ('unreadable' in users) return users;
    const { hashes, classes } = users.index;
    const hash = user === undefined ? undefined : hashes.get(keyOf(user, realm));
    return { hash, usual: usualOf(classes) };
  }

  /** The groups that list a user, in lower case. */
  async groups(path: string, user: string): Promise<GroupsOf> {
    const groups = await this.#groups.of(path);
    if ('unreadable' in groups) return groups;
    return { groups: [...(groups.index.get(user) ?? [])] };
  }
}

const keyOf = (user: string, realm: string | undefined): string =>
  realm === undefined ? user : `${user}:${realm}`;

/** Several colons count as one. The first line of a user counts; one without a hash fits no password. */
function indexUsers(withRealm: boolean): LineIndexer<Users> {
  const index: Users = { hashes: new Map(), classes: new Map() };
  return {
    index,
    line(line) {
      const [user = '', ...rest] = line.split(/:+/);
      const [realm, hash = ''] = withRealm ? rest : [undefined, rest[0]];
      const key = keyOf(user, withRealm ? (realm ?? '') : undefined);
      if (index.hashes.has(key)) return;
      index.hashes.set(key, hash);
      count(index.classes, hash);
    },
  };
}

function count(classes: Users['classes'], hash: string): void {
  const name = costClass(hash);
  const known = classes.get(name);
  if (known) known.count++;
  else classes.set(name, { count: 1, hash });
}

function usualOf(classes: Users['classes']): string | undefined {
  let most: { readonly count: number; readonly hash: string } | undefined;
  for (const each of classes.values()) if (!most || each.count > most.count) most = each;
  return most?.hash;
}

function indexGroups(): LineIndexer<Map<string, Set<string>>> {
  const index = new Map<string, Set<string>>();
  let passed = 0;
  return {
    index,
    line(line) {
      const colon = line.indexOf(':');
      if (colon === -1) return;
      const group = line.slice(0, colon).trimEnd().toLowerCase();
      const members = line.slice(colon).replace(/^:+/, '');
      for (let word = cutWord(members, 0); word; word = cutWord(members, word.next)) {
        if (++passed > mostMembers) throw new Error(`the groups have more than ${mostMembers} members`);
        const known = index.get(word.value);
        if (known) known.add(group);
        else index.set(word.value, new Set([group]));
      }
    },
  };
}
