import { describe, expect, test } from '@jest/globals';
import { authenticateBasic } from '../../src/evaluate/mod_auth_basic.js';
import type { Answer, Need } from '../../src/evaluate/need.js';
import type { ProviderUse } from '../../src/ruleset/mod_auth_basic.js';
import { run, sketch } from './build.js';

const users: Readonly<Record<string, string>> = {
  '/one alice': 'A',
  '/two bob': 'B',
  '/one both': 'C',
  '/two both': 'D',
};

/** Logs in against two files, with every hash its user's name; tells the status and the hashes that were tried. */
function login(user: string, password: string, trouble?: 'unreadable' | 'overload') {
  const providers: readonly ProviderUse[] = [{ provider: 'file' }, { provider: 'file', alias: 'second' }];
  const { exchange, lines } = sketch({
    modules: ['mod_auth_basic', 'mod_authn_file'],
    fields: ['Authorization', `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`],
    settings: {
      mod_authn_core: { authType: 'Basic', authName: 'test' },
      mod_authn_file: { userFile: '/one' },
      mod_auth_basic: { providers },
    },
    aliases: { second: { provider: 'file', settings: { mod_authn_file: { userFile: '/two' } } } },
  });
  const tried: string[] = [];
  const answer = (need: Need): Answer => {
    if (need.need === 'user-entry') {
      if (trouble === 'unreadable') return { unreadable: 'No such file or directory' };
      return { hash: users[`${need.path} ${need.user}`], usual: `usual of ${need.path}` };
    }
    if (need.need !== 'verify-hash') throw new Error(need.need);
    tried.push(need.hash);
    if (trouble === 'overload') return { problem: 'too many checks of passwords wait' };
    return need.password === 'right' && !need.hash.startsWith('usual') ? 'match' : 'mismatch';
  };
  return { status: run(authenticateBasic(exchange), answer), tried, lines, exchange };
}

describe('a password is tried once', () => {
  test.each([
    ['of a user of the first file', 'alice', 'right', 0, ['A']],
    ['wrong, of a user of the first file', 'alice', 'wrong', 401, ['A']],
    ['of a user of the second file', 'bob', 'right', 0, ['B']],
    ['wrong, of a user of the second file', 'bob', 'wrong', 401, ['B']],
    ['of a user of both files', 'both', 'wrong', 401, ['C']],
    ['of nobody, on a hash of the kind that the file has', 'nobody', 'right', 401, ['usual of /one']],
  ] as const)('%s', (_title, user, password, status, tried) => {
    expect(login(user, password)).toMatchObject({ status, tried });
  });
});

describe('trouble', () => {
  test('a login of any length is read', () => {
    expect(login('alice', 'x'.repeat(500_000))).toMatchObject({ status: 401, tried: ['A'] });
  });

  test('a file that cannot be read is an error of the server, with its name', () => {
    const { status, lines, tried } = login('alice', 'right', 'unreadable');
    expect({ status, tried }).toEqual({ status: 500, tried: [] });
    expect(lines).toEqual([
      {
        level: 'error',
        code: 'AH01620',
        message: 'Could not open password file: /one: No such file or directory',
      },
    ]);
  });

  test('a password that nobody has time to check lets nobody in', () => {
    const { status, lines } = login('alice', 'right', 'overload');
    expect(status).toBe(500);
    expect(lines[0]?.message).toBe('a password could not be checked: too many checks of passwords wait');
  });
});

describe('log lines', () => {
  test.each([
    ['alice', 'AH01617', 'user alice: authentication failure for "/dir/file.html": Password Mismatch'],
    ['nobody', 'AH01618', 'user nobody not found: /dir/file.html'],
  ])('for %s never hold the password', (user, code, message) => {
    expect(login(user, 'Sesame').lines).toEqual([{ level: 'error', code, message }]);
  });
});
