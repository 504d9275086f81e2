import { closeSync, constants, fchmodSync, fchownSync, fstatSync, openSync, type Stats } from 'node:fs';
import type { StoreSettings } from '../gssapi/acceptor.js';
import { systemErrorText } from '../source/system-error.js';

/** Owner and mode that a file is to have; what is absent stays as it is. */
export type FilePermissions = Pick<StoreSettings, 'mode' | 'owner' | 'group'>;

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * Gives a credential file the owner and mode that its place wants; tells what went wrong. Links are not followed, and a file with
 * a second name is left alone: in a folder that others may write to, either would lead to somebody else's file.
 */
export function permitCredential(path: string, wanted: FilePermissions): readonly string[] {
  let file: number;
  try {
    file = openSync(Buffer.from(path, 'latin1'), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    return [`failed to open file (${path}) for its permissions!: ${systemErrorText(error)}`];
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.nlink > 1)
      return [`failed to set permissions on (${path})!: not a file of its own`];
    return permit(file, path, stats, wanted);
  } finally {
    closeSync(file);
  }
}

/** The owner comes last: who gives a file away may not change it any more. */
function permit(
  file: number,
  path: string,
  stats: Stats,
  { mode, owner, group }: FilePermissions,
): readonly string[] {
  const problems: string[] = [];
  const attempt = (what: string, act: () => void): void => {
    try {
      act();
    } catch (error) {
      problems.push(`failed to set ${what} on file (${path})!: ${systemErrorText(error)}`);
    }
  };
  if (group !== undefined && group !== stats.gid)
    attempt(`group (${group})`, () => fchownSync(file, stats.uid, group));
  if (mode !== undefined && mode !== (stats.mode & 0o7777))
    attempt(`perms (${mode.toString(8)})`, () => fchmodSync(file, mode));
  if (owner !== undefined && owner !== stats.uid)
    attempt(`user (${owner})`, () => fchownSync(file, owner, fstatSync(file).gid));
  return problems;
}
