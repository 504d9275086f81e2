import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadable } from '../kit/facts.js';

/** One directive as `apache2 -L` lists it: name, source file, usage and places, the last two as printed. */
export interface Listed {
  readonly name: string;
  readonly file: string;
  readonly usage: string;
  readonly places: string;
}

/** `apache2 -L` under an MPM, with all of Debian's modules. */
export function listByApache(mpm: string): readonly Listed[] {
  const folder = mkdtempSync(join(tmpdir(), 'kerbgate-list-'));
  const path = join(folder, 'main.conf');
  const modules = loadable(mpm, mpm === 'prefork' ? 'cgi' : 'cgid');
  const lines = [`ServerRoot ${folder}`, 'ServerName localhost', `ErrorLog ${folder}/error.log`, ...modules];
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  const { stdout, error } = spawnSync('apache2', ['-L', '-f', path], { encoding: 'latin1' });
  rmSync(folder, { recursive: true });
  if (error) throw error;
  return readListing(stdout);
}

/** Reads the form of `apache2 -L`. */
export function readListing(text: string): readonly Listed[] {
  const entries = [...text.matchAll(/^(\S+) \(([^)]+)\)\n((?:\t.*\n)*)/gm)];
  return entries.map(([, name, file, rest]) => {
    const lines = rest!.split('\n').map((line) => line.trim());
    const at = lines.findIndex((line) => line.startsWith('Allowed in '));
    return {
      name: name!,
      file: file!,
      usage: lines.slice(0, at).join(' '),
      places: lines.slice(at).join(' ').trim(),
    };
  });
}
