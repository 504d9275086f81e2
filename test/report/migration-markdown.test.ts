import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { cellCode, code } from '../../src/diff/render-markdown.js';
import { migrate } from '../../src/migrate/migrate.js';
import { migrations } from '../../src/migrate/migrations.js';
import { renderMigrationMarkdown } from '../../src/report/migration-markdown.js';
import { renderMigrationText } from '../../src/report/migration-text.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

const folder = makeScratch('migration-markdown');
afterAll(() => dropScratch(folder));

describe('code', () => {
  test.each([
    ['plain', '`plain`'],
    ['one ` of them', '`` one ` of them ``'],
    ['two `` of them', '``` two `` of them ```'],
    ['```', '```` ``` ````'],
    ['a|b', '`a|b`'],
  ])('%s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  test('a bar does not end a cell', () => {
    expect(cellCode('a|b')).toBe('`a\\|b`');
  });
});

const kerberos = (place: string): string =>
  `<Location ${place}>\nAuthType Kerberos\nAuthName x\nKrb5Keytab /etc/${place.slice(1)}.keytab\nKrbMethodK5Passwd On\nKrbAuthRealms EXAMPLE.COM\nRequire user alice\n</Location>\n`;

describe('a report', () => {
  const places = ['/a', '/b', '/c', '/d', '/e'];
  const path = join(folder, 'site.conf');
  writeFileSync(path, places.map(kerberos).join(''));
  const options = { defines: [], environment: {}, choices: {} };
  const { report } = migrate(
    [{ path, perDirectory: false }],
    [migrations.find(({ target }) => target === 'gssapi')!],
    options,
  );
  const differences = report.proofs.flatMap((proof) => proof.differences);

  test('shows each example once', () => {
    const blocks = [...renderMigrationMarkdown(report).matchAll(/```sh\n(.*?)\n```/gs)].map(
      ([, text]) => text!,
    );
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      const commands = block.split('\n').filter((line) => line.startsWith('kerbgate explain'));
      expect(commands).toHaveLength(1);
    }
  });

  test('tells the reasons for all requests of a kind, those that say the same together', () => {
    const wide = differences.filter(({ requests }) => requests.paths.join().includes('/e and below'));
    expect(wide.length).toBeGreaterThan(0);
    for (const { requests, explainedBy } of wide)
      for (const [at, place] of places.entries()) {
        if (!requests.paths.includes(`${place} and below`)) continue;
        const lines = explainedBy.map((index) => report.entries[index]!.place.line);
        expect(lines.some((line) => line > 8 * at && line <= 8 * at + 8)).toBe(true);
      }
    expect(renderMigrationText(report)).toMatch(/why {6}\S+:\d+, \S+:\d+, \S+:\d+, 2 more \(/);
  });
});
