import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ordinaryAddress } from '../../src/lint/proof.js';
import { lintRules } from '../../src/lint/rules/index.js';
import type { Answer } from '../kit/answer.js';
import { startApache } from '../kit/apache.js';
import { withApache } from '../kit/apache-check.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { sendOnce } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { moduleLines, type WebServer } from '../kit/server.js';
import { startTokens, type Tokens } from '../kit/tokens.js';
import { startUpstream, type Upstream } from '../kit/upstream.js';
import {
  type Case,
  casesForApache,
  configurationOf,
  isAnswered,
  makeStage,
  takenByHttpd,
} from './apache-sites.js';

// What the linter says will happen, happens: each request that it shows goes to real Apache on the rule's own examples.

const cases = casesForApache();
let folder = '';
let realm: Realm;
let tokens: Tokens;
let upstream: Upstream;
let apache: WebServer;

beforeAll(async () => {
  folder = makeScratch('lint-apache');
  makeStage(folder);
  realm = await startRealm({ name: 'EXAMPLE.COM' });
  for (const user of new Set(
    cases.flatMap(({ request }) => (request.login ? [nameOf(request.login.user)] : [])),
  ))
    if (user !== 'alice' && user !== 'bob') realm.addPrincipal(user, `${user}-pw`);
  tokens = startTokens(realm);
  upstream = await startUpstream();
  const stage = { folder, keytab: realm.keytab, application: upstream.port };
  apache = await startApache({
    folder,
    environment: { ...realm.serverEnvironment('apache'), KRB5_KTNAME: realm.keytab },
    extraModules: ['remoteip'],
    configuration: (port) => configurationOf(cases, port, stage),
  });
});
afterAll(async () => {
  await apache?.stop();
  await upstream?.stop();
  await tokens?.stop();
  await realm?.stop();
  dropScratch(folder);
});

const nameOf = (user: string): string => user.replace(/@.*/, '');

async function ask({ host, request }: Case): Promise<Answer> {
  const { method = 'GET', target, fields = [], login, remoteAddress = ordinaryAddress } = request;
  const pairs = fields.flatMap((name, at) =>
    at % 2 === 0 && name !== 'Host' ? [[name, fields[at + 1]!] as const] : [],
  );
  const token = login && (await tokens.fresh(nameOf(login.user))).base64;
  return sendOnce(apache.port, {
    method,
    target,
    headers: [
      ['Host', host],
      ['X-Asks-From', remoteAddress],
      ...pairs,
      ...(token === undefined ? [] : [['Authorization', `Negotiate ${token}`] as const]),
    ],
  });
}

test('most rules with proofs are among them', () => {
  expect(new Set(cases.map(({ title }) => title.replace(/:.*/, ''))).size).toBeGreaterThanOrEqual(40);
});

test.each(cases.map((each) => [each.title, each] as const))('%s', async (_, each) => {
  const answer = await ask(each);
  const { status, headers } = answer;
  const { consequence, shows } = each;
  expect({ consequence, shown: isAnswered(answer, consequence), status, headers }).toEqual({
    consequence,
    shown: shows,
    status,
    headers,
  });
});

describe('what httpd sees itself', () => {
  const check = (texts: readonly string[]): Promise<readonly string[]> =>
    withApache(moduleLines('prefork', ['remoteip', 'ssl', 'socache_shmcb']), (ask) =>
      Promise.all(texts.map((text) => ask(text))),
    );
  const configs = (id: string, kind: 'bad' | 'ok'): readonly string[] =>
    lintRules.find((rule) => rule.id === id)!.examples[kind].map(({ config }) => config);

  test('it refuses what is not accepted', async () => {
    const said = await check(configs('not-accepted', 'bad'));
    expect(said.filter((text) => text.includes('Syntax OK'))).toEqual([]);
    expect(await check(configs('not-accepted', 'ok').slice(0, 1))).toEqual(['Syntax OK\n']);
  });

  test('it takes unusable values, and only tells of them', async () => {
    const [store, key] = await check(configs('value-unusable', 'bad'));
    expect(store).toMatch(/Invalid syntax for GssapiCredStore option[\s\S]*Syntax OK/);
    expect(key).toMatch(/Invalid key length, expected[\s\S]*Syntax OK/);
  });

  test('it takes everything else', async () => {
    const [said] = await check([takenByHttpd()]);
    expect(said).toContain('Syntax OK');
  });
});
