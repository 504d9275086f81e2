import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemErrorText } from '../source/system-error.js';
import { CommandFailed, exitCodes } from './exit-codes.js';

/** A file as it was read and as it shall be; path and texts are byte strings. */
export interface Rewrite {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

interface Prepared {
  readonly path: string;
  readonly target: Buffer;
  readonly temporary: Buffer;
}

/**
 * Writes files anew, each beside itself and then in its place, so that whoever reads one finds it whole; modes, owners and symbolic links
 * stay. All are written before the first one is replaced: where one cannot be, CommandFailed says so and all are as they were. Of two
 * paths to one file the first counts.
 */
export function writeWhole(rewrites: readonly Rewrite[]): void {
  const prepared: Prepared[] = [];
  try {
    for (const rewrite of rewrites) tried(rewrite.path, () => prepared.push(prepare(rewrite)));
    const first = new Map(prepared.toReversed().map((each) => [each.target.toString('latin1'), each]));
    for (const { path, temporary, target } of first.values())
      tried(path, () => renameSync(temporary, target));
  } finally {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
  }
}

function prepare({ path, before, after }: Rewrite): Prepared {
  const target = realpathSync(Buffer.from(path, 'latin1'), 'buffer');
  const status = statSync(target);
  accessSync(target, constants.W_OK);
  // An administrator could write it all the same, but somebody took care that nobody does by mistake.
  if ((status.mode & 0o222) === 0) throw new Error('it is read-only');
  // The file that takes its place is a new one: the other names would lead to the old text.
  if (status.nlink > 1)
    throw new Error(
      `it has ${status.nlink} names (hard links), and the others would keep the old text: make it a file of its own, or change it by hand`,
    );
  if (readFileSync(target, 'latin1') !== before) throw new Error('it is not as it was when it was read');
  const name = target.toString('latin1');
  const beside = join(dirname(name), `.${basename(name)}.${randomBytes(6).toString('hex')}`);
  const temporary = Buffer.from(beside, 'latin1');
  try {
    writeLike(temporary, Buffer.from(after, 'latin1'), status);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return { path, target, temporary };
}

/** A keytab's path or a password may stand in it: until it has its owner nobody else reads it. */
function writeLike(path: Buffer, bytes: Buffer, { mode, uid, gid }: Stats): void {
  writeFileSync(path, bytes, { flag: 'wx', mode: 0o600, flush: true });
  const made = statSync(path);
  if (made.uid !== uid || made.gid !== gid) chownSync(path, uid, gid);
  chmodSync(path, mode & 0o7777);
}

function tried(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const name = Buffer.from(path, 'latin1').toString('utf8');
    const said = error as NodeJS.ErrnoException;
    const reason = said.code === undefined ? said.message : systemErrorText(error);
    throw new CommandFailed(`${name} cannot be written: ${reason}`, exitCodes.usage);
  }
}
