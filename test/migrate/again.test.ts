import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { type Line, rawOf } from '../../src/lint/line.js';
import { migrate } from '../../src/migrate/migrate.js';
import type { Migration } from '../../src/migrate/migration.js';
import { replaceItem } from '../../src/syntax/edit-insert.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { again } from './folder-judgement.js';

// The check of whole folders sees what a second run changes, in included files, too.

const folder = makeScratch('migrate-again');
afterAll(() => dropScratch(folder));

const turner = (from: string, to: string): Migration => ({
  target: '2.4',
  summary: 'for tests',
  choices: [],
  changes: (site) =>
    site
      .named('Require')
      .filter((line: Line) => rawOf(line) === from)
      .map((line: Line) => ({
        at: line,
        edits: replaceItem(line.at, [{ kind: 'directive', name: 'Require', args: to.split(' ') }]).edits!,
        entry: { kind: 'rewritten', mapping: 'turned', after: [to], message: 'Turned.' },
      })),
});

const options = { defines: [], environment: {}, choices: {} };
const part = join(folder, 'part.conf');
const path = join(folder, 'main.conf');
writeFileSync(part, '<Location /a>\nRequire all denied\n</Location>\n');
writeFileSync(path, `Include ${part}\n`);
const main = { path, perDirectory: false };

test('an included file that a second run changes', () => {
  const first = migrate([main], [turner('all denied', 'all granted')], options);
  expect(again(first, main, [turner('all granted', 'local')])).toEqual(['a second run changes part.conf']);
});

test('a second run reads what the first one gave, and finds nothing', () => {
  const migration = turner('all denied', 'all granted');
  const first = migrate([main], [migration], options);
  expect(first.report.alsoChanged).toEqual([part]);
  expect(again(first, main, [migration])).toEqual([]);
});
