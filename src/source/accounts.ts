import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

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

/** The name of a user or group by its number. */
export function accountName(list: 'passwd' | 'group', number: number): string | undefined {
  return entryOf(list, String(number), number)?.[0];
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
