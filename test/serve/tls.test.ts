import { copyFileSync, readFileSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Certificates, makeCertificates } from '../kit/certificates.js';
import type { Running } from '../kit/process.js';
import { makeStage, type Stage } from './processes.js';

let stage: Stage;
let certificates: Certificates;
let running: Running;
const file = (name: string): string => join(certificates.folder, name);

beforeAll(async () => {
  stage = await makeStage();
  certificates = makeCertificates(join(stage.folder, 'tls'));
  copyFileSync(file('a.pem'), file('now.pem'));
  copyFileSync(file('a.key'), file('now.key'));
  const text = `
Timeout 6
SSLEngine on
SSLCertificateFile ${file('now.pem')}
SSLCertificateKeyFile ${file('now.key')}
SSLCACertificateFile ${file('ca.pem')}
<Location /for-clients>
  SSLVerifyClient require
</Location>`;
  running = await stage.start(['serve', stage.configure(text), '--workers', '2']);
});
afterAll(() => stage.close());

/** A connection whose certificate is looked at by the test. */
function open(options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: stage.port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
    socket.once('error', reject).once('secureConnect', () => resolve(socket));
  });
}

async function get(path: string, options: ConnectionOptions = {}): Promise<string> {
  const socket = await open(options);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text.split('\r\n', 1)[0]!;
}

/** Everything that comes on a plain connection until the server ends it. */
function untilClosed(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => {}).on('close', () => resolve(text));
  });
}

describe('a server with TLS', () => {
  test('ends connections on which no handshake comes, or only a part of one', async () => {
    const silent = connectPlain(stage.port, '127.0.0.1');
    const begun = connectPlain(stage.port, '127.0.0.1');
    begun.write(Buffer.from([0x16, 3, 1, 1, 0, 1, 0]));
    const broken = connectPlain(stage.port, '127.0.0.1');
    broken.write(Buffer.concat([Buffer.from([0x16, 3, 1, 0, 4, 9, 9, 9, 9]), Buffer.alloc(500, 0x41)]));
    await Promise.all([silent, begun, broken].map(untilClosed));
    expect(await get('/')).toBe('HTTP/1.1 200 OK');
  });

  test('tells those that speak plain HTTP, whatever they send', async () => {
    const plain = connectPlain(stage.port, '127.0.0.1');
    plain.write('GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await untilClosed(plain)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    const garbage = connectPlain(stage.port, '127.0.0.1');
    garbage.write('\x01\x02garbage\r\n\r\n');
    expect(await untilClosed(garbage)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('judges the certificate of each connection: sessions are not taken up where one may be asked for', async () => {
    const alice = certificates.client('alice');
    expect(await get('/for-clients')).toBe('HTTP/1.1 403 Forbidden');
    expect(await get('/for-clients', alice)).toBe('HTTP/1.1 404 Not Found');
    const first = await open({ ...alice, maxVersion: 'TLSv1.2' });
    const session = first.getSession();
    first.destroy();
    expect(session).toBeDefined();
    const second = await open({ maxVersion: 'TLSv1.2', session });
    expect(second.isSessionReused()).toBe(false);
    second.destroy();
    expect(await get('/for-clients', { maxVersion: 'TLSv1.2', session })).toBe('HTTP/1.1 403 Forbidden');
  });

  test('serves on after many handshakes that fail and names of all kinds', async () => {
    for (let round = 0; round < 50; round++)
      await open({
        minVersion: 'TLSv1.2',
        maxVersion: 'TLSv1.2',
        ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
      }).catch(() => undefined);
    for (const servername of ['x'.repeat(200), '*.test', 'a..test', '-', 'localhost.', 'a.test:443'])
      expect(await get('/', { servername })).toBe('HTTP/1.1 200 OK');
  });

  test('reads its certificates anew when it is restarted, and stays with the old ones while the new do not do', async () => {
    const nameNow = async (): Promise<unknown> => {
      const socket = await open();
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      return subject.CN;
    };
    expect(await nameNow()).toBe('a.test');
    copyFileSync(file('b.pem'), file('now.pem'));
    process.kill(running.pid, 'SIGUSR1');
    await stage.untilLog('AH02565');
    expect(await nameNow()).toBe('a.test');
    copyFileSync(file('b.key'), file('now.key'));
    process.kill(running.pid, 'SIGUSR1');
    await stage.untilLog(/resuming normal operations[\s\S]*resuming normal operations/);
    expect(await nameNow()).toBe('b.test');
  });

  test('writes no key to its log', async () => {
    const key = readFileSync(file('a.key'), 'utf8').split('\n')[1]!;
    const log = await stage.wholeLog();
    expect(log).toContain('AH02565');
    expect(log).not.toContain(key);
  });
});
