import { METHODS } from 'node:http';
import {
  type Circumstances,
  type Credential,
  type Entry,
  plainCircumstances,
} from '../../src/diff/circumstances.js';
import { decide } from '../../src/diff/decide.js';
import type { Verdict } from '../../src/diff/decision-diff.js';
import { isSame } from '../../src/diff/difference.js';
import { KnownFiles } from '../../src/diff/supposed-files.js';
import { folderNames } from '../../src/diff/supposed-folders.js';
import { SupposedWorld } from '../../src/diff/supposed-world.js';
import { verdictOf } from '../../src/diff/verdict.js';
import { loadProgram, type Program } from '../../src/evaluate/program.js';
import type { Ruleset } from '../../src/ruleset/ruleset.js';
import type { RequestLine } from '../kit/fixture.js';
import type { Random } from '../kit/random.js';
import { requests } from '../random/requests.js';

/** A request that two configurations decide differently, found by chance. */
export interface Found {
  readonly entry: Entry;
  readonly path: string;
  readonly circumstances: Circumstances;
  readonly before: Verdict;
  readonly after: Verdict;
}

/** What requests are made up from: lines of a fixture, and the words of its configuration. */
export interface Material {
  readonly configuration: string;
  readonly requests: readonly RequestLine[];
  readonly readFile: (path: string) => string | undefined;
}

/** Tries requests at random until one is decided differently. */
export function searchDifference(
  [old, now]: readonly [Ruleset, Ruleset],
  material: Material,
  random: Random,
  count: number,
): Found | undefined {
  const files = new KnownFiles(material.readFile);
  const world = new SupposedWorld(files, folderNames([old, now]));
  const surroundings = {
    names: { addressesOf: () => [], nameOf: () => undefined },
    typeOf: () => undefined,
    environment: {},
    machine: world.machine,
  };
  const programs = [old, now].map((ruleset) => loadProgram(ruleset, surroundings)) as [Program, Program];
  const words = wordsOf(material.configuration);
  const entries = entriesOf([old, now]);
  for (let at = 0; at < count; at++) {
    const entry = random.pick(entries);
    const { path, circumstances } = madeUp(material, words, random);
    const [before, after] = programs.map((program) =>
      verdictOf(decide(program, { entry, path, circumstances }, world), circumstances),
    );
    if (!isSame({ before: before!, after: after! }))
      return { entry, path, circumstances, before: before!, after: after! };
  }
  return undefined;
}

function entriesOf(rulesets: readonly Ruleset[]): readonly Entry[] {
  return rulesets.flatMap(({ host, virtualHosts }) => [
    { address: '127.0.0.1', port: 8000, host: 'localhost', secure: false },
    ...host.core.listen.map(({ address = '127.0.0.1', port }) => ({
      address,
      port,
      host: 'localhost',
      secure: false,
    })),
    ...virtualHosts.flatMap(({ addresses, core }) =>
      addresses.map(({ host: address, port }) => ({
        address: /^[\d.]+$/.test(address) ? address : '127.0.0.1',
        port: port === 0 ? 8000 : port,
        host: core.serverName?.name ?? 'localhost',
        secure: false,
      })),
    ),
  ]);
}

interface Words {
  readonly paths: readonly string[];
  readonly users: readonly string[];
  readonly addresses: readonly string[];
  readonly groups: readonly string[];
}

function wordsOf(text: string): Words {
  const paths = [...text.matchAll(/<(?:Location|Files|LocationMatch|Directory)\s+"?\^?([^">$]*)/g)].map(
    ([, path]) => path!,
  );
  const users = [...text.matchAll(/Require (?:not )?(?:user|ldap-user) (.*)/g)].flatMap(([, names]) =>
    names!.split(/\s+/),
  );
  const groups = [...text.matchAll(/Require (?:not )?group (.*)/g)].flatMap(([, names]) =>
    names!.split(/\s+/),
  );
  const addresses = [...text.matchAll(/\b\d+\.\d+\.\d+\.\d+\b/g)].map(([address]) => address);
  return {
    paths: paths.flatMap((path) => [path, `${path}/x`]).filter((path) => path.startsWith('/')),
    users: [...new Set(['alice', 'bob', 'carol', 'alice@EXAMPLE.TEST', 'bob@EXAMPLE.TEST', ...users])],
    addresses: [...new Set(['127.0.0.1', '10.0.0.1', '10.0.1.1', '192.0.2.1', '::1', ...addresses])],
    groups: groups.map((name) => name.toLowerCase()),
  };
}

const hosts = ['other.example', 'localhost', 'www.example.test'];
const realms = ['EXAMPLE.COM', 'EXAMPLE.TEST', 'OTHER.EXAMPLE'];
const methods = ['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND', 'HEAD'];

function madeUp(
  { requests: lines }: Material,
  words: Words,
  random: Random,
): { readonly path: string; readonly circumstances: Circumstances } {
  const usable = lines.filter(
    ({ raw, target }) => raw === undefined && target.startsWith('/') && target.length < 60,
  );
  const [general] = requests(random, 1);
  const request = usable.length > 0 && random.chance(0.6) ? random.pick(usable) : general!;
  const target = words.paths.length > 0 && random.chance(0.3) ? random.pick(words.paths) : request.target;
  const [path = '/', query] = target.split(/\?(.*)/s);
  const fields = random.chance(0.6)
    ? fieldsOf(request)
    : usable.length > 0
      ? fieldsOf(random.pick(usable))
      : {};
  const known = METHODS.includes(request.method) ? request.method : 'GET';
  return {
    path: path.startsWith('/') ? path : '/',
    circumstances: {
      ...plainCircumstances,
      method: random.chance(0.7) ? known : random.pick(methods),
      query,
      fields: random.chance(0.15) ? { ...fields, host: random.pick(hosts) } : fields,
      defaultRealm: random.pick(realms),
      address: random.chance(0.5) ? '127.0.0.1' : random.pick(words.addresses),
      secure: random.chance(0.2),
      credential: credential(words, random),
      groups: words.groups.filter(() => random.chance(0.3)),
    },
  };
}

function fieldsOf({ headers }: RequestLine): Readonly<Record<string, string>> {
  return Object.fromEntries(
    headers
      .filter(
        ([name, value]) =>
          !/^(?:host|authorization|content-length|transfer-encoding|connection|expect|cookie)$/i.test(name) &&
          !/[{}\r\n\0]/.test(value),
      )
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function credential(words: Words, random: Random): Credential {
  const user = random.pick(words.users);
  return random.pick<Credential>([
    { kind: 'nobody' },
    { kind: 'nobody' },
    { kind: 'ticket', user },
    { kind: 'password', user },
    { kind: 'password', user, principal: `${user.split('@', 1)[0]}@${random.pick(realms)}` },
    { kind: 'ticket', user: user.split('@', 1)[0]!, plain: true },
    { kind: 'unknown user', user: 'nobody-knows' },
    { kind: 'bad ticket' },
    { kind: 'wrong password', user },
  ]);
}
