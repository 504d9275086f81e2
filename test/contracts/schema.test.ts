import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectFolder } from '../kit/project.js';

test('the committed schemas are those of the types ("npm run schema" writes it)', () => {
  const generator = join(projectFolder, 'test/kit/schema.mjs');
  const made = spawnSync(process.execPath, [generator, '--print'], { encoding: 'utf8' });
  expect(made.stderr).toBe('');
  const files = [
    'src/ruleset/ruleset.schema.json',
    'src/explain/explanation.schema.json',
    'src/diff/decision-diff.schema.json',
    'src/migrate/migration-report.schema.json',
  ];
  const committed = files.map((file) => readFileSync(join(projectFolder, file), 'utf8')).join('');
  expect(committed).toBe(made.stdout);
});
