/** Who a process becomes that was started as root. */
export interface Identity {
  readonly user: string;
  readonly uid: number;
  readonly gid: number;
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
    throw new Error(`privileges of root could not be given up for user ${uid}`);
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
