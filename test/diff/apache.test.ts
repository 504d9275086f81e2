import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Answer, headerValues } from '../kit/answer.js';
import { startApache } from '../kit/apache.js';
import { makeCertificates } from '../kit/certificates.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { Connection, type HttpRequest, sendOnce } from '../kit/request.js';
import { dropScratch, freePort, giveBack, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { fillPlaceholders } from '../kit/site.js';
import { startTokens, type Tokens } from '../kit/tokens.js';
import { type Case, comparison, makeFiles, makeSite, realmName, sitesOf } from './apache-sites.js';

// What diff says comes of its examples before and after is what Apache answers under either configuration.

let folder = '';
let realm: Realm;
let tokens: Tokens;
let apache: WebServer;
let cases: readonly Case[] = [];
let tlsPort = 0;

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
  tlsPort = await freePort();
  const { placeholders } = makeCertificates(join(folder, 'tls'));
  apache = await startApache({
    folder,
    environment: { ...realm.serverEnvironment('apache'), KRB5_KTNAME: realm.keytab },
    extraModules: [
      'remoteip',
      'allowmethods',
      'authn_anon',
      'ssl',
      'session',
      'session_cookie',
      'socache_shmcb',
    ],
    configuration: (port) =>
      [
        `DocumentRoot ${join(folder, 'sites')}`,
        'RemoteIPHeader X-Asks-From',
        'RemoteIPInternalProxy 127.0.0.0/8',
        'Header always set X-Logged-In "expr=%{REMOTE_USER}"',
        `Listen 127.0.0.1:${tlsPort}`,
        fillPlaceholders(sites.configuration, {
          ...placeholders,
          PORT: String(port),
          TLS_PORT: String(tlsPort),
        }),
      ].join('\n'),
  });
});
afterAll(async () => {
  await apache?.stop();
  giveBack(tlsPort);
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

/** A session of the user whom the verdict names, given out by the host that takes it. */
async function cookie({ sessionOf, request: { target }, service, overTls }: Case) {
  if (sessionOf === undefined) return [];
  const token = (await tokens.fresh('somebody', { service })).base64;
  const headers = [
    ['Host', sessionOf],
    ['Authorization', `Negotiate ${token}`],
  ] as const;
  const answer = await send({ method: 'GET', target, headers }, overTls);
  const [given = ''] = headerValues(answer, 'set-cookie');
  expect(given).toContain('MagBearerToken=');
  return [['Cookie', given.split(';', 1)[0]!]] as const;
}

async function send(request: HttpRequest, overTls: boolean): Promise<Answer> {
  if (!overTls) return sendOnce(apache.port, request);
  const connection = await Connection.open(tlsPort, '127.0.0.1', { servername: 'localhost' });
  try {
    return await connection.send(request);
  } finally {
    connection.close();
  }
}

async function ask(each: Case): Promise<Answer> {
  const { host, request } = each;
  const { method, target, fields, address } = request;
  makeSite(each, folder);
  const headers = [
    ['Host', host],
    ['X-Asks-From', address],
    ...fields,
    ...(await authorization(each)),
    ...(await cookie(each)),
  ] as const;
  const length = fields.find(([name]) => /^content-length$/i.test(name))?.[1];
  const body = length === undefined ? {} : { body: 'x'.repeat(Number(length)) };
  return send({ method, target, headers, ...body }, each.overTls);
}

test('most pairs are among them, with tickets, passwords and without', () => {
  const logins = cases.map(({ request: { login } }) => login?.scheme ?? 'none');
  expect(new Set(cases.map(({ host }) => host)).size).toBeGreaterThan(100);
  for (const scheme of ['Negotiate', 'Basic', 'none'])
    expect(logins.filter((each) => each === scheme).length).toBeGreaterThan(20);
  expect(cases.filter(({ sessionOf }) => sessionOf !== undefined).length).toBeGreaterThan(5);
  expect(cases.filter(({ overTls }) => overTls).length).toBeGreaterThan(3);
});

test('Apache answers each example as diff says', async () => {
  const wrong: object[] = [];
  for (const each of cases) {
    const { told, claimed } = comparison(await ask(each), each);
    if (told !== claimed) wrong.push({ case: each.title, told, claimed });
  }
  expect(wrong).toEqual([]);
});
