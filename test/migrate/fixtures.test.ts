import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { textOf } from '../../src/source/decode.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import {
  migrateFixture,
  parseMigrationFixture,
  readMigrationFixtures,
  shownDecisions,
  shownEntries,
  writeFixture,
} from './migration-fixture.js';

const scratch: string[] = [];

afterAll(() => {
  for (const folder of scratch) dropScratch(folder);
});

test('a fixture with a part that there is not is refused', () => {
  const text = '==== file a.conf\nServerSignature On\n==== becoms a.conf\n';
  expect(() => parseMigrationFixture('a', text)).toThrow('becoms');
});

for (const fixture of readMigrationFixtures())
  describe(fixture.name, () => {
    const folder = makeScratch('migrate');
    scratch.push(folder);
    writeFixture(fixture, folder);
    const filled = (text: string): string => text.replaceAll('{ROOT}', folder);
    const migrated = migrateFixture(fixture, folder);
    const results = new Map(
      migrated.files.map(({ path, after }) => [path.replace(`${folder}/`, ''), textOf(after)]),
    );

    test('the files become what they shall', () => {
      const expected = Object.entries(fixture.files).map(([name, text]) => [
        name,
        filled(fixture.becomes[name] ?? text),
      ]);
      const found = expected.map(([name, text]) => [name, results.get(name!) ?? text]);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
      expect(Object.keys(fixture.becomes).filter((name) => !results.has(name))).toEqual([]);
    });

    test('the report has its entries', () => {
      expect(shownEntries(migrated, folder)).toEqual(fixture.entries);
    });

    test('httpd refuses nothing that it took before', () => {
      expect(migrated.report.refused).toEqual([]);
    });

    test('decisions are as told', () => {
      const { changed, proofs } = migrated.report;
      const impossible = proofs.flatMap((proof) => proof.impossible ?? []);
      // A text that httpd refuses as it is decides nothing.
      const open = impossible.filter((why) => changed.length > 0 || !why.includes('httpd refuses the text'));
      expect(open).toEqual([]);
      if (fixture.decisions) expect(shownDecisions(migrated)).toEqual(fixture.decisions.map(filled));
    });

    test('a second run changes nothing', () => {
      for (const [name, text] of results) writeFileSync(join(folder, name), text);
      const again = migrateFixture(fixture, folder);
      expect(again.report.changed).toEqual([]);
    });
  });
