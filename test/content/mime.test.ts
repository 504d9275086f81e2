import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultMimeTypes, parseMimeTypes, readMimeTypes, typeOfName } from '../../src/content/mime.js';

const types = parseMimeTypes(
  '# text/x-comment c\n \ntext/html\t\thtml HTM\napplication/x-none\n  # text/x-indented i\ntext/x-old x\ntext/x-new x\r\n',
);

test('a mime.types file', () => {
  expect([...types]).toEqual([
    ['html', 'text/html'],
    ['htm', 'text/html'],
    ['x', 'text/x-new'],
  ]);
});

describe('names', () => {
  test.each([
    ['page.html', 'text/html'],
    ['PAGE.HTML', 'text/html'],
    ['page.html.en', 'text/html'],
    ['page.html.x', 'text/x-new'],
    ['page..html', 'text/html'],
    ['html', undefined],
    ['.html', undefined],
    ['..html', undefined],
    ['page.none', undefined],
    ['page.', undefined],
  ])('%s', (name, type) => {
    expect(typeOfName(types, name)).toBe(type);
  });
});

test('a file, and one that is not there', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kerbgate-mime-'));
  fs.writeFileSync(path.join(folder, 'mime.types'), 'text/x-y y\n');
  expect(readMimeTypes(path.join(folder, 'mime.types'))).toEqual({ types: new Map([['y', 'text/x-y']]) });
  expect(readMimeTypes(path.join(folder, 'missing'))).toEqual({ failed: 'ENOENT' });
  fs.rmSync(folder, { recursive: true });
});

test('the built-in types know the web', () => {
  expect(typeOfName(defaultMimeTypes, 'index.html')).toBe('text/html');
  expect(typeOfName(defaultMimeTypes, 'logo.svg')).toBe('image/svg+xml');
});
