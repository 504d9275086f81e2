import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Certificates, makeCertificates } from '../kit/certificates.js';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

const folder = makeScratch('certificates-here');
let made: Certificates;

beforeAll(() => {
  made = makeCertificates(join(folder, 'tls'));
});

afterAll(() => dropScratch(folder));

function check(key: string, ...options: string[]): { readonly status: number | null; readonly text: string } {
  const file = join(folder, 'httpd.conf');
  const lines = [
    'SSLEngine on',
    `SSLCertificateFile ${made.placeholders.TLS_CERT}`,
    `SSLCertificateKeyFile ${key}`,
  ];
  const modules = 'LoadModule ssl_module modules/mod_ssl.so\nServerName a.test\nListen 127.0.0.1:8443\n';
  writeFileSync(file, `${modules}${lines.join('\n')}\n`);
  const { status, stdout, stderr } = spawnSync(
    join(projectFolder, 'bin', 'kerbgate'),
    ['check', ...options, file],
    {
      encoding: 'utf8',
    },
  );
  return { status, text: stdout + stderr };
}

test('check --here tells which key is not that of its certificate, and which file holds none', () => {
  const { TLS = '', TLS_KEY = '', TLS_KEY_B = '' } = made.placeholders;
  expect(check(TLS_KEY, '--here').text).not.toContain('AH025');
  const other = check(TLS_KEY_B, '--here');
  expect(other.text).toContain('AH02565');
  expect(other.status).toBe(1);
  expect(check(join(TLS, 'broken.pem'), '--here').text).toContain('AH02564');
  expect(check(TLS_KEY_B).text).not.toContain('AH025');
});
