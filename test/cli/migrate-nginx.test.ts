import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { kerbgateHere } from './in-process.js';

const folder = makeScratch('migrate-nginx');
afterAll(() => dropScratch(folder));

const site = join(folder, 'site.conf');
writeFileSync(
  site,
  `Listen 127.0.0.1:8081
ServerName www.example.test
<Directory />
  AllowOverride None
</Directory>
ProxyPass / http://127.0.0.1:9000/
<Location />
  AuthType GSSAPI
  AuthName Intranet
  GssapiCredStore keytab:/etc/http.keytab
  GssapiBasicAuth On
  Require valid-user
</Location>
`,
);

test('files for nginx and for kerbgate come into a new folder, and the report says what to do', async () => {
  const out = join(folder, 'out');
  const { code, out: told } = await kerbgateHere(['migrate', '--to', 'nginx', site, '--out', out]);
  expect(code).toBe(0);
  expect(readdirSync(out)).toEqual(['kerbgate-decisions.conf', 'kerbgate.conf']);
  expect(statSync(join(out, 'kerbgate.conf')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(out, 'kerbgate-decisions.conf'), 'utf8')).toContain(`Include "${site}"\n`);
  expect(told).toContain('Migration to nginx: 2 files made');
  expect(told).toContain('GssapiBasicAuth');
  const again = await kerbgateHere(['migrate', '--to', 'nginx', site, '--out', out]);
  expect([again.code, again.error]).toEqual([2, expect.stringContaining('not empty')]);
});

test('without a folder the texts are printed, and the report goes beside them', async () => {
  const { code, out, error } = await kerbgateHere(['migrate', '--to', 'nginx', site]);
  expect(code).toBe(0);
  expect(out).toContain('# ==== kerbgate.conf\n');
  expect(out).toContain('# ==== kerbgate-decisions.conf\n');
  expect(error).toContain('NEXT');
});

test('what cannot be done is told', async () => {
  const text = async (...words: readonly string[]): Promise<string> => {
    const { code, error } = await kerbgateHere(['migrate', '--to', 'nginx', ...words]);
    return `${code} ${error}`;
  };
  expect(await text(site, '--in-place')).toMatch(/^2 .*--out/);
  expect(await text(site, site.replace('site', 'other'))).toMatch(/^2 /);
  const broken = join(folder, 'broken.conf');
  writeFileSync(broken, '<Location /x>\n');
  expect(await text(broken)).toMatch(/^1 .*broken\.conf:1: .*kerbgate check/);
});
