import { chmodSync, lchownSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ConnectionOptions, SecureVersion } from 'node:tls';
import { headerValues } from '../kit/answer.js';
import { startApache } from '../kit/apache.js';
import { type ComparableAnswer, comparable, differences, renderAnswer } from '../kit/compare.js';
import { type ClientMemory, newMemory, present, rememberCookies } from '../kit/credentials.js';
import { missed } from '../kit/expectation.js';
import type { FileNode, Fixture, RequestLine } from '../kit/fixture.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { connectLate } from '../kit/late-certificates.js';
import { Connection } from '../kit/request.js';
import { freePort, giveBack } from '../kit/scratch.js';
import type { ServerOptions, WebServer } from '../kit/server.js';
import { fillPlaceholders, type Site } from '../kit/site.js';
import { type Deviation, deviations } from './deviations.js';

type ServerName = WebServer['name'];

/** One server of a fixture with the client that talks to it. */
interface Side {
  readonly server: WebServer;
  /** The ports of this server by placeholder. */
  readonly ports: Readonly<Record<string, string>>;
  readonly memory: ClientMemory;
  connection: Connection | undefined;
  /** Where that leads. */
  port: number;
  group: number;
  /** Whether the client can show its certificate in the middle of a TLSv1.3 connection. */
  readonly late?: boolean;
}

/** What came of one request line. */
export interface Outcome {
  readonly request: RequestLine;
  readonly answers: Readonly<Partial<Record<ServerName, ComparableAnswer>>>;
  /** Empty when the servers agree and the expectation is met. */
  readonly problems: readonly string[];
  /** The documented deviation that explains the difference, if there was one. */
  readonly deviation: Deviation | undefined;
}

/** A fixture being served by one server or both. */
export interface FixtureRun {
  send(request: RequestLine): Promise<Outcome>;
  /** All there is to know about an outcome, for people. */
  report(outcome: Outcome): string;
  stop(): Promise<void>;
}

const starters: Readonly<Record<ServerName, (options: ServerOptions) => Promise<WebServer>>> = {
  apache: startApache,
  kerbgate: startKerbgate,
};

/** Starts the servers a fixture is for, among those wanted. */
export async function startRun(
  plainSite: Site,
  fixture: Fixture,
  wanted: readonly ServerName[],
): Promise<FixtureRun> {
  const names = fixture.servers.filter((name) => wanted.includes(name));
  const site = await siteFor(plainSite, fixture);
  const files = writeFiles(site, fixture);
  const started = await Promise.allSettled(names.map((name) => startSide(site, fixture, name, files)));
  const sides = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(sides.map((side) => side.server.stop()));
    throw failed.reason;
  }
  return {
    send: (request) => sendToAll({ site, fixture, sides, files }, request),
    report: (outcome) => renderOutcome(fixture, sides, outcome),
    stop: async () => {
      for (const side of sides) side.connection?.close();
      await Promise.all(sides.map((side) => side.server.stop()));
      for (const port of sides.flatMap((side) => Object.values(side.ports))) giveBack(Number(port));
    },
  };
}

/** The site with the LDAP directory, the certificates and the applications behind TLS, where a fixture mentions them. */
async function siteFor(plainSite: Site, { configuration, files, requests, realm }: Fixture): Promise<Site> {
  const site = realm === 'full' ? await plainSite.full() : plainSite;
  const texts = [configuration, ...Object.values(files), ...requests.map(({ text }) => text)];
  const mentions = (start: string): boolean => texts.some((text) => text.includes(start));
  const certificates = mentions('{TLS') ? site.certificates().placeholders : {};
  const upstreams = mentions('{UP_') ? (await site.tlsUpstreams()).placeholders : {};
  const directory = mentions('{LDAP_') ? (await site.directory()).placeholders : {};
  return { ...site, placeholders: { ...site.placeholders, ...certificates, ...upstreams, ...directory } };
}

async function startSide(site: Site, fixture: Fixture, name: ServerName, files: string): Promise<Side> {
  const ports: Record<string, string> = {};
  const placeholders = fixture.configuration.matchAll(/\{(PORT_[A-Z]+)\}/g);
  const names = new Set(Array.from(placeholders, ([, placeholder]) => placeholder!));
  const server = await starters[name]({
    folder: site.folder,
    environment: { ...site.realm.serverEnvironment(name), NTLM_USER_FILE: site.ntlmUsers },
    // What only kerbgate can serve is a module that Apache has lost.
    extraModules: [...fixture.modules, ...(fixture.servers.includes('apache') ? [] : ['auth_kerb'])],
    configuration: async (port) => {
      for (const placeholder of names) ports[placeholder] = String(await freePort());
      ports.PORT = String(port);
      const own = { FILES: files, OWN: join(site.folder, `${name}-${port}`) };
      return fillPlaceholders(fixture.configuration, { ...site.placeholders, ...ports, ...own });
    },
  });
  return { server, ports, memory: newMemory(), connection: undefined, port: server.port, group: 0 };
}

/** The fixture's files, below a folder of their own, with an old date. */
function writeFiles(site: Site, fixture: Fixture): string {
  const folder = join(site.folder, 'files', fixture.name);
  const date = new Date('2024-02-29T12:00:00Z');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(fixture.files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, fillPlaceholders(text, { ...site.placeholders, FILES: folder }), 'latin1');
    chmodSync(path, text.startsWith('#!') ? 0o755 : 0o644);
    utimesSync(path, date, date);
  }
  for (const node of fixture.nodes ?? []) makeNode(folder, node);
  return folder;
}

function makeNode(folder: string, { kind, name, value }: FileNode): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  if (kind === 'folder') mkdirSync(path, { recursive: true });
  else if (kind === 'link') symlinkSync(value, path);
  else if (kind === 'mode') chmodSync(path, Number.parseInt(value, 8));
  else lchownSync(path, Number(value), Number(value));
}

/** What the requests of a fixture are sent to, and what its servers can be started with anew. */
interface Served {
  readonly site: Site;
  readonly fixture: Fixture;
  readonly sides: Side[];
  readonly files: string;
}

async function sendToAll(served: Served, request: RequestLine): Promise<Outcome> {
  const { site, fixture, sides } = served;
  const answers: Partial<Record<ServerName, ComparableAnswer>> = {};
  for (const side of sides) {
    const first = side.group !== request.connection;
    const answer = await sendTo(site, side, otherThan(side, sides).memory, request);
    const again = side.server.name === 'apache' && isLost(answer, first);
    answers[side.server.name] = again ? await askAgain(served, side, request) : answer;
  }
  const apache = sides.find(({ server }) => server.name === 'apache');
  const later =
    apache && asksInVain(request, answers)
      ? await sendTo(site, { ...apache, ...lateClient }, apache.memory, request)
      : undefined;
  return judge(fixture, request, answers, later);
}

const otherThan = (side: Side, sides: readonly Side[]): Side =>
  sides.find((candidate) => candidate !== side) ?? side;

/** Whether nothing came of a request; a kept connection may be closed. */
function isLost({ failure, status }: ComparableAnswer, first: boolean): boolean {
  return failure === 'timeout' || (first && failure !== undefined && status === 0);
}

/**
 * Apache's processes hang or end at times under load, so it is asked once more on a new connection. Where nothing comes of that
 * either, all its processes may have crashed, by memory that happens to hold what it should not: then a new one is asked.
 */
async function askAgain(served: Served, side: Side, request: RequestLine): Promise<ComparableAnswer> {
  const { site, fixture, sides, files } = served;
  const { memory } = otherThan(side, sides);
  side.group = 0;
  const answer = await sendTo(site, side, memory, request);
  if (!isLost(answer, true)) return answer;
  const fresh = await startSide(site, fixture, side.server.name, files);
  sides[sides.indexOf(side)] = { ...fresh, memory: side.memory };
  side.connection?.close();
  await side.server.stop();
  for (const port of Object.values(side.ports)) giveBack(Number(port));
  return sendTo(site, sides.find(({ server }) => server === fresh.server)!, memory, request);
}

/** Such a client has a connection of its own. */
const lateClient = { connection: undefined, late: true } as const;

/** TLSv1.3 lets Apache ask for certificates in the middle of a connection only clients that have offered it, which node:tls cannot. */
function asksInVain({ tls = '' }: RequestLine, { apache, kerbgate }: Outcome['answers']): boolean {
  return (
    /TLSv1\.3/.test(tls) &&
    apache !== undefined &&
    kerbgate !== undefined &&
    differences(apache, kerbgate).length > 0
  );
}

async function sendTo(
  site: Site,
  side: Side,
  other: ClientMemory,
  request: RequestLine,
): Promise<ComparableAnswer> {
  const presented = await present(site, request.credential, side.memory, other);
  const connection = await connectionFor(site, side, request);
  if (request.raw === undefined) {
    const own = request.headers.map(([name, value]) => [name, filled(value, side, site)] as const);
    const headers = [...presented.headers, ...own];
    const body = request.body === undefined ? {} : { body: request.body };
    const target = filled(request.target, side, site);
    const pending = connection.send({ method: request.method, target, headers, ...body });
    return understand(await pending, side, presented.token);
  }
  connection.write(filled(request.raw, side, site));
  if (!request.raw.includes('\r\n\r\n')) connection.finish();
  return understand(await connection.answer(request.method), side, undefined);
}

/** The server's own ports, and that of the application. */
function filled(text: string, { ports }: Side, { placeholders }: Site): string {
  return text.replace(
    /\{(PORT(?:_[A-Z]+)?|UPSTREAM)\}/g,
    (whole, name: string) => ports[name] ?? placeholders[name] ?? whole,
  );
}

/** Lines that start with `+` go on with the connection of the line before. */
async function connectionFor(site: Site, side: Side, request: RequestLine): Promise<Connection> {
  if (side.connection !== undefined && side.group === request.connection) return side.connection;
  side.connection?.close();
  const [host, port] = request.at === undefined ? [] : fillPlaceholders(request.at, side.ports).split(':');
  const own = port === undefined ? side.server.port : Number(port);
  side.connection = await openFor(site, side, request, { host, port: own });
  side.port = own;
  side.group = request.connection;
  return side.connection;
}

function openFor(
  site: Site,
  side: Side,
  { tls }: RequestLine,
  { host = '127.0.0.1', port }: { readonly host: string | undefined; readonly port: number },
): Promise<Connection> {
  if (tls === undefined) return Connection.open(port, host);
  if (!side.late) return Connection.open(port, host, clientTls(tls, site));
  const words = tlsWords(tls);
  const certificate = words.get('cert');
  const files = certificate === undefined ? [] : site.certificates().clientFiles(certificate);
  return Promise.resolve(
    Connection.over(connectLate({ host, port }, { serverName: words.get('sni'), files })),
  );
}

const tlsWords = (text: string): ReadonlyMap<string, string> =>
  new Map(text.split(' ').map((word) => word.split('=', 2) as [string, string]));

/** `sni=b.test cert=alice version=TLSv1.2`, each of them optional. */
function clientTls(text: string, site: Site): ConnectionOptions {
  const words = tlsWords(text);
  const [name, certificate, version, ciphers] = ['sni', 'cert', 'version', 'ciphers'].map((key) =>
    words.get(key),
  );
  return {
    ...(name === undefined ? {} : { servername: name }),
    ...(certificate === undefined ? {} : site.certificates().client(certificate)),
    ...(version === undefined
      ? {}
      : { minVersion: version as SecureVersion, maxVersion: version as SecureVersion }),
    ...(ciphers === undefined ? {} : { ciphers }),
  };
}

type Received = Awaited<ReturnType<Connection['send']>>;
type Token = NonNullable<Awaited<ReturnType<typeof present>>['token']>;

async function understand(answer: Received, side: Side, token: Token | undefined): Promise<ComparableAnswer> {
  rememberCookies(side.memory, headerValues(answer, 'set-cookie'));
  const asked = [...headerValues(answer, 'www-authenticate'), ...headerValues(answer, 'proxy-authenticate')];
  const returned = asked.map((value) => /^(?:Negotiate|NTLM) ([A-Za-z0-9+/=]+)/.exec(value)?.[1]);
  const first = returned.find((value) => value !== undefined);
  const tokenVerdict = token === undefined || first === undefined ? undefined : await token.verify(first);
  return comparable(answer, { port: side.port, tokenVerdict });
}

function judge(
  fixture: Fixture,
  request: RequestLine,
  answers: Outcome['answers'],
  later: ComparableAnswer | undefined,
): Outcome {
  const { apache, kerbgate } = answers;
  const apacheProblems = apache === undefined ? [] : problemsOf('apache', request, apache);
  if (kerbgate === undefined) return { request, answers, problems: apacheProblems, deviation: undefined };
  const problems = problemsOf('kerbgate', request, kerbgate);
  if (apache !== undefined) problems.push(...differences(apache, kerbgate));
  const deviation =
    problems.length === 0
      ? undefined
      : deviations.find((candidate) => candidate.covers?.({ fixture, request, apache, kerbgate, later }));
  return {
    request,
    answers,
    problems: [...apacheProblems, ...(deviation === undefined ? problems : [])],
    deviation,
  };
}

function problemsOf(name: ServerName, request: RequestLine, answer: ComparableAnswer): string[] {
  const late = answer.failure === 'timeout' ? ['did not answer in time'] : [];
  const wrong = request.expectation === undefined ? [] : missed(request.expectation, answer);
  return [...late, ...wrong].map((text) => `${name}: ${text}`);
}

function renderOutcome(fixture: Fixture, sides: readonly Side[], outcome: Outcome): string {
  const parts = [
    `${fixture.name}:${outcome.request.line}: ${outcome.request.text}`,
    ...outcome.problems.map((problem) => `  ${problem}`),
    `--- configuration\n${fixture.configuration.trim()}`,
  ];
  for (const side of sides) {
    const answer = outcome.answers[side.server.name];
    if (answer !== undefined) parts.push(`--- ${side.server.name} answered\n${renderAnswer(answer)}`);
    parts.push(
      `--- ${side.server.name} logged last\n${side.server.log().trimEnd().split('\n').slice(-6).join('\n')}`,
    );
  }
  return parts.join('\n');
}
