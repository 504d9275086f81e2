import { describe, expect, test } from '@jest/globals';
import { addressRange, isInRange, parseAddress } from '../../src/ruleset/address.js';

function covers(range: string, address: string): boolean {
  return isInRange(addressRange(range)!, parseAddress(address)!);
}

describe('ranges', () => {
  test.each([
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.1.2.3/8', '10.9.9.9', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.4', false],
    ['10.1.2.3/32', '10.1.2.3', true],
    ['10.1.2.128/25', '10.1.2.127', false],
    ['10.1.2.128/25', '10.1.2.200', true],
    ['10.1.2.0/255.255.255.0', '10.1.2.9', true],
    ['10.0.3.0/255.0.255.0', '10.9.3.1', true],
    ['10.0.3.0/255.0.255.0', '10.9.4.1', false],
    ['10', '10.255.0.1', true],
    ['10.1', '10.1.0.1', true],
    ['10.1', '10.10.0.1', false],
    ['10.1.', '10.1.0.1', true],
    ['10.1.2', '10.1.2.255', true],
    ['0.0.0.0/1', '127.0.0.1', true],
    ['0.0.0.0/1', '128.0.0.1', false],
    ['fe80::/10', 'febf:ffff::1', true],
    ['fe80::/10', 'fec0::1', false],
    ['::1', '::1', true],
    ['::1', '::2', false],
    ['2001:db8::/32', '2001:DB8:1:2:3:4:5:6', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['::/1', '10.1.2.3', false],
    ['10.0.0.0/8', '::1', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
  ])('%s covers %s: %s', (range, address, expected) => {
    expect(covers(range, address)).toBe(expected);
  });

  test.each([
    '',
    'example.org',
    '10.0.0.0/0',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/x',
    '10.1/8',
    '256.1.1.1',
    '300',
    '1.2.3.4.5',
    '10..1',
    '.10',
    '10.1.2.3..',
    ':',
    ':::',
    '1:2',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    '12345::',
    'g::',
    '::/0',
    '::/129',
    'fe80::/255.0.0.0',
    '::ffff:10.0.0.1',
    '1.2.3.4::',
    'fe80::1%eth0',
  ])('%j is none', (text) => {
    expect(addressRange(text)).toBeUndefined();
  });

  test('the same text gives the same range', () => {
    expect(addressRange('10.0.0.0/8')).toBe(addressRange('10.0.0.0/8'));
  });
});

describe('addresses', () => {
  test.each([
    ['1.2.3.4', [1, 2, 3, 4]],
    ['::', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['1::', [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['1:2:3:4:5:6:1.2.3.4', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 1, 2, 3, 4]],
    ['::ffff:1.2.3.4', [1, 2, 3, 4]],
    ['::FFFF:102:304', [1, 2, 3, 4]],
  ])('%s', (text, bytes) => {
    expect([...parseAddress(text)!]).toEqual(bytes);
  });

  test.each([
    '',
    '1.2.3',
    '01.2.3.4',
    '1.2.3.256',
    '1.2.3.4 ',
    ' ::1',
    '1:2:3:4:5:6:7',
    ':1',
    '1:',
    '1.2.3.4:80',
    '0x1.2.3.4',
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});
