import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { CommandFailed, exitCodes } from './exit-codes.js';

/** A file of a tree, by where it really is; paths and texts are byte strings. */
export interface TreeFile {
  readonly real: string;
  readonly after: string;
}

/** Files and the links that lead to them: a link's own path, and where it leads; folders that the tree has whole, as far as it has files. */
export interface Tree {
  readonly folders: readonly string[];
  readonly files: readonly TreeFile[];
  readonly links: readonly (readonly [string, string])[];
}

/**
 * Writes files into a new folder, below each other as they are, with the links that lead to them; gives the folder that they are copied
 * from. The folder is there whole or not at all; one that holds something already is refused.
 */
export function writeTree(folder: string, { folders, files, links }: Tree): string {
  const paths = [...files.map(({ real }) => real), ...links.map(([path]) => posix.resolve(path))];
  const base = commonFolder([
    ...paths.map((path) => posix.dirname(path)),
    ...folders.map((path) => posix.resolve(path)),
  ]);
  writeNewFolder(folder, (temporary) => {
    for (const { real, after } of files) writeBelow(temporary, relativeTo(base, real), real, after);
    for (const [path, real] of links) linkBelow(temporary, base, posix.resolve(path), real);
  });
  return base;
}

/** Writes files that were not there before into a new folder, readable for nobody else: a keytab's path or a password may stand in them. */
export function writeNewFiles(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): void {
  writeNewFolder(folder, (temporary) => {
    for (const { name, text } of files)
      writeFileSync(join(temporary, name), text, { encoding: 'latin1', mode: 0o600 });
  });
}

/** The folder is there whole or not at all. */
function writeNewFolder(folder: string, fill: (temporary: string) => void): void {
  const target = resolve(folder);
  const temporary = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    if (existsSync(target) && readdirSync(target).length > 0)
      throw new Error('it is there already and not empty');
    mkdirSync(temporary, { recursive: true, mode: 0o755 });
    fill(temporary);
    if (existsSync(target)) rmdirSync(target);
    renameSync(temporary, target);
  } catch (error) {
    throw new CommandFailed(`${folder} cannot be written: ${(error as Error).message}`, exitCodes.usage);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

const asPath = (bytes: string): Buffer => Buffer.from(bytes, 'latin1');

const relativeTo = (base: string, path: string): string => path.slice(base === '/' ? 1 : base.length + 1);

/** A keytab's path or a password may stand in it: it is read by those who read what it was made of. */
function writeBelow(folder: string, path: string, real: string, text: string): void {
  const target = Buffer.concat([Buffer.from(`${folder}/`), asPath(path)]);
  mkdirSync(asPath(dirname(target.toString('latin1'))), { recursive: true, mode: 0o755 });
  writeFileSync(target, asPath(text), { flag: 'wx', mode: 0o600, flush: true });
  chmodSync(target, statSync(asPath(real)).mode & 0o666);
}

function linkBelow(folder: string, base: string, path: string, real: string): void {
  const at = Buffer.concat([Buffer.from(`${folder}/`), asPath(relativeTo(base, path))]);
  if (existsSync(at)) return;
  mkdirSync(asPath(dirname(at.toString('latin1'))), { recursive: true, mode: 0o755 });
  symlinkSync(asPath(relative(dirname(path), real)), at);
}

/** The deepest folder that holds all of them. */
function commonFolder([first = '/', ...others]: readonly string[]): string {
  return others.reduce((common, folder) => {
    let known = common;
    while (known !== '/' && folder !== known && !folder.startsWith(`${known}/`)) known = posix.dirname(known);
    return known;
  }, first);
}
