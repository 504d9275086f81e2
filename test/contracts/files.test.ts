import { describe, expect, test } from '@jest/globals';
import { type ProjectFile, projectFiles } from './source-files.js';

const mostLines = 400;

const lines = ({ text }: ProjectFile): number => text.split('\n').length - 1;

const sources = projectFiles(['grammar', 'src', 'test/kit'], /\.(?:ts|mjs|sh)$/);

describe('files', () => {
  test('there is something to look at', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  test(`no source has more than ${mostLines} lines`, () => {
    const long = sources.filter((file) => lines(file) > mostLines);
    expect(long.map((file) => `${file.path}: ${lines(file)}`)).toEqual([]);
  });
});
