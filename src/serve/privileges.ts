import type { ServerCore } from '../ruleset/core.js';
import { findGroup, findUser, type UserEntry } from '../source/accounts.js';
import { dropPrivileges, type Identity } from '../source/privileges.js';
import { StartProblem } from './start-problem.js';

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

/** Becomes the identity for good; throws StartProblem unless that took effect. */
export function giveUpRights(identity: Identity): void {
  try {
    dropPrivileges(identity);
  } catch (error) {
    throw new StartProblem([error instanceof Error ? error.message : String(error)]);
  }
}
