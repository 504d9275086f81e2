import { copyFileSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadProgram } from '../../src/evaluate/program.js';
import { StartProblem } from '../../src/serve/start-problem.js';
import { UpstreamTls } from '../../src/serve/upstream-tls.js';
import { compileText } from '../compile/tester.js';
import { makeCertificates } from '../kit/certificates.js';
import type { Running } from '../kit/process.js';
import { makeUpstreamCertificates } from '../kit/upstream-certificates.js';
import { makeStage, type Stage, until } from './processes.js';

let stage: Stage;
let folder: string;
let running: Running;
let unverified: Upstream;
let elsewhere: Upstream;
let long: Upstream;

const file = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(file(name), 'utf8');

interface Upstream {
  readonly server: Server;
  readonly url: string;
  connections: number;
}

async function start(cert: string, key: string): Promise<Upstream> {
  const server = createServer({ cert, key: read(key) }, (_request, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const upstream: Upstream = { server, url: `https://localhost:${port}`, connections: 0 };
  server.on('connection', () => {
    upstream.connections += 1;
  });
  return upstream;
}

beforeAll(async () => {
  stage = await makeStage();
  folder = join(stage.folder, 'tls');
  makeCertificates(folder);
  makeUpstreamCertificates(folder);
  unverified = await start(read('up-self.pem'), 'up-self.key');
  elsewhere = await start(read('up-else.pem'), 'up-else.key');
  long = await start(read('up-good.pem') + read('other.pem').repeat(90), 'up-good.key');
  copyFileSync(file('ca.pem'), file('now.pem'));
  const text = `
SSLProxyEngine on
ProxyPass /weak/ ${unverified.url}/weak/
ProxyPass /strict/ ${unverified.url}/strict/
ProxyPass /elsewhere/ ${elsewhere.url}/
ProxyPass /long/ ${long.url}/
<Proxy "${unverified.url}/strict/">
  SSLProxyVerify require
  SSLProxyCACertificateFile ${file('now.pem')}
</Proxy>
<Proxy "${long.url}">
  SSLProxyVerify require
  SSLProxyCACertificateFile ${file('ca.pem')}
</Proxy>`;
  running = await stage.start(['serve', stage.configure(text), '--workers', '1']);
});
afterAll(async () => {
  await stage.close();
  for (const { server } of [unverified, elsewhere, long]) {
    server.closeAllConnections();
    server.close();
  }
});

describe('connections to upstreams', () => {
  test('serve no request that asks for more than they were made for', async () => {
    for (let round = 0; round < 3; round++) {
      expect(await stage.get('/weak/')).toBe(200);
      const { connections } = unverified;
      expect(await stage.get('/strict/')).toBe(500);
      expect(unverified.connections).toBe(connections + 1);
    }
    expect(
      await stage.untilLog(`remote server ${unverified.url}: its certificate cannot be verified`),
    ).toContain('(DEPTH_ZERO_SELF_SIGNED_CERT): see SSLProxyVerify and SSLProxyCACertificateFile');
  });

  test('tell in one line what is wrong with a certificate', async () => {
    expect(await stage.get('/elsewhere/')).toBe(500);
    expect(await stage.untilLog(`remote server ${elsewhere.url}: its certificate`)).toContain(
      'its certificate is for "b.test", not for localhost (SSLProxyCheckPeerName)',
    );
  });

  test('take certificates with many others behind them', async () => {
    expect(await stage.get('/long/')).toBe(200);
  });

  test('count with the authorities that were there at the last restart', async () => {
    expect(await stage.get('/strict/')).toBe(500);
    copyFileSync(file('up-self.pem'), file('now.pem'));
    expect(await stage.get('/strict/')).toBe(500);
    process.kill(running.pid, 'SIGUSR1');
    await until('the new authority counts', async () => (await stage.get('/strict/').catch(() => 0)) === 200);
    expect(await stage.get('/strict/')).toBe(200);
  });
});

/** What stops the start, or what is only warned of. */
function found(lines: string): readonly string[] {
  const { ruleset, diagnostics } = compileText(`SSLProxyEngine on\n${lines}\n`);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  try {
    return new UpstreamTls(loadProgram(ruleset)).warnings;
  } catch (error) {
    if (error instanceof StartProblem) return error.lines;
    throw error;
  }
}

describe('files and words that do not do', () => {
  test.each([
    [
      'SSLProxyMachineCertificateFile',
      'machine-wrong.pem',
      /^AH02326: .* do not match of the server localhost/,
    ],
    ['SSLProxyMachineCertificateFile', 'machine-two.pem', /has 2 certificates with keys, and one is served$/],
    ['SSLProxyMachineCertificateFile', 'a.key', /^AH02252: incomplete client cert/],
    ['SSLProxyMachineCertificateFile', 'machine-sealed.pem', /^AH02252: incomplete client cert/],
    [
      'SSLProxyMachineCertificateFile',
      'broken.pem',
      /^AH02206: no client certs found .*broken\.pem, behind it$/,
    ],
    ['SSLProxyMachineCertificateFile', 'alice.pem', /^AH02206: no client certs found/],
    ['SSLProxyCACertificateFile', 'extensions.cnf', /^AH01896: /],
    ['SSLProxyCACertificateFile', 'broken.pem', /^AH01895: /],
  ] as const)('%s %s', (directive, name, message) => {
    const [first] = found(`${directive} ${file(name)}`);
    expect(first).toMatch(message);
  });

  test.each([
    [
      'SSLProxyCARevocationCheck chain',
      /^AH01899: .*neither SSLProxyCARevocationFile nor SSLProxyCARevocationPath/,
    ],
    ['SSLProxyProtocol -all', /^AH02231: No SSL protocols available \[hint: SSLProxyProtocol\]/],
    ['SSLProxyCipherSuite NOTHING', /^AH01898: Unable to configure permitted SSL ciphers/],
    ['SSLProxyVerify require', /^AH01897: .* no authorities are known .* SSLProxyCACertificateFile/],
    [
      '<Proxy "https://x">\nSSLProxyProtocol -all\n</Proxy>',
      /AH02231: .* for <Proxy "https:\/\/x"> \(test\.conf:2\)$/,
    ],
  ] as const)('%s', (lines, message) => {
    expect(found(lines)[0]).toMatch(message);
  });

  test('do not matter where nothing is switched on', () => {
    expect(found(`SSLProxyEngine off\nSSLProxyMachineCertificateFile ${file('machine-wrong.pem')}`)).toEqual(
      [],
    );
  });
});
