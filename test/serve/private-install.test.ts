import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, headerValues } from '../kit/answer.js';
import { writeNtlmUsers } from '../kit/ntlm-client.js';
import { compiled, projectFolder } from '../kit/project.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { sendOnce } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { startServer, type WebServer } from '../kit/server.js';
import { childrenOf, isAlive, isRoot, until } from './processes.js';

// kerbgate and Node itself below a folder that only root may enter, as after a clone under umask 077 or to /root.

const folder = makeScratch('private');
const install = join(folder, 'install');
const node = join(install, 'node');

/** What the native parts lie in is copied; the other packages are loaded before rights are given up, wherever they lie. */
const copied = ['koffi', '@koromix'];

function makeInstall(): void {
  mkdirSync(join(install, 'node_modules'), { recursive: true });
  for (const part of [
    'package.json',
    'bin',
    'dist/grammar',
    'dist/src',
    'src/directives/known',
    'src/ruleset',
  ])
    cpSync(join(projectFolder, part), join(install, part), { recursive: true });
  cpSync(realpathSync(process.execPath), node);
  const packages = realpathSync(join(projectFolder, 'node_modules'));
  for (const name of readdirSync(packages)) {
    const target = join(install, 'node_modules', name);
    if (copied.includes(name)) cpSync(join(packages, name), target, { recursive: true });
    else symlinkSync(join(packages, name), target);
  }
  closeToOthers(install);
  chmodSync(node, 0o700);
}

function closeToOthers(path: string): void {
  chmodSync(path, 0o700);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) closeToOthers(join(path, entry.name));
    else if (entry.isFile()) chmodSync(join(path, entry.name), 0o600);
  }
}

let realm: Realm;
let ntlmUsers: string;

const configuration = (): string => `DocumentRoot ${folder}/www
<Directory ${folder}/www>
  AllowOverride AuthConfig
</Directory>
<Location /kerberos>
  AuthType GSSAPI
  AuthName Kerberos
  GssapiBasicAuth On
  GssapiCredStore keytab:${realm.keytab}
  Require valid-user
</Location>
<Location /ntlm>
  AuthType GSSAPI
  AuthName NTLM
  GssapiAllowedMech ntlmssp
  GssapiConnectionBound On
  Require valid-user
</Location>
<Location /file>
  AuthType Basic
  AuthName File
  AuthUserFile ${folder}/users
  Require valid-user
</Location>`;

beforeAll(async () => {
  makeInstall();
  mkdirSync(join(folder, 'www'));
  for (const name of ['kerberos', 'ntlm', 'file']) writeFileSync(join(folder, 'www', name), `${name}\n`);
  mkdirSync(join(folder, 'www', 'below'));
  writeFileSync(join(folder, 'www', 'below', '.htaccess'), 'Require all denied\n');
  mkdirSync(join(folder, 'www', 'comment'));
  writeFileSync(join(folder, 'www', 'comment', '.htaccess'), '# nothing\n');
  writeFileSync(join(folder, 'www', 'comment', 'page'), 'page\n');
  // The password `secret` for crypt().
  writeFileSync(join(folder, 'users'), 'dora:abNANd1rDfiNc\n');
  realm = await startRealm();
  ntlmUsers = writeNtlmUsers(folder);
});

afterAll(async () => {
  await realm?.stop();
  dropScratch(folder);
});

const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

/** The first message of NTLM as gss-ntlmssp writes it, without names. */
const ntlmStart = Buffer.from(
  '4e544c4d5353500001000000078208a2' + '00'.repeat(16) + '060200000000000f',
  'hex',
);

const status = (pid: number): string => readFileSync(`/proc/${pid}/status`, 'latin1');

function commandOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
  } catch {
    return [];
  }
}

/** The processes below one that run the helper for tasks. */
function helpersOf(pid: number): readonly number[] {
  return childrenOf(pid).flatMap((child) => [
    ...(commandOf(child)[1]?.endsWith('/gssapi/helper.js') ? [child] : []),
    ...helpersOf(child),
  ]);
}

describe.each([
  ['workers', ['httpd', '-DFOREGROUND', '-f']],
  ['one process', ['httpd', '-X', '-f']],
])('with %s', (_what, words) => {
  let server: WebServer;
  const ask = (path: string, authorization: string): Promise<Answer> =>
    sendOnce(server.port, { method: 'GET', target: path, headers: [['Authorization', authorization]] });
  const check = async (path: string, name: string, password: string): Promise<number> =>
    (await ask(path, basic(name, password))).status;

  beforeAll(async () => {
    const environment = { ...realm.serverEnvironment('private'), NTLM_USER_FILE: ntlmUsers };
    server = await startServer('kerbgate', { folder, environment, configuration }, (file) => [
      node,
      [join(install, 'bin', 'kerbgate'), ...words, file],
    ]);
  });

  afterAll(async () => {
    await server?.stop();
  });

  test('passwords are checked by helpers that have given up all rights of root, and are replaced', async () => {
    expect(await check('/kerberos', 'alice', 'alice-pw')).toBe(200);
    expect(await check('/kerberos', 'alice', 'alice')).toBe(401);
    const helpers = helpersOf(server.pid);
    expect(helpers.length).toBeGreaterThan(0);
    for (const helper of isRoot ? helpers : []) {
      expect(status(helper)).toMatch(/^Uid:(?:\t33){4}$/m);
      expect(status(helper)).toMatch(/^Gid:(?:\t33){4}$/m);
      expect(status(helper)).toMatch(/^CapEff:\t0+$/m);
    }
    for (const helper of helpers) process.kill(helper, 'SIGKILL');
    await until('the helpers end', () => !helpers.some(isAlive));
    const again = async (): Promise<boolean> => (await check('/kerberos', 'bob', 'bob-pw')) === 200;
    await until('a password is checked again', again);
  });

  test('other mechanisms run in theirs', async () => {
    await until('NTLM goes on', async () => {
      const answer = await ask('/ntlm', `Negotiate ${ntlmStart.toString('base64')}`);
      const [challenge = ''] = headerValues(answer, 'www-authenticate');
      const token = Buffer.from(challenge.replace('Negotiate ', ''), 'base64').toString('latin1');
      return token.startsWith('NTLMSSP\0\x02');
    });
  });

  test('hashes are compared', async () => {
    expect(await check('/file', 'dora', 'secret')).toBe(200);
    expect(await check('/file', 'dora', 'Secret')).toBe(401);
  });

  test('per-directory files are read', async () => {
    expect((await ask('/below/', basic('alice', 'alice-pw'))).status).toBe(403);
  });

  test('helpers end with their server, however that ends', async () => {
    expect(await check('/kerberos', 'alice', 'alice-pw')).toBe(200);
    const helpers = helpersOf(server.pid);
    expect(helpers.length).toBeGreaterThan(0);
    process.kill(server.pid, 'SIGKILL');
    await until('the helpers end', () => !helpers.some(isAlive));
  });
});

test('per-directory files are read where nothing is allowed in them', async () => {
  const environment = realm.serverEnvironment('refused');
  const server = await startServer(
    'kerbgate',
    { folder, environment, configuration: () => `DocumentRoot ${folder}/www` },
    (file) => [node, [join(install, 'bin', 'kerbgate'), 'httpd', '-X', '-f', file]],
  );
  try {
    const answer = await sendOnce(server.port, { method: 'GET', target: '/comment/page', headers: [] });
    expect(answer.status).toBe(200);
  } finally {
    await server.stop();
  }
});

test('a helper that cannot become who it shall be takes no request', async () => {
  const identity = JSON.stringify({ user: 'www-data', uid: 33, gid: 33 });
  const words = [process.execPath, compiled('src/gssapi/helper.js'), String(process.pid), identity];
  const rights = isRoot ? ['--bounding-set=-setuid,-setgid', '--'] : ['--'];
  const child = spawn('/usr/bin/setpriv', [...rights, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (chunk: Buffer) => said.push(chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  expect(await ended).toBe(1);
  expect(Buffer.concat(said).toString()).toMatch(/EPERM|could not be given up/);
});
