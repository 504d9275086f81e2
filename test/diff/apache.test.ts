import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Answer } from '../kit/answer.js';
import { startApache } from '../kit/apache.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { sendOnce } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { startTokens, type Tokens } from '../kit/tokens.js';
import { type Case, comparison, makeFiles, makeSite, realmName, sitesOf } from './apache-sites.js';

// What diff says comes of its examples before and after is what Apache answers under either configuration.

let folder = '';
let realm: Realm;
let tokens: Tokens;
let apache: WebServer;
let cases: readonly Case[] = [];

beforeAll(async () => {
  folder = makeScratch('diff-apache');
  realm = await startRealm({ name: realmName });
  realm.addPrincipal('somebody', 'somebody-pw');
  tokens = startTokens(realm);
  const keytab = join(folder, 'http.keytab');
  makeFiles(folder);
  const sites = sitesOf(folder, keytab);
  cases = sites.cases;
  const services = [...new Set(['HTTP@localhost', ...cases.map(({ service }) => service)])];
  const principals = services.map((service) => service.replace('@', '/'));
  for (const principal of principals.slice(1)) realm.addPrincipal(principal);
  const written = realm.writeKeytab('all.keytab', ...principals);
  for (const name of ['http.keytab', 'other.keytab']) copyFileSync(written, join(folder, name));
  apache = await startApache({
    folder,
    environment: { ...realm.serverEnvironment('apache'), KRB5_KTNAME: realm.keytab },
    extraModules: ['remoteip', 'allowmethods', 'authn_anon', 'ssl'],
    configuration: (port) =>
      [
        `DocumentRoot ${join(folder, 'sites')}`,
        'RemoteIPHeader X-Asks-From',
        'RemoteIPInternalProxy 127.0.0.0/8',
        'Header always set X-Logged-In "expr=%{REMOTE_USER}"',
        sites.configuration.replaceAll('{PORT}', String(port)),
      ].join('\n'),
  });
});
afterAll(async () => {
  await apache?.stop();
  await tokens?.stop();
  await realm?.stop();
  dropScratch(folder);
});

async function authorization({
  request: { login },
  service,
}: Case): Promise<readonly (readonly [string, string])[]> {
  if (!login) return [];
  const name = login.user.replace(/@.*/, '');
  const value =
    login.scheme === 'Negotiate'
      ? `Negotiate ${(await tokens.fresh(name, { service })).base64}`
      : `Basic ${btoa(`${login.user}:${name}-pw`)}`;
  return [['Authorization', value]];
}

async function ask(each: Case): Promise<Answer> {
  const { host, request } = each;
  const { method, target, fields, address } = request;
  const headers = [
    ['Host', host],
    ['X-Asks-From', address],
    ...fields,
    ...(await authorization(each)),
  ] as const;
  makeSite(each, folder);
  const length = fields.find(([name]) => /^content-length$/i.test(name))?.[1];
  const body = length === undefined ? {} : { body: 'x'.repeat(Number(length)) };
  return sendOnce(apache.port, { method, target, headers, ...body });
}

test('most pairs are among them, with tickets, passwords and without', () => {
  const logins = cases.map(({ request: { login } }) => login?.scheme ?? 'none');
  expect(new Set(cases.map(({ host }) => host)).size).toBeGreaterThan(100);
  for (const scheme of ['Negotiate', 'Basic', 'none'])
    expect(logins.filter((each) => each === scheme).length).toBeGreaterThan(20);
});

test('Apache answers each example as diff says', async () => {
  const wrong: object[] = [];
  for (const each of cases) {
    const { told, claimed } = comparison(await ask(each), each);
    if (told !== claimed) wrong.push({ case: each.title, told, claimed });
  }
  expect(wrong).toEqual([]);
});
