import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { oddityNotes } from '../../src/report/oddity-notes.js';
import { load } from '../../src/serve/load.js';
import { positionAt } from '../../src/source/file.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbgate-notes-'));
  writeFileSync(join(folder, 'own.conf'), 'KerbgatePacGroups On\n');
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

test.each([
  ['in the open', 'KerbgatePacGroups On\n', 'refuses'],
  ['inside of IfModule', '<IfModule mod_kerbgate.c>\nKerbgatePacGroups On\n</IfModule>\n', 'without'],
  ['by its identifier', '<IfModule kerbgate_module>\nkerbgatepacgroups On\n</IfModule>\n', 'without'],
  [
    'inside of IfDirective',
    '<IfDirective KerbgatePacGroups>\nKerbgatePacGroups On\n</IfDirective>\n',
    'without',
  ],
  ['behind a switch', 'Define OURS\n<IfDefine OURS>\nKerbgatePacGroups On\n</IfDefine>\n', 'without'],
  ['inside of another IfModule', '<IfModule mod_alias.c>\nKerbgatePacGroups On\n</IfModule>\n', 'refuses'],
  ['behind IfModule', '<IfModule mod_kerbgate.c>\n</IfModule>\nKerbgatePacGroups On\n', 'refuses'],
  [
    'in a macro',
    '<Macro M>\nKerbgatePacGroups On\n</Macro>\n<IfModule mod_kerbgate.c>\nUse M\n</IfModule>\n',
    'without',
  ],
  ['in an included file', '<IfModule mod_kerbgate.c>\nInclude own.conf\n</IfModule>\n', 'without'],
  ['in a file that is included in the open', 'Include own.conf\n', 'refuses'],
  ['of Require', 'Require pac-group S-1-5-11\n', 'refuses'],
])('lines that httpd does not know, %s', (_, lines, what) => {
  const file = { path: join(folder, 'main.conf'), text: `<Location />\n${lines}</Location>\n` };
  const options = { serverRoot: folder, defines: [], before: [], after: [], environment: {} };
  const { bound, diagnostics } = load(file, options);
  expect(diagnostics).toEqual([]);
  expect(bound?.notes).toEqual([
    expect.objectContaining({ code: 'own-directive', message: expect.stringContaining(what) }),
  ]);
});

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
