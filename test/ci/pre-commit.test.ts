import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compiled, projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { patience } from '../kit/wait.js';

const bad = '<Location /a>\n  AuthType GSSAPI\n  AuthName a\n  Require user b@R # me\n</Location>\n';
const repeated =
  '<Location /a>\n  AuthType GSSAPI\n  AuthName a\n  AuthName b\n  Require valid-user\n</Location>\n';

let folder = '';
const project = (): string => join(folder, 'project');

function run(program: string, words: readonly string[], where: string): { code: number | null; out: string } {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd: where,
    encoding: 'utf8',
    timeout: patience,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      PRE_COMMIT_HOME: join(folder, 'cache'),
      PRE_COMMIT_COLOR: 'never',
    },
  });
  if (error) throw error;
  return { code: status, out: `${stdout}${stderr}` };
}

function git(where: string, ...words: readonly string[]): string {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.test', '-c', 'init.defaultBranch=main'];
  const { code, out } = run('git', [...who, ...words], where);
  if (code !== 0) throw new Error(out);
  return out.trim();
}

const manifest = (): string => readFileSync(join(projectFolder, '.pre-commit-hooks.yaml'), 'utf8');

/** The hooks as they are, but with the program that is here: pre-commit would install it from a registry. */
function hooksHere(): string {
  const program = `entry: ${process.execPath} ${join(projectFolder, 'bin/kerbgate')} `;
  return manifest().replaceAll('language: node', 'language: system').replaceAll('entry: kerbgate ', program);
}

beforeAll(() => {
  compiled('src/cli/main.js');
  folder = makeScratch('pre-commit');
  const hooks = join(folder, 'hooks');
  for (const each of [hooks, project()]) {
    mkdirSync(each);
    git(each, 'init', '--quiet');
  }
  writeFileSync(join(hooks, '.pre-commit-hooks.yaml'), hooksHere());
  git(hooks, 'add', '.');
  git(hooks, 'commit', '--quiet', '-m', 'hooks');
  const ids = ['kerbgate-check', 'kerbgate-lint', 'kerbgate-fix'].map((id) => `      - id: ${id}\n`).join('');
  const settings = `repos:\n  - repo: ${hooks}\n    rev: ${git(hooks, 'rev-parse', 'HEAD')}\n    hooks:\n${ids}`;
  writeFileSync(join(project(), '.pre-commit-config.yaml'), settings);
});
afterAll(() => dropScratch(folder));

/** Runs the hooks on some files, and on no others that are there. */
function hooks(files: Readonly<Record<string, string>>): { code: number | null; out: string } {
  git(project(), 'rm', '-r', '--quiet', '--cached', '--ignore-unmatch', '.');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project(), name), text);
  git(project(), 'add', '.pre-commit-config.yaml', ...Object.keys(files));
  return run('pre-commit', ['run', '--all-files'], project());
}

const statuses = (out: string): readonly string[] =>
  [...out.matchAll(/\.(Passed|Failed|Skipped)$|\)(Skipped)$/gm)].map((match) => match[1] ?? match[2]!);

describe('the hooks of pre-commit', () => {
  test('are what pre-commit wants', () => {
    expect(
      run('pre-commit', ['validate-manifest', join(projectFolder, '.pre-commit-hooks.yaml')], folder),
    ).toMatchObject({ code: 0 });
    expect(manifest().match(/language: node\n {2}entry: kerbgate /g)).toHaveLength(3);
  });

  test('pass on what is right, and skip other files', () => {
    const { code, out } = hooks({ 'good.conf': bad.replace(' # me', ''), 'notes.txt': 'AuthTypo\n' });
    expect({ code, out: statuses(out) }).toEqual({ code: 0, out: ['Passed', 'Passed', 'Passed'] });
    expect(statuses(hooks({ 'notes.txt': 'AuthTypo\n' }).out)).toEqual(['Skipped', 'Skipped', 'Skipped']);
  });

  test('fail on findings, and where --fix changes a file', () => {
    const { code, out } = hooks({ 'bad.conf': bad, '.htaccess': 'AuthTypo Basic\n', 'twice.conf': repeated });
    expect({ code, out: statuses(out) }).toEqual({ code: 1, out: ['Failed', 'Failed', 'Failed'] });
    expect(out).toContain('bad.conf:4:3: error[comment-in-require]');
    expect(out).toContain('.htaccess:1:1: error');
    expect(out).toContain('files were modified by this hook');
    expect(readFileSync(join(project(), 'twice.conf'), 'utf8')).toBe(repeated.replace('  AuthName a\n', ''));
  });
});
