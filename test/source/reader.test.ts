import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bytesOf } from '../../src/source/decode.js';
import { readSource } from '../../src/source/reader.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reader-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function refusal(path: string, sizeLimit?: number) {
  const { value, diagnostics } = readSource(path, sizeLimit === undefined ? {} : { sizeLimit });
  expect(value).toBeUndefined();
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({ severity: 'error', stage: 'read', code: 'file-unreadable' });
  return diagnostics[0]!.message.replaceAll(folder, '');
}

test('a file is read byte for byte', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const path = join(folder, 'bytes');
  writeFileSync(path, bytes);
  const text = [...bytes].map((byte) => String.fromCharCode(byte)).join('');
  expect(readSource(path)).toEqual({ value: { path, text }, diagnostics: [] });
});

test('a path is a byte string', () => {
  writeFileSync(join(folder, 'zoë.conf'), 'A');
  expect(readSource(bytesOf(join(folder, 'zoë.conf'))).value?.text).toBe('A');
  expect(refusal(join(folder, 'zoë.conf'))).toBe(
    'Could not open configuration file /zoë.conf: No such file or directory',
  );
});

test('the including line goes with the file and with the error', () => {
  const includedFrom = { file: { path: 'main.conf', text: 'Include x' }, start: 0, end: 9 };
  const path = join(folder, 'included');
  writeFileSync(path, '');
  expect(readSource(path, { includedFrom }).value?.includedFrom).toBe(includedFrom);
  expect(readSource(`${path}-not`, { includedFrom }).diagnostics[0]?.span).toBe(includedFrom);
});

test('what is no regular file is refused, and a named pipe does not make it wait', () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  expect(refusal(folder)).toBe('Could not open configuration file : Bad file descriptor');
  expect(refusal(join(folder, 'pipe'))).toBe('Could not open configuration file /pipe: Bad file descriptor');
  expect(readSource('/dev/null').value?.text).toBe('');
});

test('a file below a file, and a path with a zero byte', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(refusal(join(folder, 'file/x'))).toBe('Could not open configuration file /file/x: Not a directory');
  expect(refusal('a\0b')).toMatch(/^Could not open configuration file a\0b: /);
});

test('a file may have as many bytes as the limit says', () => {
  const path = join(folder, 'long');
  writeFileSync(path, '12345');
  expect(readSource(path, { sizeLimit: 5 }).value?.text).toBe('12345');
  expect(refusal(path, 4)).toBe('Could not open configuration file /long: File too large');
});

test('a file that says it is empty is read whole, and not beyond the limit', () => {
  const path = '/proc/self/maps';
  expect(readSource(path).value?.text).toMatch(/node.*\n$/s);
  expect(readSource(path, { sizeLimit: 10 }).diagnostics[0]).toMatchObject({
    message: `Could not open configuration file ${path}: File too large`,
    why: 'It has no end within 10 bytes, whatever its size says.',
  });
});
