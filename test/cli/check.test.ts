import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { kerbgate } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'kerbgate-check-'));
const files: Readonly<Record<string, string | Buffer>> = {
  'good.conf': '<Location /a>\nRequire all granted\n</Location>\n',
  'bad.conf': 'Foo bar\n',
  'empty.conf': '',
  'binary.conf': Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7) % 256)),
  'utf16.conf': Buffer.from('\ufeffListen 80\n', 'utf16le'),
  'missing.conf': 'SSLCertificateFile /nowhere/here.pem\n',
  'part.conf':
    'LoadModule auth_gssapi_module modules/mod_auth_gssapi.so\n<Location /a>\nAuthType GSSAPI\n</Location>\n',
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);
const check = (...names: readonly string[]) =>
  kerbgate(['check', ...names.map((name) => (name.startsWith('-') ? name : path(name)))]);
const named = (text: string): string => text.replaceAll(`${folder}/`, '');

describe('several files', () => {
  test('are checked each on its own, with a line for each and one for all', () => {
    const { code, out } = check('good.conf', 'bad.conf', 'empty.conf');
    expect(code).toBe(1);
    expect(named(out)).toBe(`good.conf: nothing is wrong
bad.conf:1:1: error: Invalid command 'Foo', perhaps misspelled or defined by a module not included in the server configuration
  1 | Foo bar
    | ^^^

bad.conf: 1 error

empty.conf: nothing is wrong
3 files: 1 error
`);
  });

  test('one that cannot be read does not keep the others from being checked', () => {
    const { code, out, error } = check('nowhere.conf', 'bad.conf');
    expect(code).toBe(2);
    expect(named(error)).toBe(
      'kerbgate: Could not open configuration file nowhere.conf: No such file or directory\n',
    );
    expect(named(out)).toContain("bad.conf:1:1: error: Invalid command 'Foo'");
    expect(named(out)).toMatch(/\n2 files: 1 error, 1 not read\n$/);
  });

  test('are one list in JSON', () => {
    const { code, out } = check('bad.conf', 'good.conf', 'bad.conf', '--format=json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([{ file: path('bad.conf') }, { file: path('bad.conf') }]);
  });
});

test('--override without --htaccess is refused: nothing would heed it', () => {
  const { code, out, error } = kerbgate(['check', '--override', 'None', path('good.conf')]);
  expect({ code, out, error }).toEqual({
    code: 2,
    out: '',
    error: 'kerbgate: --override is for per-directory files: it wants --htaccess\n',
  });
});

describe('what is no configuration', () => {
  test('a folder is not read', () => {
    const { code, error } = kerbgate(['check', folder]);
    expect(code).toBe(2);
    expect(error).toContain('is a folder');
  });

  test('a binary file is told as one, and not by thousands of lines', () => {
    const { code, out } = check('binary.conf');
    expect(code).toBe(1);
    expect(named(out)).toMatch(/^binary\.conf:1:1: note: This is no text: it holds zero bytes\n/);
    expect(out.split('\n').length).toBeLessThan(600);
    expect(out).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]/);
  });

  test('UTF-16 is told as what it is', () => {
    expect(named(check('utf16.conf').out)).toContain('utf16.conf:1:1: note: This file is written in UTF-16');
  });

  test('an empty file is fine', () => {
    expect(kerbgate(['check', '-'], '')).toMatchObject({ code: 0, out: '<stdin>: nothing is wrong\n' });
  });
});

describe('what only this machine lacks', () => {
  test('is a warning, and an error when this machine is meant', () => {
    const there = check('missing.conf');
    expect(there.code).toBe(0);
    expect(there.out).toContain('why: It is missing on this machine, where httpd would not start.');
    expect(named(there.out)).toContain(
      'missing.conf: 1 warning (one warning is about what only this machine lacks: an error with --here)\n',
    );
    const here = check('missing.conf', '--here');
    expect(here.code).toBe(1);
    expect(named(here.out)).toContain('missing.conf: 1 error\n');
  });

  test('is a User too where root would start a server, which gives up its rights', () => {
    const listens = 'Listen 127.0.0.1:8080\n';
    const asks = kerbgate(['check', '--here', '-'], listens);
    expect(asks.code).toBe(0);
    expect(asks.out.includes('AH00136: ')).toBe(process.geteuid!() === 0);
    expect(kerbgate(['check', '-'], listens).out).not.toContain('AH00136');
    expect(kerbgate(['check', '--here', '-'], `${listens}User nobody\nGroup nogroup\n`).out).not.toContain(
      'AH00136',
    );
  });

  test('is the DocumentRoot too, which the server does not start without', () => {
    const root = 'DocumentRoot /nowhere/htdocs\n';
    expect(kerbgate(['check', '-'], root).code).toBe(0);
    expect(kerbgate(['check', '--here', '-'], root).code).toBe(1);
    expect(kerbgate(['compile', '-'], root).code).toBe(1);
  });

  test('modules that a part of a configuration leaves to others are no errors', () => {
    const part = check('part.conf');
    expect(part.out).not.toContain('Invalid command');
    expect(part.out).toContain('note: This is taken for a part of a configuration');
    expect(check('part.conf', '--here').out).toContain("Invalid command 'AuthType'");
  });
});

test('a snippet needs no directives of a server', () => {
  const { code, out } = kerbgate(
    ['check', '-'],
    '<Location /a>\nAuthType GSSAPI\nRequire valid-user\n</Location>\n',
  );
  expect(code).toBe(0);
  expect(out).toBe('<stdin>: nothing is wrong\n');
});
