import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { headerValues } from './answer.js';
import { startApache } from './apache.js';
import { type FullRealm, startFullRealm } from './full-realm.js';
import { ntlmUser, startNtlmClient, writeNtlmUsers } from './ntlm-client.js';
import { runProgram } from './process.js';
import { Connection } from './request.js';
import { dropScratch, makeScratch } from './scratch.js';
import type { WebServer } from './server.js';
import { startTokens, type Tokens } from './tokens.js';

let realm: FullRealm;
let tokens: Tokens;
let folder: string;
let apache: WebServer;

beforeAll(async () => {
  folder = makeScratch('full');
  realm = await startFullRealm();
  tokens = startTokens(realm);
  // Two versions of one key: tickets got before the second was made name the first.
  realm.writeKeytab('rotated.keytab', 'HTTP/elsewhere');
  apache = await startApache({
    folder,
    environment: { ...realm.serverEnvironment('apache'), NTLM_USER_FILE: writeNtlmUsers(folder) },
    configuration: () => `DocumentRoot ${folder}
<Location />
  AuthType GSSAPI
  GssapiCredStore keytab:${realm.keytab}
  GssapiNameAttributes SHOWN auth-indicators
  GssapiConnectionBound On
  Require valid-user
  Header always set X-User "expr=%{REMOTE_USER}"
  Header always set X-Shown "expr=%{reqenv:SHOWN}"
</Location>
<Location /local>
  AuthType GSSAPI
  GssapiCredStore keytab:${realm.keytab}
  GssapiLocalName On
</Location>
# With a store gss-ntlmssp has no acceptor.
<Location /ntlm>
  AuthType GSSAPI
  GssapiConnectionBound On
</Location>
<Location /rotated>
  AuthType GSSAPI
  GssapiCredStore keytab:${realm.folder}/rotated.keytab
</Location>
`,
  });
});
afterAll(async () => {
  await apache?.stop();
  await tokens?.stop();
  await realm?.stop();
  dropScratch(folder);
});

async function answers(path: string, ...authorizations: string[]): Promise<string[][]> {
  const connection = await Connection.open(apache.port, '127.0.0.1');
  const seen: string[][] = [];
  for (const value of authorizations) {
    const headers = [['Authorization', value]] as const;
    const answer = await connection.send({ method: 'GET', target: path, headers });
    const told = ['x-user', 'x-shown'].map((name) => headerValues(answer, name)[0] ?? '');
    seen.push([String(answer.status), ...told]);
  }
  connection.close();
  return seen;
}

async function who(path: string, user: string, options = {}): Promise<readonly (string | undefined)[]> {
  const token = await tokens.fresh(user, options);
  const [[status, name, shown] = []] = await answers(path, `Negotiate ${token.base64}`);
  return [status, Buffer.from(name ?? '', 'latin1').toString(), shown];
}

test('tickets tell how their user logged in', async () => {
  expect(await who('/x', 'alice')).toEqual(['404', 'alice@EXAMPLE.TEST', '']);
  const indicated = async (options = {}): Promise<string> => {
    const [status, user, shown = ''] = await who('/x', 'carol', options);
    // The module shows attributes without a form for people in base64.
    return `${status} ${user} ${Buffer.from(shown, 'base64')}`;
  };
  expect(await indicated()).toBe('404 carol@EXAMPLE.TEST strong');
  expect(await indicated({ certificate: true })).toBe('404 carol@EXAMPLE.TEST pkinit');
});

test('names of many forms and users of another realm', async () => {
  for (const user of ['bob/admin', 'til~de', 'žofie'])
    expect(await who('/x', user)).toEqual(['404', `${user}@EXAMPLE.TEST`, '']);
  expect(await who('/x', 'dora@OTHER.TEST')).toEqual(['404', 'dora@OTHER.TEST', '']);
  expect(await who('/local', 'dora@OTHER.TEST')).toEqual(['404', 'dora', '']);
  expect(await who('/local', 'bob/admin')).toEqual(['401', '', '']);
});

test('a keytab with two versions of a key accepts tickets of both', async () => {
  const service = 'HTTP@elsewhere';
  const before = await tokens.fresh('alice', { service });
  realm.writeKeytab('rotated.keytab', 'HTTP/elsewhere');
  const after = await tokens.fresh('bob', { service });
  const statuses = [await answers('/rotated', `Negotiate ${before.base64}`)];
  statuses.push(await answers('/rotated', `Negotiate ${after.base64}`));
  expect(statuses.map(([answer]) => answer?.[0])).toEqual(['404', '404']);
});

test('a service acts for users as far as the directory lets it', () => {
  const cache = `FILE:${realm.folder}/service`;
  const run = (program: string, ...words: string[]): string =>
    runProgram(program, words, realm.clientEnvironment);
  run('kinit', '-f', '-c', cache, '-k', '-t', realm.keytab, 'HTTP/localhost');
  const forAlice = ['-c', cache, '-k', realm.keytab, '-U', 'alice'];
  expect(run('kvno', ...forAlice, '-P', 'HTTP/backend')).toContain('HTTP/backend@EXAMPLE.TEST: kvno');
  expect(() => run('kvno', ...forAlice, '-P', 'HTTP/plain')).toThrow('constrained delegation failed');
});

async function loginByNtlm(wrapping: 'spnego' | 'ntlmssp', scheme: string): Promise<readonly unknown[]> {
  const client = startNtlmClient(writeNtlmUsers(folder));
  const connection = await Connection.open(apache.port, '127.0.0.1');
  const send = (token: string): ReturnType<typeof connection.send> =>
    connection.send({ method: 'GET', target: '/ntlm', headers: [['Authorization', `${scheme} ${token}`]] });
  try {
    const login = await client.begin(wrapping);
    let answer = await send(login.first.token);
    const seen: unknown[] = [answer.status];
    for (let legs = 1; answer.status === 401 && legs < 4; legs++) {
      const challenge = headerValues(answer, 'www-authenticate')[0] ?? '';
      answer = await send((await login.answer(challenge.replace(/^\w+ /, ''))).token);
      seen.push(answer.status);
    }
    return [...seen, headerValues(answer, 'x-user')[0]];
  } finally {
    connection.close();
    await client.stop();
  }
}

test('a client of NTLM logs in with two messages', async () => {
  const name = `${ntlmUser.domain}\\${ntlmUser.name}`;
  expect(await loginByNtlm('spnego', 'Negotiate')).toEqual([401, 404, name]);
  expect(await loginByNtlm('ntlmssp', 'Negotiate')).toEqual([401, 404, name]);
  expect(await loginByNtlm('ntlmssp', 'NTLM')).toEqual([401, 404, name]);
});
