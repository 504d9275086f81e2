import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { lintRules } from '../../src/lint/rules/index.js';
import { readSettings } from '../../src/lint/settings.js';
import { compiled, projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { patience } from '../kit/wait.js';

const folder = makeScratch('lint-readme');
afterAll(() => dropScratch(folder));

const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
const [, config = '', shown = ''] =
  /<!-- lint:start -->\n```apache\n([\s\S]*?)```\n\n```\n([\s\S]*?)```\n<!-- lint:end -->/.exec(readme) ?? [];

const program = join(projectFolder, 'bin/kerbgate');

/** Runs a line as a shell does that has kerbgate, and in which the last command ended with a code. */
function inShell(line: string, last: number): { readonly out: string; readonly code: number } {
  const text = `kerbgate() { "$NODE" "$PROGRAM" "$@"; }\n(exit ${last})\n${line}\n`;
  const { stdout, status, error } = spawnSync('bash', ['-c', text], {
    cwd: folder,
    encoding: 'utf8',
    timeout: patience,
    env: { PATH: process.env.PATH, NODE: process.execPath, PROGRAM: program },
  });
  if (error) throw error;
  return { out: stdout, code: status ?? -1 };
}

test('what the README shows of lint is what it prints', () => {
  compiled('src/cli/main.js');
  writeFileSync(join(folder, 'site.conf'), config);
  let last = 0;
  let printed = '';
  for (const [, line = ''] of shown.matchAll(/^\$ (.*)$/gm)) {
    const { out, code } = inShell(line, last);
    printed += `$ ${line}\n${out}`;
    last = code;
  }
  expect(printed).toContain('$ kerbgate lint site.conf\n');
  expect(printed).toBe(shown);
});

test('the settings that the README shows are taken', () => {
  const [, text = ''] = /```json\n(\{\n {2}"preset"[\s\S]*?)```/.exec(readme) ?? [];
  const { settings, problem } = readSettings(text, 'kerbgate.json', lintRules);
  expect({ problem, preset: settings?.preset }).toEqual({ problem: undefined, preset: 'strict' });
});
