import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { positionAt } from '../../src/source/file.js';
import { parseConfig } from '../../src/syntax/parse.js';
import { bodySpan, print, spanText } from '../../src/syntax/print.js';
import type { Section } from '../../src/syntax/tree.js';
import { projectFolder } from '../kit/project.js';

/** All files below a folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const parse = (text: string) => parseConfig({ path: 'test.conf', text }).value;

describe('print gives the bytes back', () => {
  test('of every fixture, whether it is a configuration or not', () => {
    const files = filesIn(join(projectFolder, 'fixtures'));
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const text = readFileSync(file, 'latin1');
      expect(print(parse(text)) === text).toBe(true);
      // Ends of lines matter most: the same with those of Windows, and cut off in the middle.
      const others = [
        text.replaceAll('\n', '\r\n'),
        text.slice(0, text.length / 2),
        text.replaceAll('\n', '\\\n'),
      ];
      for (const other of others) expect(print(parse(other)) === other).toBe(true);
    }
  });

  test('of the configurations in tables', () => {
    for (const name of ['verdicts.tsv', 'reading.tsv'])
      for (const line of readFileSync(join(projectFolder, 'fixtures/bind', name), 'latin1').split('\n')) {
        const text = line.split('\t')[0]!.replaceAll('\\n', '\n');
        expect(print(parse(text))).toBe(text);
      }
  });
});

test('the body of a section stands between its tags', () => {
  const [closed, open] = parse('<Macro a>\n <b>\n</Macro> # c\n<Files x>\nA\n').items as readonly Section[];
  expect([closed, open].map((section) => spanText(bodySpan(section!)))).toEqual([' <b>\n', 'A\n']);
  expect(positionAt(open!.span.file, bodySpan(open!).start).line).toBe(5);
});
