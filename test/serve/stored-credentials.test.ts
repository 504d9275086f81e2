import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { headerValues } from '../kit/answer.js';
import { type FullRealm, startFullRealm } from '../kit/full-realm.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { Connection } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { startTokens, type Tokens } from '../kit/tokens.js';
import { until } from '../kit/wait.js';

let realm: FullRealm;
let tokens: Tokens;
let folder: string;
let server: WebServer;

beforeAll(async () => {
  folder = makeScratch('stored');
  realm = await startFullRealm();
  tokens = startTokens(realm);
  server = await startKerbgate({
    folder,
    environment: realm.serverEnvironment('kerbgate'),
    extraModules: ['auth_kerb'],
    configuration: (port) => `DocumentRoot ${folder}
Header always set X-Ccache "%{KRB5CCNAME}e"
<Location /gssapi>
  AuthType GSSAPI
  GssapiCredStore keytab:${realm.keytab}
  GssapiDelegCcacheDir ${folder}/kerbgate-${port}
  GssapiDelegCcacheUnique On
  Require valid-user
</Location>
<Location /bound>
  AuthType GSSAPI
  GssapiCredStore keytab:${realm.keytab}
  GssapiDelegCcacheDir ${folder}/kerbgate-${port}
  GssapiDelegCcacheUnique On
  GssapiConnectionBound On
  Require valid-user
</Location>
<Location /kerb>
  AuthType Kerberos
  Krb5Keytab ${realm.keytab}
  KrbServiceName HTTP
  KrbSaveCredentials On
  KrbConstrainedDelegation On
  Require valid-user
</Location>
`,
  });
});
afterAll(async () => {
  await server?.stop();
  await tokens?.stop();
  await realm?.stop();
  dropScratch(folder);
});

/** The file that the answer names, and whether it goes once the answer is there. */
async function fileOf(path: string, delegate: boolean): Promise<string> {
  const { base64 } = await tokens.fresh('alice', { delegate });
  const connection = await Connection.open(server.port, '127.0.0.1');
  const headers = [
    ['Host', 'localhost'],
    ['Authorization', `Negotiate ${base64}`],
  ] as const;
  const answer = await connection.send({ method: 'GET', target: path, headers });
  const file = (headerValues(answer, 'x-ccache')[0] ?? '').replace(/^FILE:/, '');
  for (let round = 0; round < 400 && existsSync(file); round++) await delay(25);
  connection.close();
  expect(existsSync(file)).toBe(false);
  return file;
}

test('files for one request are gone after it', async () => {
  const file = await fileOf('/gssapi/x', true);
  expect(file).toMatch(/\/alice@EXAMPLE\.TEST-\w{6}$/);
  expect(readdirSync(dirname(file)).filter((name) => name.includes('alice'))).toEqual([]);
  expect(await fileOf('/gssapi/x', false)).toBe('(null)');
});

test('a connection has the file of its last login, until it ends', async () => {
  const connection = await Connection.open(server.port, '127.0.0.1');
  const ask = async (...more: (readonly [string, string])[]): Promise<string> => {
    const headers = [['Host', 'localhost'] as const, ...more];
    const answer = await connection.send({ method: 'GET', target: '/bound/x', headers });
    return (headerValues(answer, 'x-ccache')[0] ?? '').replace(/^FILE:/, '');
  };
  const files: string[] = [];
  for (const user of ['alice', 'alice', 'bob']) {
    const { base64 } = await tokens.fresh(user, { delegate: true });
    files.push(await ask(['Authorization', `Negotiate ${base64}`]));
  }
  expect(new Set(files).size).toBe(3);
  expect(await ask()).toBe(files[2]);
  expect(files.map((file) => existsSync(file))).toEqual([false, false, true]);
  connection.close();
  await until('the last file goes with its connection', () => !existsSync(files[2]!));
});

test('mod_auth_kerb stores what is delegated, and what the service may get itself', async () => {
  expect(await fileOf('/kerb/x', true)).toMatch(/^\/tmp\/krb5cc_apache_\w{6}$/);
  expect(await fileOf('/kerb/x', false)).toMatch(/^\/tmp\/krb5cc_apache_\w{6}$/);
});
