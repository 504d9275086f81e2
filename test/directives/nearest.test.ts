import { expect, test } from '@jest/globals';
import { namesOf } from '../../src/directives/index.js';
import { nearest } from '../../src/directives/nearest.js';

test.each([
  ['AuthTyp', 'AuthType'],
  ['KrbMethodK5Password', 'KrbMethodK5Passwd'],
  ['GssapiDelegCcache', 'GssapiDelegCcacheDir'],
  ['Reqiure', 'Require'],
  ['GSSAPICREDSTORES', 'GssapiCredStore'],
])('%s is close to %s', (written, meant) => {
  expect(nearest(written, namesOf('directive'))).toContain(meant);
});

test.each(['Bogus', 'x', '', 'RewriteEngine'])('%s is close to nothing', (written) => {
  expect(nearest(written, namesOf('directive'))).toEqual([]);
});
