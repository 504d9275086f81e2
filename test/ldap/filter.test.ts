import { describe, expect, test } from '@jest/globals';
import { parseFilter } from '../../src/ldap/filter.js';

const read: readonly (readonly [written: string, told: string])[] = [
  ['(uid=alice)', '(uid=\\61\\6c\\69\\63\\65)'],
  ['uid=a', '(uid=\\61)'],
  ['(&(objectclass=*)(uid=a))', '(&(objectclass=*)(uid=\\61))'],
  ['(|(a=1)(!(b=2)))', '(|(a=\\31)(!(b=\\32)))'],
  ['(uid=\\*\\(\\)\\\\)', '(uid=\\2a\\28\\29\\5c)'],
  ['(uid=\\2a\\00\\ff)', '(uid=\\2a\\00\\ff)'],
  ['(cn=a*b*c)', '(cn=a*b*c)'],
  ['(cn=*b*)', '(cn=*b*)'],
  ['(cn=\\2a*)', '(cn=\\2a*)'],
  ['(uid>=5)', '(uid>=5)'],
  ['(uid<=5)', '(uid<=5)'],
  ['(cn~=x)', '(cn~=x)'],
  ['( & (a=1) (b=2) )', '(&(a=\\31)(b=\\32))'],
];

const none = [
  '(uid=a',
  'uid',
  '(uid=a))',
  '(uid=a)(uid=b)',
  '(uid=(a))',
  '(uid=\\zz)',
  '(uid=\\2)',
  '(uid=a\\)',
  '(=a)',
  '(u id=a)',
  '(!(a=1)(b=2))',
  '(:=x)',
  '(cn=**)',
  '(cn=\xff*)',
  `${'(!'.repeat(200)}(a=1)${')'.repeat(200)}`,
];

describe('LDAP filters as libldap reads them', () => {
  test.each(read)('%s', (written, told) => {
    expect(parseFilter(written)?.toString()).toBe(told);
  });

  test.each(none)('%s is no filter', (written) => {
    expect(parseFilter(written)).toBeUndefined();
  });
});
