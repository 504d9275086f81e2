import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { lintRules } from '../../src/lint/rules/index.js';
import { readSettings } from '../../src/lint/settings.js';
import { projectFolder } from '../kit/project.js';
import { generatedReadme, readme } from '../kit/readme.js';

test('the generated parts of the README are what the definitions say (npm run readme)', () => {
  expect(readme()).toBe(generatedReadme(readme()));
});

test('lint is shown with findings, its exit code and a fix, and the settings shown are taken', () => {
  const [, shown = ''] = /<!-- lint:start -->([\s\S]*?)<!-- lint:end -->/.exec(readme()) ?? [];
  for (const part of ['error[limit-opens-methods]', '\n$ echo $?\n1\n', '\n-  AuthName Intranet\n'])
    expect(shown).toContain(part);
  const [, text = ''] = /```json\n(\{\n {2}"preset"[\s\S]*?)```/.exec(readme()) ?? [];
  const { settings, problem } = readSettings(text, 'kerbgate.json', lintRules);
  expect({ problem, preset: settings?.preset }).toEqual({ problem: undefined, preset: 'strict' });
});

test('the README names every production dependency', () => {
  const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(manifest.dependencies)) expect(readme()).toContain(`| ${name} |`);
});
