import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { transformSync } from '@swc/core';
import type { SourceFile } from '../../src/source/file.js';
import { applyEdits, type TextEdit } from '../../src/syntax/edit.js';
import { rename } from '../../src/syntax/edit-change.js';
import { insertAtEnd } from '../../src/syntax/edit-insert.js';
import { parseConfig } from '../../src/syntax/parse.js';
import { projectFolder } from '../kit/project.js';

const file: SourceFile = { path: 'test.conf', text: 'abcdef' };
const edit = (start: number, end: number, text: string): TextEdit => ({ span: { file, start, end }, text });

describe('edits', () => {
  test.each([
    ['none', [], 'abcdef'],
    ['a replacement', [edit(1, 3, 'X')], 'aXdef'],
    ['in any order', [edit(5, 6, 'Y'), edit(0, 1, 'X')], 'XbcdeY'],
    ['side by side', [edit(0, 2, 'X'), edit(2, 4, 'Y')], 'XYef'],
    ['insertions at one place, in the order given', [edit(3, 3, '1'), edit(3, 3, '2')], 'abc12def'],
    ['an insertion before a replacement', [edit(2, 4, 'X'), edit(2, 2, '1')], 'ab1Xef'],
    ['an insertion behind a replacement', [edit(4, 4, '1'), edit(2, 4, 'X')], 'abX1ef'],
    ['at both ends of the file', [edit(6, 6, '>'), edit(0, 0, '<')], '<abcdef>'],
  ])('%s', (_, edits, text) => {
    expect(applyEdits(file, edits).file).toEqual({ path: 'test.conf', text });
  });

  test.each([
    ['that overlap', edit(1, 3, 'X'), edit(2, 4, 'Y')],
    ['of the same bytes', edit(1, 3, 'X'), edit(1, 3, 'Y')],
    ['one inside the other', edit(0, 6, ''), edit(2, 3, 'Y')],
    ['an insertion inside of what goes', edit(1, 4, ''), edit(2, 2, 'Y')],
  ])('%s are a conflict and nothing is applied', (_, first, second) => {
    expect(applyEdits(file, [second, first])).toEqual({
      conflict: first.span.start === second.span.start ? [second, first] : [first, second],
    });
  });

  test.each([
    ['of another file', { span: { file: { ...file }, start: 0, end: 1 }, text: '' }],
    ['behind the end', edit(5, 7, '')],
    ['before the start', edit(-1, 0, '')],
    ['backwards', edit(3, 2, '')],
  ])('%s are an error of the caller', (_, wrong) => {
    expect(() => applyEdits(file, [wrong])).toThrow(RangeError);
  });
});

test('the example in the documentation does what it says', () => {
  const source = readFileSync(join(projectFolder, 'src/syntax/edit.ts'), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(source)![1]!.replaceAll(/^ \* /gm, '');
  const { code } = transformSync(`const run = () => {\n${example}\nreturn text;\n};`, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    isModule: false,
  });
  const names = { parseConfig, rename, insertAtEnd, applyEdits };
  const given: SourceFile = { path: 'site.conf', text: '<Location /a>\n\tAuthName x\n</Location>\n' };
  const run = new Function('file', ...Object.keys(names), `${code}\nreturn run();`);
  expect(run(given, ...Object.values(names))).toBe(
    '<LocationMatch /a>\n\tAuthName x\n\tRequire user "J. Doe"\n</LocationMatch>\n',
  );
});
