import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startKerbgate } from '../kit/kerbgate.js';
import { projectFolder } from '../kit/project.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import type { CommandResult } from './run.js';

// probe against kerbgate and against a server that offers NTLM.

/** Runs probe beside this process, which may be the server that it asks. */
function probe(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectFolder, 'bin', 'kerbgate'), 'probe', ...args], {
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let error = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, error }));
  });
}

describe('probe', () => {
  let folder = '';
  let realm: Realm;
  let server: WebServer;
  let other: Server;

  beforeAll(async () => {
    folder = makeScratch('probe');
    realm = await startRealm();
    const conf = (path: string, keytab: string) =>
      `<Location ${path}>\nAuthType GSSAPI\nAuthName x\nGssapiCredStore keytab:${keytab}\nRequire valid-user\n</Location>\n`;
    const text =
      conf('/private', realm.keytab) +
      conf('/wrong', realm.writeWrongKeytab('wrong.keytab', 'HTTP/localhost')) +
      'Redirect 410 /gone\n';
    server = await startKerbgate({
      folder,
      environment: realm.serverEnvironment('kerbgate'),
      configuration: () => text,
    });
    other = createServer((request, response) => {
      const fields = request.url === '/ntlm' ? ['Negotiate TlRMTVNTUAACAAAA', 'NTLM'] : ['Basic realm="x"'];
      response.writeHead(401, {
        'WWW-Authenticate': request.headers.authorization ? fields : ['Negotiate', ...fields.slice(1)],
      });
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    other?.close();
    await server?.stop();
    await realm?.stop();
    dropScratch(folder);
  });

  const withTicket = (): Record<string, string> => ({
    ...realm.clientEnvironment,
    KRB5CCNAME: realm.kinit('alice'),
  });
  const url = (path: string): string => `http://localhost:${server.port}${path}`;
  const otherUrl = (path: string): string => {
    const address = other.address();
    return `http://localhost:${typeof address === 'object' && address ? address.port : 0}${path}`;
  };

  test('a login that succeeds, with mutual authentication', async () => {
    const { code, out } = await probe([url('/private/')], withTicket());
    expect(out).toContain('401 Unauthorized');
    expect(out).toContain('WWW-Authenticate: Negotiate\n');
    expect(out).toContain('A ticket for HTTP@localhost is asked for.');
    expect(out).toContain('The token is SPNEGO for Kerberos');
    expect(out).toContain('The login was accepted, and the answer is 404 for another reason.');
    expect(out).toMatch(/WWW-Authenticate: Negotiate \S{8}… \(a SPNEGO reply, accept-completed/);
    expect(out).toContain('Mutual authentication: verified');
    expect(out).not.toMatch(/[A-Za-z0-9+/]{40}/);
    expect(code).toBe(0);
  });

  test('no ticket', async () => {
    const { code, out } = await probe([url('/private/')], realm.clientEnvironment);
    expect(code).toBe(1);
    expect(out).toContain('hint: there is no ticket: run kinit');
  });

  test('a service that the KDC does not know', async () => {
    const { code, out } = await probe([url('/private/'), '--service', 'HTTP@nowhere.test'], withTicket());
    expect(code).toBe(1);
    expect(out).toContain('hint: the KDC does not know HTTP@nowhere.test');
  });

  test('a server with another key', async () => {
    const { code, out } = await probe([url('/wrong/')], withTicket());
    expect(code).toBe(1);
    expect(out).toContain('The server refused the login.');
    expect(out).toContain('keytab');
  });

  test('a server that answers with NTLM', async () => {
    const { code, out } = await probe([otherUrl('/ntlm')], withTicket());
    expect(code).toBe(1);
    expect(out).toContain('hint: the server answers with an NTLM token');
  });

  test('no login asked for, and all fields with -v', async () => {
    const { code, out } = await probe([url('/gone'), '-v'], withTicket());
    expect(code).toBe(0);
    expect(out).toContain('410 Gone');
    expect(out).toMatch(/^ {2}Server: kerbgate/m);
    expect(out).toContain('The server does not ask for a login here.');
  });

  test('a server that is not there', async () => {
    const { code, error } = await probe(['http://127.0.0.1:1/'], withTicket());
    expect(code).toBe(1);
    expect(error).toContain('127.0.0.1:1 cannot be reached');
  });
});
