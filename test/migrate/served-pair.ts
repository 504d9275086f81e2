import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toGssapi } from '../../src/migrate/gssapi/gssapi.js';
import { migrate } from '../../src/migrate/migrate.js';
import type { DecisionAspect, MigrationEntry } from '../../src/migrate/migration.js';
import { textOf } from '../../src/source/decode.js';
import { headerValues } from '../kit/answer.js';
import { startApache } from '../kit/apache.js';
import { type ComparableAnswer, comparable } from '../kit/compare.js';
import { newMemory, present } from '../kit/credentials.js';
import type { RequestLine } from '../kit/fixture.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { sendOnce } from '../kit/request.js';
import { freePort, giveBack } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { fillPlaceholders, type Site } from '../kit/site.js';

/** A virtual host with mod_auth_kerb, with the placeholders of sites. */
export interface KerbHost {
  readonly name: string;
  readonly configuration: string;
}

/** What one host answers a request with, before and after the migration. */
export interface PairOfAnswers {
  /** kerbgate on the text as it was. */
  readonly before: ComparableAnswer;
  /** Apache on what it has become. */
  readonly after: ComparableAnswer;
  /** In what they differ; empty when they agree. */
  readonly differences: readonly string[];
  /** The same as the report of a migration names it. */
  readonly aspects: readonly DecisionAspect[];
}

/** Hosts served twice: by kerbgate as they were, by Apache with mod_auth_gssapi as they have become. */
export interface ServedPair {
  readonly entries: readonly MigrationEntry[];
  /** The entries about lines of one host. */
  entriesOf(name: string): readonly MigrationEntry[];
  send(name: string, request: RequestLine): Promise<PairOfAnswers>;
  /** What the two have logged last. */
  logs(): string;
  stop(): Promise<void>;
}

/** Each host has a port of its own with each server, so that the name that clients ask for is the one that tickets are for. */
export async function servePair(
  site: Site,
  hosts: readonly KerbHost[],
  modules: readonly string[] = [],
): Promise<ServedPair> {
  const ports = new Map<string, { readonly kerbgate: number; readonly apache: number }>();
  for (const { name } of hosts) ports.set(name, { kerbgate: await freePort(), apache: await freePort() });
  const texts = hosts.map((host) => hostText(host, ports.get(host.name)!.kerbgate, site));
  const file = join(site.folder, `before-${process.pid}-${ports.values().next().value?.kerbgate}.conf`);
  const original = texts.join('');
  writeFileSync(file, original);
  const { files, report } = migrate([{ path: file, perDirectory: false }], [toGssapi], {
    defines: [],
    environment: {},
    // A folder that is there.
    choices: { 'ccache-folder': '/tmp' },
  });
  const result = [...ports.values()].reduce(
    (text, { kerbgate, apache }) => text.replaceAll(`127.0.0.1:${kerbgate}`, `127.0.0.1:${apache}`),
    textOf(files.find(({ path }) => path === file)!.after),
  );
  const start = (
    starter: typeof startApache,
    name: WebServer['name'],
    text: string,
    extra: readonly string[],
  ): Promise<WebServer> =>
    starter({
      folder: site.folder,
      environment: site.realm.serverEnvironment(name),
      extraModules: [...modules, ...extra],
      configuration: () => text,
    });
  const kerbgate = await start(startKerbgate, 'kerbgate', original, ['auth_kerb']);
  const apache = await start(startApache, 'apache', result, []).catch(async (error: unknown) => {
    await kerbgate.stop();
    throw error;
  });
  return {
    entries: report.entries,
    entriesOf: (name) => report.entries.filter(({ place }) => hostOfLine(texts, hosts, place.line) === name),
    send: (name, request) => sendToBoth(site, ports.get(name)!, request),
    logs: () => [kerbgate, apache].map((server) => lastLines(server)).join('\n'),
    stop: async () => {
      await Promise.all([kerbgate.stop(), apache.stop()]);
      for (const pair of ports.values()) for (const port of Object.values(pair)) giveBack(port);
    },
  };
}

function hostText({ configuration }: KerbHost, port: number, site: Site): string {
  const body = fillPlaceholders(configuration, site.placeholders);
  return [
    `Listen 127.0.0.1:${port}`,
    `<VirtualHost 127.0.0.1:${port}>`,
    'ServerName localhost',
    `DocumentRoot ${site.placeholders.ROOT}`,
    `ScriptAliasMatch "^/(?!plain)" "${site.placeholders.CGI}/env"`,
    body.trimEnd(),
    '</VirtualHost>',
    '',
  ].join('\n');
}

function hostOfLine(texts: readonly string[], hosts: readonly KerbHost[], line: number): string | undefined {
  let last = 0;
  const index = texts.findIndex((text) => {
    last += text.split('\n').length - 1;
    return line <= last;
  });
  return hosts[index]?.name;
}

const lastLines = (server: WebServer): string =>
  `${server.name} logged last\n${server.log().trimEnd().split('\n').slice(-8).join('\n')}`;

async function sendToBoth(
  site: Site,
  ports: { readonly kerbgate: number; readonly apache: number },
  request: RequestLine,
): Promise<PairOfAnswers> {
  const [before, after] = [
    await sendTo(site, ports.kerbgate, request),
    await sendTo(site, ports.apache, request),
  ];
  const [left, right] = [seen(before), seen(after)];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const differences = names
    .filter((name) => left[name] !== right[name])
    .map((name) => `${name}: before ${left[name] ?? '-'}, after ${right[name] ?? '-'}`);
  return { before, after, differences, aspects: aspectsOf(before, after, differences) };
}

const isLetIn = ({ status }: ComparableAnswer): boolean => ![0, 401, 403, 407, 500].includes(status);

/** As the proof of a migration has it: where one is let in and the other is not, all else follows from that. */
function aspectsOf(
  before: ComparableAnswer,
  after: ComparableAnswer,
  differences: readonly string[],
): readonly DecisionAspect[] {
  if (isLetIn(before) !== isLetIn(after)) return ['granted'];
  const named: readonly (readonly [RegExp, DecisionAspect])[] = [
    [/^status/, 'status'],
    [/^www-authenticate/, 'challenges'],
    [/^REMOTE_USER/, 'user'],
    [/^AUTH_TYPE/, 'proof'],
    [/^(?:HTTP_X_|x-)/, 'identity'],
    [/^(?:body|location|REDIRECT_|REQUEST_)/, 'target'],
  ];
  return named.flatMap(([start, aspect]) => (differences.some((each) => start.test(each)) ? [aspect] : []));
}

/** Whether the report tells of such a difference: entries that may change each aspect of it, or one with both answers in its words. */
export function isTold(
  entries: readonly MigrationEntry[],
  { before, after, aspects }: PairOfAnswers,
): boolean {
  const may = new Set(entries.flatMap(({ mayChange = [] }) => mayChange));
  const inWords = entries.some(({ message }) =>
    [before, after].every(({ status }) => message.includes(String(status))),
  );
  return inWords || aspects.every((aspect) => may.has(aspect));
}

async function sendTo(site: Site, port: number, request: RequestLine): Promise<ComparableAnswer> {
  const memory = newMemory();
  const { headers, token } = await present(site, request.credential, memory, memory);
  const { method, target, body } = request;
  const answer = await sendOnce(port, {
    method,
    target,
    headers: [['Host', `localhost:${port}`], ...headers, ...request.headers],
    ...(body !== undefined && { body }),
  });
  const returned = headerValues(answer, 'www-authenticate').map(
    (value) => /^Negotiate (\S+)/.exec(value)?.[1],
  );
  const first = returned.find((value) => value !== undefined);
  const tokenVerdict = token && first !== undefined ? await token.verify(first) : undefined;
  return comparable(answer, { port, tokenVerdict });
}

/** What both sides have to agree in: the status, the challenges in order, who it is, and what is sent. */
function seen({
  status,
  failure,
  headers,
  environment,
  body,
}: ComparableAnswer): Record<string, string | undefined> {
  const own = Object.entries(headers).filter(([name]) => /^x-|^location$|^www-authenticate$/.test(name));
  const told = [
    'REMOTE_USER',
    'AUTH_TYPE',
    'REDIRECT_STATUS',
    'REDIRECT_REMOTE_USER',
    'REQUEST_URI',
    'REQUEST_METHOD',
  ];
  const fields = Object.entries(environment ?? {}).filter(
    ([name]) => told.includes(name) || /^HTTP_X_/.test(name),
  );
  return {
    status: failure ?? String(status),
    ...Object.fromEntries(own.map(([name, values]) => [name, values.join(' | ')])),
    ...Object.fromEntries(fields),
    ...(environment ? {} : { body }),
  };
}
