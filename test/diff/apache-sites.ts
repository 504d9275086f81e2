import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DecisionClass, Verdict } from '../../src/diff/decision-diff.js';
import { diffRulesets } from '../../src/diff/diff.js';
import { type Answer, headerValues } from '../kit/answer.js';
import { fillPlaceholders } from '../kit/site.js';
import { type Pair, readPairs, rulesetOf } from './pairs.js';

/** One side of a class: its example, asked of a virtual host, and what diff says comes of it. */
export interface Case {
  readonly title: string;
  readonly host: string;
  readonly side: 'old' | 'new';
  readonly request: ExampleRequest;
  readonly verdict: Verdict;
  /** What the configuration names. */
  readonly folders: readonly string[];
  /** The service that tokens are for. */
  readonly service: string;
  /** Whether it is asked over TLS. */
  readonly overTls: boolean;
  /** The host that gives out the session which the request has: the one that takes it. */
  readonly sessionOf?: string;
  /** The file that the request leads to where it is let in. */
  readonly file?: string;
}

/** What the command of an example says of its request. */
export interface ExampleRequest {
  readonly method: string;
  readonly target: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly address: string;
  readonly login?: { readonly scheme: string; readonly user: string };
}

/** The realm of the test. */
export const realmName = 'EXAMPLE.COM';
const users = ['alice', 'bob', 'carol', 'somebody'];

/** No module of the kind is installed, nor a second realm, nor the key of another service. */
const absent = /AuthType Kerberos|<VirtualHost|h\.example\.test|RequiredNameAttributes/;
/** What an example supposes that cannot be made here. */
const beyond =
  /default realm|mechanism without realms|says|certificate|HTTP\/1\.0|no file|is in the group|client's name|@OTHER\./;

/** Files and keys that pairs name. */
export function placesOf(folder: string, keytab: string): Readonly<Record<string, string>> {
  return {
    USERS: join(folder, 'users'),
    OTHER_USERS: join(folder, 'other-users'),
    GROUPS: join(folder, 'groups'),
    KEYTAB: keytab,
    MODULES: '/usr/lib/apache2/modules',
  };
}

/** Writes these files; the password of each user is the name with `-pw`. */
export function makeFiles(folder: string): void {
  const hash = (user: string): string =>
    `${user}:{SHA}${createHash('sha1').update(`${user}-pw`).digest('base64')}\n`;
  writeFileSync(join(folder, 'users'), ['alice', 'bob', 'carol'].map(hash).join(''));
  writeFileSync(join(folder, 'other-users'), ['alice', 'dave'].map(hash).join(''));
  mkdirSync(join(folder, 'ccache'));
  chmodSync(join(folder, 'ccache'), 0o1777);
  writeFileSync(join(folder, 'groups'), 'staff: alice\nguests: bob carol\n');
}

/** A pair with the names of this machine in the place of its own. */
function here({ old, new: now, ...pair }: Pair, folder: string, keytab: string): Pair {
  const root = join(folder, 'sites', pair.name);
  mkdirSync(root, { recursive: true });
  const adapted = (text: string): string =>
    fillPlaceholders(text, { ...placesOf(folder, keytab), ROOT: root })
      .replaceAll('EXAMPLE.TEST', realmName)
      .replaceAll('HTTP@www.example.test', 'HTTP@localhost')
      .replaceAll('/etc/other.keytab', join(folder, 'other.keytab'))
      .replaceAll('/run/ccache', join(folder, 'ccache'))
      .replaceAll('/srv/', `${root}-srv/`);
  return { ...pair, old: adapted(old), new: adapted(now) };
}

/** All pairs that can be served, as virtual hosts, and the examples of their classes. */
export function sitesOf(folder: string, keytab: string): { configuration: string; cases: readonly Case[] } {
  const hosts: string[] = [];
  const cases: Case[] = [];
  writeFileSync(join(folder, 'mime.types'), 'text/html html\ntext/plain txt\n');
  for (const pair of readPairs()) {
    const own = here(pair, folder, keytab);
    const folders = [...foldersIn(own.old), ...foldersIn(own.new)];
    const [old, now] = [own.old, own.new].map((text) => rulesetOf(text, folder)) as [never, never];
    const { classes } = diffRulesets(old, now, {
      readFile: (path) => (existsSync(path) ? readFileSync(path, 'latin1') : undefined),
    });
    for (const side of ['old', 'new'] as const) {
      if (absent.test(own[side])) continue;
      const host = `${pair.name}.${side}.test`;
      const service = `HTTP@${own[side].includes('{HOSTNAME}') ? host : 'localhost'}`;
      const found = classes.flatMap((each, at) => casesOf(each, { host, side, at, folders, service }));
      hosts.push(asHost(own[side], host, '{PORT}'));
      if (found.some(({ overTls }) => overTls))
        hosts.push(asHost(`${tlsLines}${own[side]}`, host, '{TLS_PORT}'));
      cases.push(...found);
    }
  }
  return { configuration: hosts.join(''), cases };
}

const tlsLines = 'SSLEngine On\nSSLCertificateFile "{TLS_CERT}"\nSSLCertificateKeyFile "{TLS_KEY}"\n';

/** All hosts are `localhost` for the modules, as the key of the service is. */
function asHost(text: string, host: string, port: string): string {
  const lines = text.replace(/^(?:Listen|ServerName|LoadModule) .*\n/gm, '');
  return `<VirtualHost *:${port}>\nServerName localhost\nServerAlias ${host}\nUseCanonicalName On\n${lines}</VirtualHost>\n`;
}

interface Site extends Pick<Case, 'host' | 'side' | 'folders' | 'service'> {
  /** The number of the class. */
  readonly at: number;
}

function casesOf(
  { example, before, after }: DecisionClass,
  { host, side, at, folders, service }: Site,
): readonly Case[] {
  const command = side === 'old' ? example.before : example.after;
  const request = requestOf(command);
  const known =
    request.login === undefined || users.includes(request.login.user.replace(`@${realmName}`, ''));
  if (!known || /-H 'host:/i.test(command) || beyond.test(example.supposing.join())) return [];
  const { verdict } = side === 'old' ? before : after;
  const title = `${host} ${at + 1}: ${command.replace(/^kerbgate explain \S+ /, '')}`;
  const overTls = / --tls\b/.test(command);
  const session = example.supposing.some((each) => each.includes('genuine'));
  const taker = before.verdict.kind === 'granted' ? 'old' : 'new';
  const sessionOf = session ? { sessionOf: host.replace(/(?:old|new)\.test$/, `${taker}.test`) } : {};
  const file = fileIn(verdict) ?? fileIn(side === 'old' ? after.verdict : before.verdict);
  const shared = { title, host, side, request, verdict, folders, service, overTls, ...sessionOf };
  return [{ ...shared, ...(file !== undefined && { file }) }];
}

const fileIn = ({ target }: Verdict): string | undefined =>
  /^the file (.*?)(?: by the handler .*)?$/.exec(target)?.[1];

/** The request that an explain command is about. */
export function requestOf(command: string): ExampleRequest {
  const words = [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain!,
  );
  const [method = '', target = ''] = words[3]!.split(' ');
  const after = (name: string): readonly string[] =>
    words.flatMap((word, at) => (word === name ? [words[at + 1]!] : []));
  const [user] = after('--user');
  return {
    method,
    target,
    fields: after('-H').map((field) => field.split(/: (.*)/s).slice(0, 2) as [string, string]),
    address: after('--client-address')[0] ?? '203.0.113.77',
    ...(user !== undefined && { login: { user, scheme: after('--auth-type')[0]! } }),
  };
}

/** Makes the folders that a site names anew, with a file where one of the two verdicts says that one is: both suppose it. */
export function makeSite({ folders, file: path }: Case, folder: string): void {
  const sites = join(folder, 'sites');
  rmSync(sites, { recursive: true });
  for (const each of [sites, ...folders]) mkdirSync(each, { recursive: true });
  if (path === undefined || !path.startsWith(`${sites}/`) || path.endsWith('/') || existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'file\n');
}

/** The folders that a configuration names, among them DocumentRoot. */
function foldersIn(text: string): readonly string[] {
  const named = [...text.matchAll(/^\s*(?:<Directory|DocumentRoot|Alias \S+) "?(\/[^\s">]+)/gm)];
  return named.map(([, path]) => path!).filter((path) => path.includes('/sites/') && !/\.\w+$/.test(path));
}

const refusals: ReadonlySet<number> = new Set([0, 301, 302, 303, 307, 308, 400, 401, 403, 405, 413, 500]);

/** What an answer and a verdict have in common, so that they can be compared: both in words. */
export function comparison(
  answer: Answer,
  { verdict, request: { method } }: Case,
): { readonly told: string; readonly claimed: string } {
  const { status } = answer;
  if (verdict.kind === 'granted') {
    // Who sends files refuses methods that nobody has asked for.
    const letIn = !refusals.has(status) || (status === 405 && !/^(?:GET|HEAD|POST)$/.test(method));
    const user = headerValues(answer, 'x-logged-in').join();
    return {
      told: letIn ? `let in as ${user}` : String(status),
      claimed: `let in as ${verdict.user ?? ''}`,
    };
  }
  // With a token it is the answer to a login, which the rules have refused afterwards.
  const challenges = headerValues(answer, 'www-authenticate').filter(
    (each) => !each.startsWith('Negotiate '),
  );
  return {
    told: `${status} ${challenges.join(', ')}`,
    claimed: `${verdict.status} ${verdict.challenges.join(', ')}`,
  };
}
