import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { linesOf } from '../../src/authn/text-lines.js';
import { UserFiles } from '../../src/authn/user-files.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

const folder = makeScratch('user-files');
afterAll(() => dropScratch(folder));

let files = 0;

function file(text: string): string {
  const path = join(folder, `file-${++files}`);
  writeFileSync(path, text, 'latin1');
  return path;
}

const hashOf = async (users: UserFiles, path: string, user: string): Promise<unknown> => {
  const entry = await users.entry(path, user, undefined);
  return 'hash' in entry ? entry.hash : entry;
};

describe('lines', () => {
  test.each([
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['  a \n\n\tb', ['a', '', 'b']],
    ['a\\\nb\nc', ['ab', 'c']],
    ['a\\\r\nb', ['ab']],
    ['a\\', ['a\\']],
    ['a\\\n', ['a']],
    ['', []],
  ])('of %j', (text, lines) => {
    expect([...linesOf(text, 100)]).toEqual(lines);
  });

  test('end at one that is too long', () => {
    expect([...linesOf(`a\n${'b'.repeat(11)}\nc`, 10)]).toEqual(['a']);
    expect([...linesOf(`a\n${'b'.repeat(6)}\\\n${'b'.repeat(6)}\nc`, 10)]).toEqual(['a']);
    expect([...linesOf(`a\n${'b'.repeat(10)}\nc`, 10)]).toEqual(['a', 'b'.repeat(10), 'c']);
  });
});

describe('a file of users', () => {
  test('of 100,000 lines is read once, and gives each its own hash', async () => {
    const path = file(Array.from({ length: 100_000 }, (_, at) => `user${at}:{SHA}${at}`).join('\n'));
    const users = new UserFiles();
    const asked = ['user0', 'user49999', 'user99999', 'nobody'].map((user) => hashOf(users, path, user));
    expect(await Promise.all(asked)).toEqual(['{SHA}0', '{SHA}49999', '{SHA}99999', undefined]);
  });

  test('that changes many times in a moment, with the same length, is never an old one', async () => {
    const path = file('alice:000');
    const users = new UserFiles();
    for (let number = 100; number < 400; number++) {
      writeFileSync(path, `alice:${number}`);
      expect(await hashOf(users, path, 'alice')).toBe(String(number));
    }
  });

  test('that is large is kept in the place of others', async () => {
    const users = new UserFiles();
    const paths = [1, 2, 3].map((number) =>
      file(`alice:${number}\n${`#${'x'.repeat(8000)}\n`.repeat(4000)}`),
    );
    const asked = [...paths, ...paths].map((path) => hashOf(users, path, 'alice'));
    expect(await Promise.all(asked)).toEqual(['1', '2', '3', '1', '2', '3']);
  });

  test('of groups with very many members is not taken', async () => {
    const path = file(`staff:${' alice'.repeat(4_000_001)}`);
    expect(await new UserFiles().groups(path, 'alice')).toEqual({
      unreadable: 'the groups have more than 4000000 members',
    });
  });

  test('that changes is read again: written anew, replaced, taken away, and there again', async () => {
    const path = file('alice:one');
    const users = new UserFiles();
    expect(await hashOf(users, path, 'alice')).toBe('one');
    writeFileSync(path, 'alice:two\nbob:x');
    expect(await hashOf(users, path, 'alice')).toBe('two');
    expect(await hashOf(users, path, 'bob')).toBe('x');
    renameSync(file('alice:six'), path);
    expect(await hashOf(users, path, 'alice')).toBe('six');
    expect(await hashOf(users, path, 'bob')).toBeUndefined();
    rmSync(path);
    expect(await hashOf(users, path, 'alice')).toEqual({ unreadable: 'No such file or directory' });
    writeFileSync(path, 'alice:back');
    expect(await hashOf(users, path, 'alice')).toBe('back');
  });

  test('that cannot be read says why', async () => {
    const users = new UserFiles();
    const path = join(folder, 'folder');
    mkdirSync(path);
    expect(await hashOf(users, path, 'a')).toEqual({ unreadable: 'not a regular file' });
    expect(await hashOf(users, join(file(''), 'x'), 'a')).toEqual({ unreadable: 'Not a directory' });
    expect(await hashOf(users, '/dev/null', 'a')).toBeUndefined();
  });

  test('tells a hash of the kind that most entries have', async () => {
    const users = new UserFiles();
    const lines = ['a:{SHA}x', 'b:$2y$05$one', 'c:$2y$05$two', 'd:$2y$12$three', 'e:$apr1$four'];
    const path = file(lines.join('\n'));
    expect(await users.entry(path, 'nobody', undefined)).toEqual({ hash: undefined, usual: '$2y$05$one' });
    expect(await users.entry(file('# nobody'), 'nobody', undefined)).toEqual({});
  });

  test('in the form of htdigest has an entry for each realm', async () => {
    const users = new UserFiles();
    const path = file('alice:one:1\nalice:two:2\nbob');
    const entry = async (user: string, realm: string) => users.entry(path, user, realm);
    expect(await entry('alice', 'two')).toMatchObject({ hash: '2' });
    expect(await entry('alice', 'three')).toMatchObject({ hash: undefined });
    expect(await entry('bob', '')).toMatchObject({ hash: '' });
  });
});

describe('a file of groups', () => {
  test('tells the groups of a user in lower case, each once', async () => {
    const users = new UserFiles();
    const path = file('Staff : alice "bob b" alice\n#no: alice\nstaff: bob\nAdmin: bob alice');
    expect(await users.groups(path, 'alice')).toEqual({ groups: ['staff', 'admin'] });
    expect(await users.groups(path, 'bob b')).toEqual({ groups: ['staff'] });
    expect(await users.groups(path, 'nobody')).toEqual({ groups: [] });
    expect(await users.groups(join(folder, 'none'), 'alice')).toEqual({
      unreadable: 'No such file or directory',
    });
  });
});
