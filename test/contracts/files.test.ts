import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectFolder } from '../kit/project.js';
import { type ProjectFile, projectFiles } from './source-files.js';

const mostLines = 400;

const lines = ({ text }: ProjectFile): number => text.split('\n').length - 1;

const folders = ['bin', 'fixtures', 'grammar', 'src', 'test'].filter((folder) =>
  existsSync(join(projectFolder, folder)),
);
const sources = projectFiles(['grammar', 'src', 'test'], /\.(?:ts|mjs|sh)$/);
const texts = [
  ...projectFiles(folders, /\.(?:ts|mjs|sh|md|conf|txt|html|json|tsv)$/),
  ...projectFiles(['.'], /^[^/]*\.(?:md|json)$/).filter(({ path }) => path !== 'package-lock.json'),
];

/** Written with a gap, so that this file does not contain them itself. */
const foreign = [
  'cl~aude',
  'anth~ropic',
  'open~ai',
  'co~pilot',
  'chat~gpt',
  'language mo~del',
  'gen~erated with',
  'co-auth~ored-by',
  '/wor~k/',
  '/tmp/re~f/',
  '../sha~red/',
  'sub~agent',
].map((word) => word.replace('~', ''));

describe('files', () => {
  test('there is something to look at', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(texts.length).toBeGreaterThan(sources.length);
  });

  test(`no source has more than ${mostLines} lines`, () => {
    const long = sources.filter((file) => lines(file) > mostLines);
    expect(long.map((file) => `${file.path}: ${lines(file)}`)).toEqual([]);
  });

  test.each(foreign)('no text speaks of %s', (word) => {
    const speaking = texts.filter(({ text }) => text.toLowerCase().includes(word));
    expect(speaking.map(({ path }) => path)).toEqual([]);
  });
});
