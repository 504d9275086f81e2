import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bindText } from './apache.js';

let folder = '';
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbgate-bounds-'));
  mkdirSync(join(folder, 'many'));
  for (let at = 0; at < 30; at += 1) write(`twice${at}`, `Include twice${at + 1}\nInclude twice${at + 1}\n`);
  for (let at = 0; at < 300; at += 1) write(`many/${at}`, 'KeepAlive On\n');
  write('twice30', 'KeepAlive On\n');
  write('self1', 'Include self*\n');
  write('self2', 'Include self*\n');
  write('ping', 'Include pong\n');
  write('pong', 'Include ping\n');
  write('large', `# ${'x'.repeat(4 * 1024 * 1024)}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The errors, each once. */
const errors = (text: string) => [
  ...new Set(
    bindText(text, { serverRoot: folder })
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code }) => code),
  ),
];

describe('what would use up the machine ends with one error', () => {
  test.each([
    [
      'a variable defined by itself twice',
      `Define a xx\n${'Define a ${a}${a}\n'.repeat(60)}`,
      ['too-much-expanded'],
    ],
    [
      'a chain of variables',
      `Define v0 xx\n${Array.from({ length: 60 }, (_, at) => `Define v${at + 1} \${v${at}}\${v${at}}\n`).join('')}`,
      ['too-much-expanded'],
    ],
    [
      'a long value used often',
      `Define a ${'x'.repeat(1_000_000)}\n${'ServerAdmin ${a}\n'.repeat(1000)}`,
      ['too-much-expanded'],
    ],
    ['a variable used often is fine', `Define a x\n${'ServerAdmin ${a}\n'.repeat(20_000)}`, []],
    ['includes that double', 'Include twice0', ['too-much-included']],
    ['a folder included over and over', 'Include many/*\n'.repeat(200), ['too-much-included']],
    ['a file of too many lines', 'KeepAlive On\n'.repeat(500_001), ['too-many-lines']],
    ['a large file included over and over', 'Include large\n'.repeat(100), ['too-much-included']],
    ['files that include themselves by a wildcard', 'Include self*', ['include-too-deep']],
    ['files that include each other', 'Include ping', ['include-too-deep']],
    ['a pattern of many stars', `IncludeOptional ${'*a'.repeat(60)}b`, []],
  ])('%s', (_, text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});

describe('long files are taken whole', () => {
  const many = 150_000;
  test.each([
    ['conditional sections that are skipped', '<IfModule nope.c>\n', ['section-mismatch']],
    ['conditional sections that are read', '<IfModule core.c>\n', []],
    ['closing tags', '</Files>\n', ['section-not-open']],
    ['sections that are not closed', '<Files a>\n', ['section-not-closed', 'nested-too-deep']],
    ['zero bytes', 'KeepAlive On\0\n', []],
  ])('%s', (_, line, expected) => {
    expect(errors(line.repeat(many))).toEqual(expected);
  });

  test.each([
    ['variables without a value on one line', `ServerAdmin ${'${x}'.repeat(many)}`],
    ['empty variables on one line', `Define a ""\nServerAdmin ${'${a}'.repeat(many)}b`],
    [
      'lines in a Limit',
      `<Location /a>\n<Limit GET>\n${'Require all granted\n'.repeat(many)}</Limit>\n</Location>`,
    ],
  ])('%s', (_, text) => {
    expect(errors(text)).toEqual([]);
  });

  test('unknown names', () => {
    expect(errors(Array.from({ length: 20_000 }, (_, at) => `Bogus${at} x\n`).join(''))).toEqual([
      'unknown-directive',
    ]);
  });
});
