import { describe, expect, test } from '@jest/globals';
import { strangeAddress, strangeHost } from '../../src/lint/loose-pattern.js';

const regex = (pattern: string) => ({ pattern, flags: '' });

describe('addresses that a pattern fits and does not mean', () => {
  test.each([
    ['127\\.0\\.0\\.1', '127.0.0.10'],
    ['10\\.0\\.0\\.7', '10.0.0.70'],
    ['10\\.0\\.0\\.7$', '110.0.0.7'],
    ['10\\.0\\.', '110.0.1.1'],
    ['0\\.0\\.7\\.', '10.0.7.1'],
    ['192\\.168\\.', '198.192.168.1'],
    ['^10', '100.1.1.1'],
    ['^10.1.2.', '10.1.20.1'],
    ['^(10\\.0\\.0\\.1|10\\.0\\.0\\.9)', '10.0.0.10'],
    ['^10\\.0\\.0\\.1|^10\\.0\\.0\\.9$', '10.0.0.10'],
  ])('%s: %s', (pattern, address) => {
    expect(strangeAddress(regex(pattern))).toBe(address);
  });

  test.each([
    '^127\\.0\\.0\\.1$',
    '^127.0.0.1$',
    '^10\\.',
    '^192\\.168\\.',
    '^(?:10\\.0\\.0\\.1|10\\.0\\.0\\.9)$',
    '^10\\.0\\.[0-3]\\.',
    '^fe80:',
    '.*',
    '',
  ])('none of %s', (pattern) => {
    expect(strangeAddress(regex(pattern))).toBeUndefined();
  });

  test('of very many alternatives the first ones are tried', () => {
    const exact = Array.from({ length: 500 }, (_, at) => `^10\\.0\\.${at >> 8}\\.${at & 255}$`);
    const loose = '^192\\.168\\.1';
    expect(strangeAddress(regex([loose, ...exact].join('|')))).toBe('192.168.10.1');
    expect(strangeAddress(regex([...exact, loose].join('|')))).toBeUndefined();
  });
});

describe('hosts that a pattern fits and does not mean', () => {
  test.each([
    ['example\\.com', 'example.com.attacker.test'],
    ['example\\.com$', 'attacker-example.com'],
    ['^www.example.com$', 'wwwxexample.com'],
    ['\\.example\\.com', 'www.example.com.attacker.test'],
  ])('%s: %s', (pattern, host) => {
    expect(strangeHost(regex(pattern))).toBe(host);
  });

  test.each(['\\.example\\.com$', '^www\\.example\\.com$', '.*', ''])('none of %s', (pattern) => {
    expect(strangeHost(regex(pattern))).toBeUndefined();
  });
});
