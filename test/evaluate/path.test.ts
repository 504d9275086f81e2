import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodePath, escapePath, removeDots, splitTarget } from '../../src/evaluate/path.js';

const usual = { mergeSlashes: true, encodedSlashes: 'Off' } as const;

describe('paths decode as in httpd', () => {
  test.each([
    ['/app/login', '/app/login'],
    ['/', '/'],
    ['//app///login', '/app/login'],
    ['/app/./login', '/app/login'],
    ['/app/x/../login', '/app/login'],
    ['/app/x/%2e%2e/login', '/app/login'],
    ['/app/x/.%2E/login', '/app/login'],
    ['/app/%6cogin', '/app/login'],
    ['/app/%7Euser', '/app/~user'],
    ['/app/..', '/'],
    ['/app/.', '/app/'],
    ['/app/x/..', '/app/'],
    ['/...', '/...'],
    ['/a/..b/.c', '/a/..b/.c'],
    ['/a%20b', '/a b'],
    ['/a%252fb', '/a%2fb'],
    ['/%3f', '/?'],
    ['/%ff', '/\xff'],
    ['/a/', '/a/'],
    ['/a//', '/a/'],
    ['*', '*'],
  ])('%s becomes %s', (raw, path) => {
    expect(decodePath(raw, usual)).toEqual({ path });
  });

  test.each([
    ['/a%', 400],
    ['/a%2', 400],
    ['/a%zz', 400],
    ['/..', 400],
    ['/../a', 400],
    ['/a/../../b', 400],
    ['/%2e%2e/a', 400],
    ['a', 400],
    ['', 400],
    ['/a%2fb', 404],
    ['/a%2Fb', 404],
    ['/a%00b', 404],
  ])('%s is refused with %i', (raw, status) => {
    expect(decodePath(raw, usual)).toMatchObject({ status });
  });

  test('slashes stay where MergeSlashes is off', () => {
    expect(decodePath('//a//b/../c', { ...usual, mergeSlashes: false })).toEqual({ path: '//a//c' });
  });

  test('encoded slashes are decoded, and looked at again, where they are allowed', () => {
    expect(decodePath('/a%2f..%2fb', { ...usual, encodedSlashes: 'On' })).toEqual({ path: '/b' });
    expect(decodePath('/a%2fb', { ...usual, encodedSlashes: 'NoDecode' })).toEqual({ path: '/a%2fb' });
  });

  test.each(['/..%2fb', '/a/..%2f..%2fb', '/%2e%2e%2f%2e%2e%2fb', '/a%2f..%2f..%2f..%2fb'])(
    '%s ends at the root where encoded slashes are allowed',
    (raw) => {
      expect(decodePath(raw, { ...usual, encodedSlashes: 'On' })).toEqual({ path: '/b' });
    },
  );

  test('no decoded path holds a dot segment, whatever came in', () => {
    const pieces = fc.constantFrom(
      '/',
      '.',
      '..',
      '%2e',
      '%2E',
      '%2f',
      'a',
      '%',
      '%00',
      '%25',
      '2e',
      '\xff',
      '//',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const result = decodePath(`/${parts.join('')}`, usual);
        if ('path' in result) expect(result.path).not.toMatch(/\/\.{1,2}(?:\/|$)|\/\/|\0/);
      }),
      { seed: 20_261_122, numRuns: 5000 },
    );
  });

  test('a plain path takes the short way to the same result', () => {
    expect(removeDots('/app/login', true)).toBe('/app/login');
  });
});

describe('request targets', () => {
  test.each([
    ['/a?b', { path: '/a', query: 'b' }],
    ['/a', { path: '/a', query: undefined }],
    ['/a?', { path: '/a', query: '' }],
    ['/a?b?c', { path: '/a', query: 'b?c' }],
    ['http://host:80/a?b', { path: '/a', query: 'b', scheme: 'http', authority: 'host:80' }],
    ['http://host', { path: '/', query: undefined, scheme: 'http', authority: 'host' }],
    ['*', { path: '*', query: undefined }],
  ])('%s', (target, parts) => {
    expect(splitTarget(target)).toEqual(parts);
  });
});

test('what is unsafe in a URL is escaped with lower-case digits', () => {
  expect(escapePath('/a b"<>\xff%?')).toBe('/a%20b%22%3c%3e%ff%25%3f');
});
