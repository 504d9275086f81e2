import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectFolder } from '../kit/project.js';
import { generatedReadme, readme } from '../kit/readme.js';

test('the generated parts of the README are what the definitions say (npm run readme)', () => {
  expect(readme()).toBe(generatedReadme(readme()));
});

test('the README names every production dependency', () => {
  const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(manifest.dependencies)) expect(readme()).toContain(`| ${name} |`);
});
