import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { thisMachine } from '../../src/serve/machine.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

const folder = makeScratch('machine');
const at = (name: string) => join(folder, name);
mkdirSync(at('folder'));
writeFileSync(at('text'), 'a\xe9\0b', 'latin1');
writeFileSync(at('empty'), '');
writeFileSync(at('large'), '');
truncateSync(at('large'), 10 * 1024 * 1024 + 1);
writeFileSync(at('program'), '#!');
chmodSync(at('program'), 0o710);
execFileSync('mkfifo', [at('pipe')]);
symlinkSync('text', at('link'));
symlinkSync('nowhere', at('broken'));
writeFileSync(Buffer.from(at('\xe4'), 'latin1'), 'x');
afterAll(() => dropScratch(folder));

const machine = thisMachine('kerbgate/1');

describe('files', () => {
  test.each([
    ['folder', { kind: 'directory' }],
    ['text', { kind: 'file', size: 4, executable: false }],
    ['empty', { kind: 'file', size: 0 }],
    ['program', { kind: 'file', executable: true }],
    ['link', { kind: 'file', size: 4 }],
    ['\xe4', { kind: 'file', size: 1 }],
  ])('%s', (name, facts) => expect(machine.look(at(name), false)).toMatchObject(facts));

  test('a link itself', () => {
    expect(machine.look(at('link'), true)).toMatchObject({ kind: 'link' });
    expect(machine.look(at('broken'), true)).toMatchObject({ kind: 'link' });
    expect(machine.look(at('broken'), false)).toBeUndefined();
  });

  test.each([
    ['text', { text: 'a\xe9\0b' }],
    ['empty', { text: '' }],
    ['missing', { failure: 'not opened' }],
    ['folder', { failure: 'not read' }],
    ['large', { failure: 'too large' }],
    ['pipe', { text: '' }],
  ])('the text of %s', (name, text) => expect(machine.read(at(name))).toEqual(text));
});

test('digests are of bytes', () => {
  const expected = createHash('md5')
    .update(Buffer.from([0x61, 0xe9]))
    .digest('hex');
  expect(machine.digest('md5', 'a\xe9')).toBe(expected);
  expect(machine.digest('sha1', '')).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
});

test('owners have names where the system knows them', () => {
  expect(machine.nameOf('user', 0)).toBe('root');
  expect(machine.nameOf('group', 0)).toBe('root');
  expect(machine.nameOf('user', 4_000_000_123)).toBe('');
});

test('names for the log are long and never the same', () => {
  const names = new Set(Array.from({ length: 100 }, () => machine.newLogId()));
  expect(names.size).toBe(100);
  expect(Math.min(...[...names].map((name) => name.length))).toBeGreaterThanOrEqual(8);
});

test('names of requests have the form of mod_unique_id, begin with their second and end with their connection', () => {
  const ids = Array.from({ length: 70_000 }, (_, at) => machine.newUniqueId(1_700_000_000, at >> 15));
  expect(new Set(ids).size).toBe(70_000);
  expect(ids.every((id) => /^ZVPxA[A-Za-z0-9_-]{22}$/.test(id))).toBe(true);
  expect(Buffer.from(machine.newUniqueId(0, 258), 'base64url').subarray(16)).toEqual(
    Buffer.from([0, 0, 1, 2]),
  );
});

test('processes make names of their own', () => {
  const root = ({ newUniqueId }: typeof machine) => newUniqueId(0, 0).slice(6, 18);
  expect(root(thisMachine('one'))).not.toBe(root(thisMachine('one')));
  expect(root(machine)).toBe(root(machine));
});
