import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeCertificate } from '../kit/certificates.js';
import { testNginx } from '../kit/nginx.js';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { migrated } from './nginx-servers.js';

/*
 * Fixtures are in parts that begin with a divider: the configuration, the text for nginx, and the entries as KIND MAPPING LINE. nginx -t reads
 * each text. The module for SPNEGO is no package of Debian's, nor is its source, so no test can load it: its lines are taken out before nginx reads
 * the text. What they say is compared with the fixtures alone, and what they do is tried by no test.
 */

const fixtures = join(projectFolder, 'fixtures/migrate/nginx');
const folder = makeScratch('nginx-text');

// The configurations name them, so that they are there before anything is read.
writeFileSync(join(folder, 'extensions.cnf'), '[plain]\nbasicConstraints=CA:FALSE\n');
makeCertificate(
  folder,
  'server',
  { subject: '/CN=www.example.test', issuer: 'server', section: 'plain' },
  'extensions.cnf',
);
afterAll(() => dropScratch(folder));

interface Fixture {
  readonly name: string;
  readonly site: string;
  readonly text: string;
  readonly entries: string;
}

function readFixture(name: string): Fixture {
  const parts = readFileSync(join(fixtures, name), 'utf8').split(/^==== .*\n/m);
  const [, site = '', text = '', entries = ''] = parts;
  return { name, site, text, entries };
}

const all = readdirSync(fixtures)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .map(readFixture);

const filled = (text: string): string => text.replaceAll('{FOLDER}', folder);

describe.each(all)('$name', ({ site, text, entries }) => {
  const made = migrated(filled(site));

  test('becomes what it shall', () => expect(made.files[0]!.text).toBe(filled(text)));

  test('tells what it shall', () => {
    const told = made.entries.map(({ kind, mapping, place }) => `${kind} ${mapping} ${place.line}\n`);
    expect(told.join('')).toBe(entries);
  });

  test('is read by nginx', () => {
    const known = made.files[0]!.text.replaceAll(/^ *auth_gss.*\n/gm, '');
    expect(testNginx(join(folder, 'nginx'), known)).toContain('test is successful');
  });
});
