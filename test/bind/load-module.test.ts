import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { httpdMessages } from '../../src/report/httpd.js';
import { withApache } from '../kit/apache-check.js';
import { bindText } from './apache.js';

const modules = '/usr/lib/apache2/modules';
const event = `LoadModule mpm_event_module ${modules}/mod_mpm_event.so`;
const alias = `LoadModule alias_module ${modules}/mod_alias.so`;

const folder = mkdtempSync(join(tmpdir(), 'kerbgate-modules-'));
writeFileSync(join(folder, 'empty.so'), '');
afterAll(() => rmSync(folder, { recursive: true }));

/** Lines, each alone beside `LoadModule mpm_event_module`. */
const lines = [
  'LoadModule foo_module modules/mod_foo.so',
  'LoadModule foo_module nowhere.so',
  `LoadModule foo_module ${modules}/mod_alias.so`,
  `LoadModule mod_alias ${modules}/mod_alias.so`,
  'LoadModule so_module /nowhere.so',
  'LoadModule foo_module /usr',
  `LoadModule foo_module ${folder}/empty.so`,
  'LoadFile /nowhere/lib.so',
  `LoadModule mpm_prefork_module ${modules}/mod_mpm_prefork.so\nBogus`,
  `${alias}\n${alias}`,
  `${alias}\nBogus`,
  event,
];

const beforeColon = /^apache2: (?:Syntax error on line \d+ of [^:]+: )+/;

function said(text: string): string {
  const kept = text.split('\n').filter((line) => line !== 'Syntax OK' && !line.includes('AH01574'));
  return kept
    .join('\n')
    .trim()
    .replace(beforeColon, '')
    .replace(/AH00526: .*\n/, '')
    .replace(/\/tmp\/kerbgate-check-[^/]*/g, '');
}

const ours = (text: string): string => said(httpdMessages(bindText(text).diagnostics, 'apache2').join('\n'));

describe('LoadModule and LoadFile', () => {
  test('are refused where httpd refuses them, in its words', async () => {
    const byApache = await withApache([event], (check) => Promise.all(lines.map(check)));
    expect(lines.map((line) => [line, ours(`${event}\n${line}\n`)])).toEqual(
      lines.map((line, at) => [line, said(byApache[at]!)]),
    );
  });

  test('httpd needs an MPM before it looks at directives', async () => {
    const byApache = await withApache([alias], (check) => check('Bogus'));
    expect(ours(`${alias}\nBogus\n`)).toBe(said(byApache));
    expect(said(byApache)).toContain('No MPM loaded.');
  });

  test('a missing file is a note beside what else is wrong, and the module counts as loaded', () => {
    const { value, diagnostics } = bindText('LoadModule foo_module modules/mod_foo.so\n');
    expect(value.modules.has('mod_foo')).toBe(true);
    const [first] = diagnostics;
    expect(first).toMatchObject({ code: 'no-module-file', severity: 'note', missingHere: true });
  });

  test('the file of a module that kerbgate brings itself need not be there', () => {
    expect(ours(`${event}\nLoadModule auth_kerb_module nowhere.so\n`)).toBe('');
    expect(bindText(`${event}\nLoadModule auth_kerb_module nowhere.so\n`).diagnostics).toEqual([]);
    expect(ours(`${event}\nLoadModule alias_module /usr\n`)).toBe('');
  });
});

describe('modules of others', () => {
  const wsgi = 'LoadModule wsgi_module modules/mod_wsgi.so\n';
  const php = 'LoadModule php7_module modules/libphp7.4.so\n';
  const coded = (text: string) =>
    bindText(text)
      .diagnostics.filter(({ missingHere }) => !missingHere)
      .map(({ code, severity }) => `${severity} ${code}`);

  test.each([
    [`${wsgi}WSGIScriptAlias / /srv/app.wsgi\n`],
    [`${php}php_value memory_limit 1M\n`],
    [`${wsgi}<Location /a>\nWSGIProcessGroup a\n</Location>\n`],
  ])('their directives are known by their names: %j', (text) => {
    expect(coded(text)).toEqual(['warning unknown-module', 'error not-served']);
  });

  test('IfDirective sees them', () => {
    const text = '<IfDirective WSGIPythonPath>\nBogus\n</IfDirective>\n';
    expect(coded(text)).toEqual([]);
    expect(coded(`${wsgi}${text}`)).toEqual(['warning unknown-module', 'error unknown-directive']);
  });

  test('without the module their directives are unknown, and the hint names it', () => {
    const [unknown] = bindText('WSGIScriptAlias / /srv/app.wsgi\n').diagnostics;
    expect(unknown).toMatchObject({
      code: 'unknown-directive',
      hint: 'it belongs to mod_wsgi, which kerbgate does not know; run the application in a server of its own, such as gunicorn, and write ProxyPass',
    });
  });

  test('what no table has may belong to a loaded stranger', () => {
    const last = bindText('LoadModule frob_module modules/mod_frob.so\nFrobnicate On\n').diagnostics.at(-1);
    expect(last).toMatchObject({
      code: 'unknown-directive',
      hint: 'it may belong to frob_module, which kerbgate does not know',
    });
  });
});
