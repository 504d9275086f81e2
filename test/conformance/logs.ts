import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { headerValues } from '../kit/answer.js';
import { startApache } from '../kit/apache.js';
import { type ClientMemory, newMemory, present, rememberCookies } from '../kit/credentials.js';
import type { Fixture, RequestLine } from '../kit/fixture.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { Connection } from '../kit/request.js';
import type { ServerOptions, WebServer } from '../kit/server.js';
import { fillPlaceholders, type Site } from '../kit/site.js';

/** The lines of a server's logs by the file's name. */
export type LogLines = Readonly<Record<string, readonly string[]>>;

const starters = { apache: startApache, kerbgate: startKerbgate } as const;

/** Sends a fixture's requests to one server, one after the other, and gives what its logs hold in the end. */
export async function logsOf(name: WebServer['name'], site: Site, fixture: Fixture): Promise<LogLines> {
  const options: ServerOptions = {
    folder: site.folder,
    environment: site.realm.serverEnvironment(name),
    extraModules: fixture.modules,
    single: true,
    configuration: (port) =>
      `GlobalLog ${ownLog} over\n${fillPlaceholders(fixture.configuration, { ...site.placeholders, PORT: String(port) })}`,
  };
  const server = await starters[name](options);
  try {
    await sendAll(site, server, fixture.requests);
  } finally {
    await server.stop();
  }
  return readLogs(server);
}

async function sendAll(site: Site, server: WebServer, requests: readonly RequestLine[]): Promise<void> {
  const memory = newMemory();
  const folder = dirname(server.file);
  let connection: Connection | undefined;
  let group = 0;
  for (const request of requests) {
    if (!connection || group !== request.connection) {
      connection?.close();
      connection = await Connection.open(server.port);
    }
    group = request.connection;
    const before = sizeOf(folder);
    await sendOne(site, connection, memory, request);
    await requestOver(folder, before);
  }
  connection?.close();
}

async function sendOne(
  site: Site,
  connection: Connection,
  memory: ClientMemory,
  request: RequestLine,
): Promise<void> {
  if (request.raw !== undefined) {
    connection.write(request.raw);
    await connection.answer(request.method);
    return;
  }
  const presented = await present(site, request.credential, memory, memory);
  const headers = [...presented.headers, ...request.headers];
  const body = request.body === undefined ? {} : { body: request.body };
  const target = request.target.replaceAll('{UPSTREAM}', String(site.upstream.port));
  const answer = await connection.send({ method: request.method, target, headers, ...body });
  rememberCookies(memory, headerValues(answer, 'set-cookie'));
}

/** Has a line for each request, whatever host it is for. */
const ownLog = 'requests-over';

const mostTries = 600;

/**
 * Waits until the request is over, which the client may know a moment earlier: the one process that serves has then put its lines
 * on their way, and those of later requests come behind them. Broken requests may have no line.
 */
async function requestOver(folder: string, before: number): Promise<void> {
  for (let tries = 0; sizeOf(folder) === before && tries < mostTries; tries++) await delay(5);
}

const sizeOf = (folder: string): number => readFileSync(join(folder, ownLog)).length;

const logFiles = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort();

function readLogs(server: WebServer): LogLines {
  const folder = dirname(server.file);
  return Object.fromEntries(
    logFiles(folder).map((name) => {
      const text = readFileSync(join(folder, name), 'latin1').replaceAll(String(server.port), 'PORT');
      return [
        name,
        text
          .split('\n')
          .slice(0, -1)
          .filter((line) => !isOwn(name, line))
          .map((line) => comparable(name, line)),
      ];
    }),
  );
}

/** Times and process numbers differ, and so do the sizes of the pages that each server makes itself. */
function comparable(log: string, line: string): string {
  if (log === 'error.log') return comparableEvent(line);
  if (log === 'durations.log') return line.replace(/\d+/g, 'N');
  return (
    line
      .replace(/\[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [-+]\d{4}\]/g, '[TIME]')
      .replace(/\b\d{9,}\b/g, 'SECONDS')
      .replace(/frac \d{3}\/\d{6}/g, 'FRACTION')
      .replace(/\|text\/plain\|(?:16|-)\|/g, '|text/plain|LENGTH|')
      .replace(/(\|\d+\|)[A-Za-z0-9_+/-]{11}(?=\|)/g, '$1ID')
      .replace(/(ID\|)[A-Za-z0-9_+/-]{11}(?=\|)/g, '$1ID')
      .replace(/Negotiate [A-Za-z0-9+/=]+/g, 'Negotiate TOKEN')
      .replace(/(text\/html\|)\d{3}\b/g, '$1SIZE')
      // httpd tells the length of a program's answer where all of it came in one piece.
      .replace(/(text\/html\|)(?:-|\d{2})(?=\|)/g, '$1SHORT')
      .replace(/ (30[12]|4\d\d|5\d\d) \d+(?= |$)/g, ' $1 SIZE')
  );
}

/** What only one of them says: starts and stops, and kerbgate's own explanations. */
function isOwn(log: string, line: string): boolean {
  return (
    log === 'error.log' &&
    /\[kerbgate\]|\[mpm_prefork\]|AH00094|AH00096|AH00169|Cannot open keytab file/.test(line)
  );
}

/** Names of requests are made up by each server; kerbgate adds why a path is invalid, and Apache that nothing is known. */
function comparableEvent(line: string): string {
  return line
    .replace(/(?<=^connection |\/localhost\] )[A-Za-z0-9_+/-]{11}/, 'ID')
    .replace(/127\.0\.0\.1:\d+/g, 'CLIENT')
    .replace(/\/(?:apache|kerbgate)-/g, '/SERVER-')
    .replace(' (Unknown error)', '')
    .replace(/(AH10244: [^)]*\)): [^-]*(?= - )/, '$1');
}
