import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Running, startProcess, untilListening } from '../kit/process.js';
import { compiled, projectFolder } from '../kit/project.js';
import { dropScratch, freePort, makeScratch } from '../kit/scratch.js';

export const isRoot = process.getuid?.() === 0;

/** A folder with a configuration on a free port, and what was started on it. */
export interface Stage {
  readonly folder: string;
  readonly port: number;
  /** Writes the configuration; `text` follows the lines every server needs. */
  configure(text: string): string;
  /** Starts bin/kerbgate on it and waits until all its workers listen. */
  start(args: readonly string[]): Promise<Running>;
  log(): string;
  /** The status of a GET on a new connection. */
  get(path: string): Promise<number>;
  /** Ends everything and removes the folder. */
  close(): Promise<void>;
}

/** Prepares a folder and a port. */
export async function makeStage(): Promise<Stage> {
  compiled('src/cli/main.js');
  const folder = makeScratch('processes');
  const port = await freePort();
  const started: Running[] = [];
  mkdirSync(join(folder, 'htdocs'));
  writeFileSync(join(folder, 'htdocs', 'index.html'), 'hello\n');
  return {
    folder,
    port,
    configure: (text) => configure(folder, port, text),
    async start(args) {
      const running = startProcess(process.execPath, [join(projectFolder, 'bin', 'kerbgate'), ...args], {
        PATH: process.env.PATH ?? '',
      });
      started.push(running);
      await untilListening(running, port, 60);
      // The first worker listens before the others do.
      await until('all workers listen', () => log(folder).includes('resuming normal operations'));
      return running;
    },
    log: () => log(folder),
    get: (path) => get(port, path),
    async close() {
      for (const running of started) await running.stop();
      dropScratch(folder);
    },
  };
}

function log(folder: string): string {
  return readFileSync(join(folder, 'error.log'), 'latin1');
}

function configure(folder: string, port: number, text: string): string {
  const file = join(folder, 'httpd.conf');
  const lines = [
    `ServerRoot ${folder}`,
    'ServerName localhost',
    `Listen 127.0.0.1:${port}`,
    `PidFile ${folder}/httpd.pid`,
    `ErrorLog ${folder}/error.log`,
    `DocumentRoot ${folder}/htdocs`,
    ...(isRoot ? ['User www-data', 'Group www-data'] : []),
    text,
    '',
  ];
  writeFileSync(file, lines.join('\n'));
  return file;
}

/** The status of a GET on a new connection; rejects when there is no answer. */
export function get(port: number, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** Waits until something holds; throws after a minute, which only a hang takes. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`waited in vain: ${what}`);
    await delay(20);
  }
}

/** Process ids of a process's children. */
export function childrenOf(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Whether a process is there and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}
