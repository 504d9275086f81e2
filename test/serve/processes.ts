import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type Running, startProcess, untilListening } from '../kit/process.js';
import { compiled, projectFolder } from '../kit/project.js';
import { dropScratch, freePort, giveBack, makeScratch } from '../kit/scratch.js';
import { until, untilText } from '../kit/wait.js';

export { until };

export const isRoot = process.getuid?.() === 0;

/** A folder with a configuration on a free port, and what was started on it. */
export interface Stage {
  readonly folder: string;
  readonly port: number;
  /** Writes the configuration; `text` follows the lines every server needs. */
  configure(text: string): string;
  /** Starts bin/kerbgate on it and waits until all its workers listen. */
  start(args: readonly string[]): Promise<Running>;
  /** The error log so far. A line may come after its answer. */
  log(): string;
  /** Waits until the error log holds something, and gives it. */
  untilLog(pattern: RegExp | string): Promise<string>;
  /** Stops everything that was started and gives the whole error log. */
  wholeLog(): Promise<string>;
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
      await untilListening(running, port);
      // The first worker listens before the others do.
      await untilText(() => log(folder), 'resuming normal operations');
      return running;
    },
    log: () => log(folder),
    untilLog: (pattern) => untilText(() => log(folder), pattern),
    async wholeLog() {
      for (const running of started) await running.stop();
      return log(folder);
    },
    get: (path) => get(port, path),
    async close() {
      for (const running of started) await running.stop();
      giveBack(port);
      dropScratch(folder);
    },
  };
}

function log(folder: string): string {
  const file = join(folder, 'error.log');
  return existsSync(file) ? readFileSync(file, 'latin1') : '';
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
