import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { type Configuration, testedFile } from './configuration.js';

const available = '/etc/apache2/mods-available';

/** What a file of Debian says about a module. */
interface LoadFile {
  readonly identifier: string;
  readonly line: string;
  /** Names of files of modules that must be there before. */
  readonly needs: readonly string[];
}

let files: ReadonlyMap<string, LoadFile> | undefined;

/** The load file of every module Debian has put here, by its name; of the MPMs only event. */
function loadFiles(): ReadonlyMap<string, LoadFile> {
  files ??= new Map(
    readdirSync(available)
      .filter((name) => name.endsWith('.load') && !/^mpm_(?:prefork|worker)\./.test(name))
      .sort()
      .flatMap((name) => {
        const text = readFileSync(join(available, name), 'latin1');
        const found = /^\s*(LoadModule\s+(\S+)\s+\S+)/im.exec(text);
        const needs = /^# Depends: (.*)/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
        if (name === 'dav_lock.load') needs.push('dav'); // Debian does not say so
        return found ? [[name.slice(0, -5), { identifier: found[2]!, line: found[1]!, needs }] as const] : [];
      }),
  );
  return files;
}

/** Names of all modules that can be loaded. */
export function moduleNames(): readonly string[] {
  return [...loadFiles().keys()];
}

/** LoadModule lines for modules by name, those they need first. */
function loadLines(names: readonly string[]): readonly string[] {
  const lines = new Set<string>();
  const add = (name: string): void => {
    const file = loadFiles().get(name);
    file?.needs.forEach(add);
    if (file) lines.add(file.line);
  };
  names.forEach(add);
  return [...lines];
}

/** A server root of its own in which configurations are written, one at a time. */
export class Place {
  readonly folder = makeScratch('differential');
  readonly main = join(this.folder, 'main.conf');

  constructor() {
    for (const name of ['logs', 'folder', 'conf']) mkdirSync(join(this.folder, name));
    writeFileSync(join(this.folder, 'file'), 'a line\n');
    writeFileSync(join(this.folder, 'empty'), '');
    writeFileSync(join(this.folder, 'folder', 'inside.conf'), '# nothing\n');
    writeFileSync(join(this.folder, 'conf', 'part.conf'), 'SetEnv PART yes\n');
    writeFileSync(join(this.folder, 'conf', 'wrong.conf'), '# one\nAuthTyp x\n');
  }

  write({ modules, files }: Configuration): void {
    const loaded = loadLines(modules === 'all' ? moduleNames() : modules);
    const preamble = [
      `ServerRoot ${this.folder}`,
      'ServerName localhost',
      `ErrorLog ${this.folder}/error.log`,
    ];
    const main = [...preamble, ...loaded, `Include ${join(this.folder, testedFile)}`];
    writeFileSync(this.main, main.map((line) => `${line}\n`).join(''));
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(this.folder, name), text.replaceAll('{DIR}', this.folder), 'latin1');
  }

  remove(): void {
    dropScratch(this.folder);
  }
}
