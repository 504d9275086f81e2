import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CommandResult, run } from '../cli/run.js';
import { compiled, projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { patience } from '../kit/wait.js';

let folder = '';
const installed = (): string => join(folder, 'lib/node_modules/kerbgate');

/** Puts the package where `npm install -g` puts it, with what it depends on and no more. */
function install(): void {
  const pack = spawnSync(
    'npm',
    ['pack', '--ignore-scripts', '--silent', '--offline', '--pack-destination', folder],
    { cwd: projectFolder, encoding: 'utf8', timeout: patience },
  );
  if (pack.status !== 0) throw new Error(pack.stderr);
  mkdirSync(installed(), { recursive: true });
  const words = ['-xzf', join(folder, pack.stdout.trim()), '-C', installed(), '--strip-components=1'];
  expect(run('tar', words).code).toBe(0);
  for (const path of productionPackages()) {
    mkdirSync(dirname(join(installed(), path)), { recursive: true });
    symlinkSync(join(projectFolder, path), join(installed(), path));
  }
}

/** Folders of packages that are no development dependencies, from the lock file; those within others come with them. */
function productionPackages(): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  return Object.entries(packages)
    .filter(([path, { dev }]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && !dev)
    .map(([path]) => path);
}

const kerbgate = (...words: readonly string[]): CommandResult =>
  run(process.execPath, [join(installed(), 'bin/kerbgate'), ...words]);

beforeAll(() => {
  compiled('src/cli/main.js');
  folder = makeScratch('package');
  install();
});
afterAll(() => dropScratch(folder));

describe('the package', () => {
  test('has the program, and neither tests nor sources', () => {
    expect(readdirSync(installed()).sort()).toEqual(
      ['LICENSE', 'README.md', 'bin', 'dist', 'node_modules', 'package.json', 'src'].sort(),
    );
    expect(readdirSync(join(installed(), 'dist')).sort()).toEqual(['grammar', 'src']);
    const files = readdirSync(join(installed(), 'dist'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /\.(?:ts|map)$/.test(name))).toEqual([]);
  });

  test('is packed without a word on standard output but its name, also where it is built first', () => {
    const bare = join(folder, 'bare');
    for (const name of ['package.json', '.npmrc']) cpSync(join(projectFolder, name), join(bare, name));
    const { stdout } = spawnSync('npm', ['pack', '--offline'], {
      cwd: bare,
      encoding: 'utf8',
      timeout: patience,
    });
    expect(stdout).toMatch(/^kerbgate-[\d.]+\.tgz\n$/);
  });

  test('lints, checks, compares and compiles on its own', () => {
    const config = '<Location /a>\n  AuthType GSSAPI\n  AuthName a\n  Require user b@R # me\n</Location>\n';
    const [old, now] = [join(folder, 'old.conf'), join(folder, 'new.conf')];
    writeFileSync(old, config);
    writeFileSync(now, `Listen 80\n${config.replace('Require user b@R # me', 'Require all granted')}`);
    expect(kerbgate('lint', '--format', 'compact', old)).toMatchObject({
      code: 1,
      out: expect.stringContaining('[comment-in-require]'),
    });
    expect(kerbgate('check', now)).toMatchObject({ code: 0, error: '' });
    expect(kerbgate('diff', old, now)).toMatchObject({ code: 1, out: expect.stringContaining('OPENS') });
    const ruleset = join(folder, 'ruleset.json');
    expect(kerbgate('compile', now, '-o', ruleset)).toMatchObject({ code: 0 });
    expect(kerbgate('explain', ruleset, 'GET /a')).toMatchObject({ code: 0 });
    expect(kerbgate('httpd', '-v')).toMatchObject({ code: 0 });
  });
});
