import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Running, runProgram, startProcess, untilListening } from './process.js';
import { freePort, giveBack } from './scratch.js';
import { untilText } from './wait.js';

/** A web server under test: real Apache or kerbgate, on a configuration file of its own. */
export interface WebServer {
  readonly name: 'apache' | 'kerbgate';
  readonly port: number;
  readonly pid: number;
  /** The complete configuration file, as written for it. */
  readonly file: string;
  /** Everything it logged so far: its error log, and what it wrote to the terminal. A line may come after its answer. */
  log(): string;
  /** Waits until that holds something, and gives it. */
  untilLog(pattern: RegExp | string): Promise<string>;
  stop(): Promise<void>;
}

/** What both servers are started with. */
export interface ServerOptions {
  /** A scratch folder both may read; each server gets a folder of its own inside. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Builds the configuration for the port the server was given; asked again when the start has to be repeated. */
  configuration(port: number): string | Promise<string>;
  /** `event` with mod_cgid for benchmarks, `prefork` with mod_cgi else. */
  readonly model?: 'prefork' | 'event';
  /** One process alone serves, so that nothing overtakes anything: both servers have -X for it. */
  readonly single?: boolean;
  /** Modules that are not in the usual list, by the middle of their file name. */
  readonly extraModules?: readonly string[];
}

const modules = (
  'authn_core authn_file authz_core authz_user authz_host authz_groupfile auth_basic access_compat alias dir env headers ' +
  'mime rewrite setenvif session session_cookie include proxy proxy_http macro auth_gssapi'
).split(' ');

const moduleFolder = '/usr/lib/apache2/modules';

/** Which processes serve: one per core for both sides, so that benchmarks compare like with like. */
const models = {
  prefork: {
    modules: ['mpm_prefork', 'cgi'],
    directives: 'StartServers 2\nMinSpareServers 1\nMaxRequestWorkers 64',
  },
  event: {
    modules: ['mpm_event', 'cgid'],
    directives:
      'StartServers 2\nServerLimit 2\nThreadsPerChild 64\nMaxRequestWorkers 128\nMinSpareThreads 64\nMaxSpareThreads 128',
  },
} as const;

/** The LoadModule lines of a model, with modules beyond the usual ones. */
export function moduleLines(model: keyof typeof models, extra: readonly string[]): readonly string[] {
  const loaded = [...models[model].modules, ...modules, ...extra];
  return loaded.map((name) => `LoadModule ${name}_module ${moduleFolder}/mod_${name}.so`);
}

/** The lines around a configuration that make it a server of its own on loopback. */
export function wrapConfiguration(
  folder: string,
  port: number,
  options: Pick<ServerOptions, 'model' | 'extraModules'>,
  configuration: string,
): string {
  const model = models[options.model ?? 'prefork'];
  return [
    `ServerRoot ${folder}`,
    'ServerName localhost',
    `Listen 127.0.0.1:${port}`,
    `PidFile ${folder}/httpd.pid`,
    `ErrorLog ${folder}/error.log`,
    'LogLevel warn auth_gssapi:info authz_core:info',
    // The next request of a connection may take a while to come from a busy machine.
    'KeepAliveTimeout 60',
    ...moduleLines(options.model ?? 'prefork', options.extraModules ?? []),
    ...(process.getuid?.() === 0 ? ['User www-data', 'Group www-data'] : []),
    `TypesConfig ${folder}/mime.types`,
    model.directives,
    ...(options.model === 'event' ? [`ScriptSock ${folder}/cgid.sock`] : []),
    configuration,
    '',
  ].join('\n');
}

/** mod_mime's own table, so that neither server depends on the machine's. */
const mimeTypes = `text/html html htm
text/plain txt
text/css css
text/javascript js
application/json json
image/png png
image/svg+xml svg
`;

type Command = (file: string) => readonly [program: string, args: readonly string[]];

const mostStarts = 3;

/** Starts a program on a wrapped configuration and waits until its port answers; with other ports when one was taken. */
export async function startServer(
  name: WebServer['name'],
  options: ServerOptions,
  command: Command,
): Promise<WebServer> {
  for (let start = 1; ; start++) {
    try {
      return await startOnce(name, options, command);
    } catch (error) {
      if (start === mostStarts || !String(error).includes('Address already in use')) throw error;
    }
  }
}

async function startOnce(
  name: WebServer['name'],
  options: ServerOptions,
  command: Command,
): Promise<WebServer> {
  const port = await freePort();
  const folder = join(options.folder, `${name}-${port}`);
  const file = join(folder, 'httpd.conf');
  mkdirSync(folder, { recursive: true });
  if (process.getuid?.() === 0) giveToServer(folder);
  writeFileSync(join(folder, 'mime.types'), mimeTypes);
  writeFileSync(file, wrapConfiguration(folder, port, options, await options.configuration(port)));
  const running = startProcess(...command(file), options.environment);
  const log = (): string => logOf(folder, running);
  const stop = async (): Promise<void> => {
    await running.stop();
    giveBack(port);
  };
  await untilListening(running, port).catch(async (error: unknown) => {
    await stop();
    throw new Error(
      `${name} does not start on ${file}: ${error instanceof Error ? error.message : error}\n${log()}`,
    );
  });
  await untilReady(log);
  return { name, port, pid: running.pid, file, log, untilLog: (pattern) => untilText(log, pattern), stop };
}

/** All ports and processes are there once the server says so, which a configuration may keep out of its log: then a moment is enough. */
async function untilReady(log: () => string): Promise<void> {
  for (let round = 0; round < 40 && !log().includes('resuming normal operations'); round++) await delay(25);
}

function giveToServer(folder: string): void {
  const id = Number(runProgram('/usr/bin/id', ['-u', 'www-data'], { PATH: '/usr/bin' }).trim());
  chownSync(folder, id, 0);
}

function logOf(folder: string, running: Running): string {
  let text = '';
  try {
    text = readFileSync(join(folder, 'error.log'), 'latin1');
  } catch {
    // No log yet: the server stopped before it opened one.
  }
  return `${text}${running.output()}`;
}
