import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { secretInConfiguration } from '../../src/lint/rules/secret-in-configuration.js';
import { siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { findingsIn } from './lint-text.js';

let folder = '';
beforeAll(() => {
  folder = makeScratch('lint-secrets');
});
afterAll(() => dropScratch(folder));

const messages = (text: string, path = 'secrets.conf', serverRoot = folder): readonly string[] =>
  findingsIn(siteOf(loadSnippet(text, { path, serverRoot })), [secretInConfiguration]).map(
    ({ message }) => message,
  );

const secretLine = 'AuthLDAPBindPassword letmein';
const place = (line: string): string => `<Location /a>\n${line}\n</Location>\n`;

describe('who can read the file', () => {
  const inFile = (name: string, mode: number, folderMode = 0o755): readonly string[] => {
    mkdirSync(join(folder, name), { recursive: true });
    const path = join(folder, name, 'site.conf');
    writeFileSync(path, place(secretLine));
    chmodSync(path, mode);
    chmodSync(join(folder, name), folderMode);
    return messages(place(secretLine), path);
  };
  const kept = 'the password for the directory stands here as it is';

  test('a file of the server that everybody can read is told with its mode', () => {
    expect(inFile('open', 0o644)).toEqual([
      `${kept}, and every user of this machine can read ${join(folder, 'open/site.conf')} (mode 0644)`,
    ]);
  });

  test('one that others cannot read, or not come to, is not', () => {
    expect(inFile('group', 0o640)).toEqual([kept]);
    expect(inFile('closed', 0o644, 0o750)).toEqual([kept]);
  });

  test('a copy of it elsewhere shows nothing of the server', () => {
    const path = join(folder, 'copy.conf');
    writeFileSync(path, place(secretLine), { mode: 0o644 });
    expect(messages(place(secretLine), path, '/etc/apache2')).toEqual([kept]);
  });
});

describe('in a macro', () => {
  const directory = '<Macro directory $password>\nAuthLDAPBindPassword $password\n</Macro>\n';
  const use = (password: string): string => `${directory}${place(`Use directory ${password}`)}`;

  test('it counts where the secret is put in', () => {
    expect(messages(use('letmein'))).toHaveLength(1);
    expect(messages(use('${PASSWORD}'))).toEqual([]);
    expect(messages(directory)).toEqual([]);
  });
});

describe('what is a secret', () => {
  test.each([
    'AuthLDAPBindPassword "let me in"',
    'SessionCryptoPassphrase one two',
    'RequestHeader set X-Api-Key 0123456789',
    'RequestHeader add Authorization "Bearer abcdef"',
    'RequestHeader setifempty X-Auth-Token abcdef',
    'RequestHeader set Authorization "expr=Basic %{base64:%{REMOTE_USER}:letmein}"',
    'RequestHeader set X-User "%{REMOTE_USER}s:letmein"',
    'OIDCClientSecret letmein',
  ])('%s', (line) => {
    const found = messages(place(line));
    expect(found.length).toBeGreaterThan(0);
    expect(found.join()).not.toMatch(/let|0123|abcdef/);
  });

  test.each([
    'AuthLDAPBindPassword exec:/usr/local/sbin/password',
    'AuthLDAPBindPassword ${LDAP_PASSWORD}',
    'AuthLDAPBindPassword "{{ ldap_password }}"',
    'AuthLDAPBindPassword <password>',
    'SessionCryptoPassphrase exec:/usr/local/sbin/passphrase',
    'SessionCryptoPassphraseFile /etc/keys/passphrase',
    'RequestHeader unset Authorization',
    'RequestHeader set Authorization "%{AUTH}e"',
    'RequestHeader set Authorization "Bearer %{TICKET}e"',
    'RequestHeader set Authorization "expr=Basic %{base64:%{REMOTE_USER}:x}"',
    'RequestHeader set X-Atlassian-Token no-check',
    'RequestHeader set X-User "%{REMOTE_USER}s@EXAMPLE.COM"',
    'RequestHeader set X-Forwarded-Proto https',
    'RequestHeader set X-Token-Endpoint https://a.test/token',
    'RequestHeader set X-Auth-Token Bearer',
  ])('not %s', (line) => {
    expect(messages(place(line))).toEqual([]);
  });
});
