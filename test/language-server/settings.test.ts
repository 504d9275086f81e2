import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { editorSettings, resolvedSettings } from '../../src/language-server/settings.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

let folder: string;

beforeAll(() => {
  folder = makeScratch('language-server');
  mkdirSync(join(folder, 'root/conf'), { recursive: true });
  writeFileSync(join(folder, 'root/conf/httpd.conf'), '');
  symlinkSync('root/conf/httpd.conf', join(folder, 'link.conf'));
});

afterAll(() => dropScratch(folder));

describe('settings of an editor', () => {
  test.each([
    [undefined, {}],
    [null, {}],
    ['main', {}],
    [{ main: 1, root: '', defines: 'X', other: true }, {}],
    [
      { main: 'a.conf', defines: ['X', 1] },
      { main: 'a.conf', defines: ['X'] },
    ],
  ])('%j is taken as %j', (value, wanted) => {
    expect(editorSettings(value)).toEqual(wanted);
  });

  test('a main folder is a ServerRoot with its main file', () => {
    const main = join(folder, 'root/conf/httpd.conf');
    const root = join(folder, 'root');
    expect(resolvedSettings({ main: 'root' }, folder)).toEqual({ main, root, defines: [] });
    expect(resolvedSettings({ main: 'root/conf/httpd.conf' }, folder)).toEqual({ main, defines: [] });
    expect(resolvedSettings({ main: 'link.conf', root: '/r' }, folder)).toEqual({
      main,
      root: '/r',
      defines: [],
    });
  });

  test('a folder without a main file names nothing', () => {
    expect(resolvedSettings({ main: '.', defines: ['ü'] }, folder)).toEqual({
      root: folder,
      defines: ['\xc3\xbc'],
    });
  });
});
