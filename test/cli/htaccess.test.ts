import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { kerbgate } from './run.js';

const folder = makeScratch('check-htaccess');
afterAll(() => dropScratch(folder));
const site = join(folder, 'site');
const path = join(site, '.htaccess');
mkdirSync(site);
writeFileSync(path, 'AuthName x\n<Files page.txt>\nRequire all denied\n</Files>\n');
writeFileSync(join(site, 'page.txt'), 'page\n');

const check = (...args: readonly string[]) => kerbgate(['check', ...args, path]);

test('a per-directory file is checked as one', () => {
  expect(check('--htaccess')).toEqual({ code: 0, out: `${path}: nothing is wrong\n`, error: '' });
});

test('what AllowOverride does not admit is told', () => {
  const { code, out } = check('--htaccess', '--all', '--override', 'FileInfo');
  expect(code).toBe(1);
  expect(out).toContain(`${path}:1:1: error: AuthName not allowed here`);
  expect(out).toContain('hint: AllowOverride AuthConfig admits it');
  expect(out).toContain(`${path}:3:1: error: Require not allowed in <Files> context`);
});

test('what is passed over is a warning', () => {
  const { code, out } = check('--htaccess', '--override', 'FileInfo Nonfatal=Override');
  expect(code).toBe(0);
  expect(out).toContain('warning: AH02295: AuthName in .htaccess forbidden by AllowOverride');
});

test('a wrong class is a wrong call', () => {
  const { code, error } = check('--htaccess', '--override', 'Everything');
  expect(code).toBe(2);
  expect(error).toBe('kerbgate: --override: Illegal override option Everything\n');
});

test('without the option the first line says that there is one', () => {
  const { code, out } = check();
  expect(code).toBe(1);
  expect(out).toContain('if this is a per-directory file such as .htaccess, check it with --htaccess');
});

test('explain tells of a per-directory file with its lines', () => {
  const configuration = join(folder, 'httpd.conf');
  writeFileSync(
    configuration,
    `DocumentRoot ${site}\n<Directory ${site}>\nAllowOverride All\n</Directory>\n<Location />\nRequire all granted\n</Location>\n`,
  );
  const { code, out } = kerbgate(['explain', configuration, 'GET /page.txt']);
  expect(code).toBe(0);
  expect(out).toMatch(/\/site\/\.htaccess +.*\/site\/\.htaccess:1/);
  expect(out).toMatch(/<Files page\.txt> +.*\/site\/\.htaccess:2/);
  expect(out).toMatch(/AuthName x +.*\/site\/\.htaccess:1/);
});
