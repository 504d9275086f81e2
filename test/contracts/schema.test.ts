import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectFolder } from '../kit/project.js';

test('the committed schema is the one of the types ("npm run schema" writes it)', () => {
  const generator = join(projectFolder, 'test/kit/schema.mjs');
  const made = spawnSync(process.execPath, [generator, '--print'], { encoding: 'utf8' });
  expect(made.stderr).toBe('');
  const committed = readFileSync(join(projectFolder, 'src/ruleset/ruleset.schema.json'), 'utf8');
  expect(committed).toBe(made.stdout);
});
