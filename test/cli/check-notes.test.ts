import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { oddityNotes } from '../../src/cli/oddity-notes.js';
import { load } from '../../src/serve/load.js';
import { positionAt } from '../../src/source/file.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbgate-notes-'));
  writeFileSync(join(folder, 'inner.conf'), 'ServerAdmin "me\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Notes as `file:line code`, and whether they are all that was found. */
function notesOn(text: string): readonly string[] {
  const file = { path: join(folder, 'main.conf'), text };
  const options = { serverRoot: folder, defines: [], before: [], after: [], environment: {} };
  return oddityNotes(load(file, options)).map(({ span, severity, code }) => {
    const { file: at, start } = span!;
    return `${at.path.slice(folder.length + 1)}:${positionAt(at, start).line} ${severity} ${code}`;
  });
}

test('included files are looked at, each once', () => {
  expect(notesOn("Include inner.conf\nInclude inner.conf\nServerName 'a\n")).toEqual([
    'main.conf:3 note quote-not-closed',
    'inner.conf:1 note quote-not-closed',
  ]);
});

test('a line with an error has no notes', () => {
  expect(notesOn('KeepAlive "maybe\nKeepAlive On # yes\n')).toEqual([
    'main.conf:2 note comment-in-arguments',
  ]);
});

test('words that httpd ignores behind On or Off are told', () => {
  expect(notesOn('KeepAlive On ; yes\nKeepAlive On\nKeepAlive Off # no\nServerName On\n')).toEqual([
    'main.conf:1 note words-ignored',
    'main.conf:3 note comment-in-arguments',
  ]);
});

test("a comment that swallows a directive is told by the directive's name", () => {
  expect(notesOn('# x \\\nKeepAlive On\n# y \\\nMore of it\n')).toEqual([
    'main.conf:2 note comment-continued',
  ]);
});

test('a file that is no text is left alone', () => {
  expect(notesOn('\0"a\n"b\n')).toEqual([]);
});

test('a conditional section that ends with its file is told, and only here', () => {
  expect(notesOn('<IfModule core.c>\nKeepAlive On\n')).toEqual(['main.conf:1 note branch-not-closed']);
  const file = { path: 'main.conf', text: '<IfModule core.c>\nKeepAlive On\n' };
  const options = { serverRoot: folder, defines: [], before: [], after: [], environment: {} };
  expect(load(file, options).diagnostics).toEqual([]);
});
