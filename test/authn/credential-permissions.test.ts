import { linkSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { permitCredential } from '../../src/authn/credential-permissions.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

const folder = makeScratch('permissions');
afterAll(() => dropScratch(folder));

function file(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, 'tickets', { mode: 0o600 });
  return path;
}

const modeOf = (path: string): number => statSync(path).mode & 0o7777;
const self = userInfo();
const root = self.uid === 0;

test('a file gets what is wanted, and keeps the rest', () => {
  const path = file('own');
  expect(permitCredential(path, {})).toEqual([]);
  expect(modeOf(path)).toBe(0o600);
  expect(permitCredential(path, { mode: 0o640, owner: self.uid, group: self.gid })).toEqual([]);
  expect(modeOf(path)).toBe(0o640);
});

test('who may not give a file away is told so, and the mode is set all the same', () => {
  const path = file('given');
  const problems = permitCredential(path, { mode: 0o660, owner: 65_534 });
  expect(modeOf(path)).toBe(0o660);
  expect(statSync(path).uid).toBe(root ? 65_534 : self.uid);
  expect(problems).toEqual(root ? [] : [expect.stringMatching(/^failed to set user \(65534\) on file /)]);
});

test('what is not a file of its own is left alone', () => {
  const other = file('other');
  symlinkSync(other, join(folder, 'link'));
  linkSync(other, join(folder, 'second-name'));
  mkdirSync(join(folder, 'folder'), { mode: 0o700 });
  for (const name of ['link', 'second-name', 'folder', 'missing'])
    expect(permitCredential(join(folder, name), { mode: 0o666 })).toEqual([expect.stringContaining(name)]);
  expect(modeOf(other)).toBe(0o600);
  expect(modeOf(join(folder, 'folder'))).toBe(0o700);
});
