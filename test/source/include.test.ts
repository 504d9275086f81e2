import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resolveInclude } from '../../src/source/include.js';

const files = [
  'b.conf',
  'A.conf',
  'a.conf',
  '.hidden.conf',
  'x[1].conf',
  'sites/z',
  'sites/in/y',
  'sites/in/x.conf',
  'other/x.conf',
  'Zä',
];
let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'include-'));
  for (const file of files) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  mkdirSync(join(root, 'empty'));
  symlinkSync('.', join(root, 'empty/loop'));
});

afterAll(() => rmSync(root, { recursive: true }));

function resolve(pattern: string, optional = false) {
  const { value, diagnostics } = resolveInclude(pattern, root, { optional });
  const short = (text: string) => text.replaceAll(root, '');
  return [
    ...value.map(short),
    ...diagnostics.map(({ severity, message }) => `${severity} ${short(message)}`),
  ];
}

describe('what an Include names', () => {
  test.each([
    ['a.conf', ['/a.conf']],
    ['./sites/../a.conf', ['/a.conf']],
    ['none.conf', ['/none.conf']],
    ['*.conf', ['/A.conf', '/a.conf', '/b.conf', '/x[1].conf']],
    ['.*.conf', ['/.hidden.conf']],
    ['?.conf', ['/A.conf', '/a.conf', '/b.conf']],
    ['[ab].conf', ['/a.conf', '/b.conf']],
    ['[!ab].conf', ['/A.conf']],
    ['[a-z].conf', ['/a.conf', '/b.conf']],
    ['x\\[?].conf', ['/x[1].conf']],
    ['Z*', ['/Z\xc3\xa4']],
    ['sites', ['/sites/in/x.conf', '/sites/in/y', '/sites/z']],
    ['sites/', ['/sites/in/x.conf', '/sites/in/y', '/sites/z']],
    ['sites/*', ['/sites/in/x.conf', '/sites/in/y', '/sites/z']],
    ['*/x.conf', ['/empty/x.conf', '/other/x.conf', '/sites/x.conf']],
    ['s*/i*/*.conf', ['/sites/in/x.conf']],
    ['a.conf/', ['/a.conf/']],
    ['q*', ["error Include/IncludeOptional: No matches for the wildcard 'q*' in '', failing"]],
    ['none/*', ['error Include/IncludeOptional: Could not open directory /none: No such file or directory']],
    ['a.conf/*', ['error Include/IncludeOptional: Could not open directory /a.conf: Not a directory']],
    ['sites/q*/x', ["error Include/IncludeOptional: No matches for the wildcard 'q*' in '/sites', failing"]],
    // The system follows 40 links; reading what is behind them fails.
    ['empty', [`/empty${'/loop'.repeat(41)}`]],
  ])('%s', (pattern, expected) => {
    expect(resolve(pattern)).toEqual(expected);
  });

  test('an absolute pattern does not care for the server root', () => {
    expect(resolveInclude(join(root, 'a.conf'), '/nowhere').value).toEqual([join(root, 'a.conf')]);
  });

  test('the first problem ends the search', () => {
    expect(resolve('*/in/*')).toEqual([
      'error Include/IncludeOptional: Could not open directory /empty/in: No such file or directory',
    ]);
  });
});

describe('what an IncludeOptional names', () => {
  test.each([
    ['none.conf', []],
    ['none/*', []],
    ['q*', []],
    ['*/in/*', ['/sites/in/x.conf', '/sites/in/y']],
    ['*/x.conf', ['/other/x.conf']],
    ['a.conf', ['/a.conf']],
    ['a.conf/*', ['error Include/IncludeOptional: Could not open directory /a.conf: Not a directory']],
  ])('%s', (pattern, expected) => {
    expect(resolve(pattern, true)).toEqual(expected);
  });
});

/** Root may read everything, so as root this looks as a user without rights. */
function withoutRights<T>(look: () => T): T {
  if (process.geteuid?.() !== 0) return look();
  process.seteuid?.(65534);
  try {
    return look();
  } finally {
    process.seteuid?.(0);
  }
}

test('a folder that may not be read is an error, even if optional', () => {
  const locked = join(root, 'locked');
  mkdirSync(locked);
  chmodSync(root, 0o755);
  chmodSync(locked, 0);
  expect(withoutRights(() => resolve('locked/*', true))).toEqual([
    'error Include/IncludeOptional: Could not open directory /locked: Permission denied',
  ]);
});

test('folders within folders have a limit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kerbgate-deep-'));
  const deep = (depth: number) => `${'/x'.repeat(depth)}/f`;
  try {
    mkdirSync(join(folder, deep(127)), { recursive: true });
    expect(resolveInclude(folder, '/').diagnostics.map(({ message }) => message)).toEqual([
      `Include/IncludeOptional: Directory '${folder}${deep(127)}' exceeds the maximum include directory ` +
        'nesting level of 128. You have probably a recursion somewhere.',
    ]);
    rmSync(join(folder, deep(127)), { recursive: true });
    writeFileSync(join(folder, deep(127)), '');
    expect(resolveInclude(folder, '/')).toEqual({ value: [`${folder}${deep(127)}`], diagnostics: [] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('links that lead round in circles in several ways are not followed for ever', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kerbgate-loops-'));
  try {
    for (const name of ['a', 'b', 'c']) symlinkSync('.', join(folder, name));
    const { diagnostics } = resolveInclude(folder, '/', { optional: true });
    const wild = resolveInclude(`${folder}/${'*/'.repeat(30)}x*`, '/', { optional: true });
    expect(wild.diagnostics[0]!.message).toMatch(/More than 50000 files and folders/);
    expect(diagnostics.map(({ message }) => message)[0]).toMatch(/More than 50000 files and folders/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
