import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
} from 'node:fs';
import { systemErrorText } from '../source/system-error.js';
import type { StoreOutcome, StoreSettings } from './acceptor.js';
import { releaseCredential } from './credentials.js';
import { importCredential, storeInto } from './delegation.js';
import { type CredentialHandle, none } from './memory.js';
import { GssError } from './status.js';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const pathOf = (path: string): Buffer => Buffer.from(path, 'latin1');
const mostTries = 100;

/**
 * Writes an exported credential into a file. It is made in a folder of its own that nobody else may enter, gets owner and mode there,
 * and is then put in its place at once: no half of it and no wider mode is ever seen, and no link is followed.
 */
export function storeCredential(bytes: Uint8Array, settings: StoreSettings): StoreOutcome {
  const { folder } = settings;
  if (settings.name === '' || /[/\0]/.test(settings.name))
    return { problems: ['the name of a credential file may not be a path'] };
  let name: string;
  try {
    name = settings.unique ? reserve(settings, settings.unique) : settings.name;
  } catch (error) {
    const wanted = `${folder}/${settings.name}${settings.unique === 'dash' ? '-' : ''}XXXXXX`;
    return { problems: [`creating unique ccache file ${wanted} failed: ${systemErrorText(error)}`] };
  }
  return { name, problems: fill(bytes, settings, `${folder}/${name}`) };
}

/** Makes an empty file under a new name. */
function reserve({ folder, name }: StoreSettings, unique: 'dash' | 'plain'): string {
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
  for (let tries = 0; ; tries++) {
    const random = [...randomBytes(6)].map((octet) => letters[octet % letters.length]).join('');
    const chosen = `${name}${unique === 'dash' ? '-' : ''}${random}`;
    try {
      closeSync(openSync(pathOf(`${folder}/${chosen}`), O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600));
      return chosen;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries === mostTries) throw error;
    }
  }
}

function makeFolder(folder: string): string {
  const path = `${folder}/.ccache-${randomBytes(8).toString('hex')}`;
  mkdirSync(pathOf(path), { mode: 0o700 });
  return path;
}

function fill(bytes: Uint8Array, settings: StoreSettings, path: string): readonly string[] {
  let credential = none as CredentialHandle;
  let place: string | undefined;
  try {
    credential = importCredential(bytes);
    // A link in the file's place would only be replaced; a folder there cannot be.
    place = makeFolder(settings.folder);
    const file = `${place}/new`;
    storeInto(credential, `FILE:${file}`);
    const problems = permit(file, path, settings);
    renameSync(pathOf(file), pathOf(path));
    rmdirSync(pathOf(place));
    return problems;
  } catch (error) {
    if (place !== undefined) rmSync(pathOf(place), { recursive: true, force: true });
    const text = error instanceof GssError ? error.failure.text : systemErrorText(error);
    return [`failed to store delegated creds: [${text}]`];
  } finally {
    releaseCredential(credential);
  }
}

/** The owner comes last: who gives a file away may not change its mode any more. */
function permit(file: string, path: string, { mode, owner, group }: StoreSettings): readonly string[] {
  const problems: string[] = [];
  const attempt = (what: string, act: () => void): void => {
    try {
      act();
    } catch (error) {
      problems.push(`failed to set ${what} on file (${path})!: ${systemErrorText(error)}`);
    }
  };
  const now = lstatSync(pathOf(file));
  if (group !== undefined && group !== now.gid)
    attempt(`group (${group})`, () => chownSync(pathOf(file), now.uid, group));
  if (mode !== undefined) attempt(`perms (${mode.toString(8)})`, () => chmodSync(pathOf(file), mode));
  if (owner !== undefined && owner !== now.uid)
    attempt(`user (${owner})`, () => chownSync(pathOf(file), owner, group ?? now.gid));
  return problems;
}

/** Removes a stored credential; what is gone already is no problem. */
export function removeCredential(path: string): void {
  try {
    unlinkSync(pathOf(path));
  } catch {
    // Nobody can do more about it than find the file.
  }
}
