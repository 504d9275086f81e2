import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ServerCore } from '../ruleset/core.js';
import { StartProblem } from './start-problem.js';

/** Who the workers run as. */
export interface Identity {
  readonly user: string;
  readonly uid: number;
  readonly gid: number;
}

/** Whether this process may become another user. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/**
 * The User and Group of the configuration, looked up; `undefined` when the server was not started as root, which then keeps its
 * user as httpd does. Throws StartProblem for unknown names, and for root without a User.
 */
export function identityOf(core: ServerCore): Identity | undefined {
  if (!isRoot()) return undefined;
  const { user, gid } = checkNames(core);
  if (user === undefined || gid === undefined || user.uid === 0) throw new StartProblem([noUser]);
  return { user: user.name, uid: user.uid, gid };
}

/** What the names in User and Group stand for; throws StartProblem in httpd's words when there is no such user or group. */
export function checkNames(core: ServerCore): {
  readonly user: UserEntry | undefined;
  readonly gid: number | undefined;
} {
  const user = core.user === undefined ? undefined : findUser(core.user);
  if (core.user !== undefined && !user)
    throw new StartProblem([`AH00543: httpd: bad user name ${core.user}`]);
  const gid = core.group === undefined ? user?.gid : findGroup(core.group);
  if (core.group !== undefined && gid === undefined)
    throw new StartProblem([`AH00544: httpd: bad group name ${core.group}`]);
  return { user, gid };
}

const noUser =
  'AH00136: Server MUST relinquish startup privileges before accepting connections: it was started as root, so say who shall ' +
  'serve, for example "User www-data" and "Group www-data"';

/** A user of the system. */
export interface UserEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** A user of the system by `name` or `#number`. */
export function findUser(name: string): UserEntry | undefined {
  const number = numberOf(name);
  const entry = entryOf('passwd', name, number);
  if (entry) return { name: entry[0]!, uid: Number(entry[2]), gid: Number(entry[3]) };
  return number === undefined ? undefined : { name: String(number), uid: number, gid: number };
}

/** The number of a group by `name` or `#number`. */
export function findGroup(name: string): number | undefined {
  const number = numberOf(name);
  if (number !== undefined) return number;
  const entry = entryOf('group', name, undefined);
  return entry && Number(entry[2]);
}

function numberOf(name: string): number | undefined {
  const digits = /^#(\d{1,10})$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The fields of an entry: from the system's own file, else from wherever the name service looks (a directory server, say). */
function entryOf(
  list: 'passwd' | 'group',
  name: string,
  number: number | undefined,
): readonly string[] | undefined {
  const fits = (entry: readonly string[]): boolean =>
    number === undefined ? entry[0] === name : entry[2] === String(number);
  const own = entriesIn(textOf(`/etc/${list}`)).find(fits);
  if (own || !/^[\w.@\\-]+$/.test(name)) return own;
  const { stdout } = spawnSync('getent', [list, '--', name], { encoding: 'latin1', timeout: 5000 });
  return entriesIn(stdout ?? '').find(fits);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function entriesIn(text: string): readonly (readonly string[])[] {
  return text.split('\n').map((line) => line.split(':'));
}

/** What @types/node leaves out. */
type WithGroups = typeof process & { initgroups(user: string, gid: number): void };

/**
 * Becomes the identity for good: supplementary groups first, then the group, then the user, because each step needs the rights that
 * the next one gives away. Throws unless all of it took effect and there is no way back.
 */
export function dropPrivileges({ user, uid, gid }: Identity): void {
  if (/^\d+$/.test(user)) process.setgroups!([gid]);
  else (process as WithGroups).initgroups(user, gid);
  process.setgid!(gid);
  process.setuid!(uid);
  verify(uid, gid);
}

function verify(uid: number, gid: number): void {
  const groups = process.getgroups!();
  const asWanted =
    process.getuid!() === uid &&
    process.geteuid!() === uid &&
    process.getgid!() === gid &&
    process.getegid!() === gid &&
    (gid === 0 || !groups.includes(0));
  if (!asWanted || canReturn(uid))
    throw new StartProblem([`privileges of root could not be given up for user ${uid}`]);
}

function canReturn(uid: number): boolean {
  if (uid === 0) return false;
  try {
    process.setuid!(0);
    return true;
  } catch {
    return false;
  }
}
