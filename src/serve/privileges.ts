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
  if (core.user === undefined) throw new StartProblem([noUser]);
  const entry = findUser(core.user);
  if (!entry) throw new StartProblem([`AH00543: httpd: bad user name ${core.user}`]);
  const gid = core.group === undefined ? entry.gid : findGroup(core.group);
  if (gid === undefined) throw new StartProblem([`AH00544: httpd: bad group name ${core.group}`]);
  if (entry.uid === 0) throw new StartProblem([noUser]);
  return { user: entry.name, uid: entry.uid, gid };
}

const noUser =
  'AH00136: Server MUST relinquish startup privileges before accepting connections: it was started as root, so say who shall ' +
  'serve, for example "User www-data" and "Group www-data"';

interface UserEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** A user of the system by `name` or `#number`. */
export function findUser(name: string): UserEntry | undefined {
  const number = /^#(-?\d+)$/.exec(name)?.[1];
  for (const [user, , uid, gid] of entriesOf('/etc/passwd')) {
    if (user === undefined || (number === undefined ? user !== name : uid !== number)) continue;
    return { name: user, uid: Number(uid), gid: Number(gid) };
  }
  if (number === undefined || Number(number) < 0) return undefined;
  return { name: number, uid: Number(number), gid: Number(number) };
}

/** The number of a group by `name` or `#number`. */
export function findGroup(name: string): number | undefined {
  const number = /^#(\d+)$/.exec(name)?.[1];
  if (number !== undefined) return Number(number);
  for (const [group, , gid] of entriesOf('/etc/group')) if (group === name) return Number(gid);
  return undefined;
}

function entriesOf(file: string): string[][] {
  return readFileSync(file, 'latin1')
    .split('\n')
    .map((line) => line.split(':'));
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
