import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Running, runProgram, startProcess, untilListening } from './process.js';

/** A real nginx on loopback. */
export interface Nginx {
  /** What it wrote to its error log. */
  log(): string;
  stop(): Promise<void>;
}

const program = '/usr/sbin/nginx';
const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'] as const;

/** Writes the lines around a text for the http block that make it a server of its own in a folder; gives the file. */
export function writeNginx(folder: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'nginx.conf');
  const own = join(folder, 'kerbgate.conf');
  writeFileSync(own, text, 'latin1');
  writeFileSync(
    file,
    [
      'daemon off;',
      'worker_processes 1;',
      `pid ${folder}/nginx.pid;`,
      'error_log stderr info;',
      ...(process.getuid?.() === 0 ? ['user www-data;'] : []),
      'events { worker_connections 256; }',
      'http {',
      'access_log off;',
      ...temporary.map((name) => `${name}_temp_path ${folder}/${name};`),
      `include ${own};`,
      '}',
      '',
    ].join('\n'),
  );
  return file;
}

/** What `nginx -t` says of such a text; throws where it refuses it. */
export const testNginx = (folder: string, text: string): string =>
  runProgram(program, ['-e', 'stderr', '-t', '-c', writeNginx(folder, text)], environment);

/** Starts nginx on such a text and waits until a port answers. */
export async function startNginx(folder: string, port: number, text: string): Promise<Nginx> {
  const running: Running = startProcess(
    program,
    ['-e', 'stderr', '-c', writeNginx(folder, text)],
    environment,
  );
  try {
    await untilListening(running, port);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { log: () => running.output(), stop: () => running.stop() };
}
