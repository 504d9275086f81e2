import { describe, expect, test } from '@jest/globals';
import { GssapiUnavailable, gssapi, libraryFile, loadGssapi } from '../../src/gssapi/library.js';
import { decodeOid, encodeOid, mechanismName, mechanismOid } from '../../src/gssapi/mechanisms.js';
import { bytesOf } from '../../src/gssapi/memory.js';
import { defaultMechanisms, indicatedMechanisms } from '../../src/gssapi/oids.js';

describe('the library', () => {
  test('that is missing is told with the package to install, and can be caught', () => {
    expect(() => loadGssapi('libgssapi_nowhere.so.9')).toThrow(GssapiUnavailable);
    expect(() => loadGssapi('libgssapi_nowhere.so.9')).toThrow(/libgssapi-krb5-2/);
  });

  test('is loaded once', () => {
    expect(gssapi()).toBe(gssapi());
    expect(libraryFile).toMatch(/^libgssapi_krb5/);
  });
});

describe('mechanisms', () => {
  test.each([
    ['krb5', '1.2.840.113554.1.2.2'],
    ['iakerb', '1.3.6.1.5.2.5'],
    ['ntlmssp', '1.3.6.1.4.1.311.2.2.10'],
    ['1.3.6.1.5.5.2', '1.3.6.1.5.5.2'],
    ['{ 1 3 6 1 5 5 2 }', '1.3.6.1.5.5.2'],
    ['{1 3 6 1 5 5 2}', '1.3.6.1.5.5.2'],
  ])('%s is %s', (word, oid) => {
    expect(mechanismOid(word)).toBe(oid);
  });

  test.each([
    'Krb5',
    'spnego',
    '',
    '1',
    '3.1',
    '1.40',
    '1..2',
    '1.2.',
    '1.02',
    '1.2.4294967296',
    '{1 2',
    '1 2 3',
  ])('"%s" is none', (word) => {
    expect(mechanismOid(word)).toBeUndefined();
  });

  test.each([
    ['1.2.840.113554.1.2.2', '2a864886f712010202'],
    ['1.3.6.1.4.1.311.2.2.10', '2b06010401823702020a'],
    ['2.999.4294967295', '88378fffffff7f'],
    ['0.0', '00'],
  ])('%s is encoded as X.690 has it', (dotted, hex) => {
    expect(Buffer.from(encodeOid(dotted) ?? []).toString('hex')).toBe(hex);
    expect(decodeOid(Buffer.from(hex, 'hex'))).toBe(dotted);
  });

  test('have the names GSS_MECH uses', () => {
    expect(mechanismName('1.2.840.113554.1.2.2')).toBe('krb5');
    expect(mechanismName('1.2.3')).toBe('1.2.3');
  });

  test('in force by default are krb5 and SPNEGO, though the library offers more', () => {
    expect(indicatedMechanisms()).toContain('1.3.6.1.5.2.5');
    expect([...defaultMechanisms()].sort()).toEqual(['1.2.840.113554.1.2.2', '1.3.6.1.5.5.2']);
  });
});

test('only byte strings without NUL reach the library', () => {
  expect(bytesOf('m\xfcller')).toEqual(Buffer.from([0x6d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]));
  expect([bytesOf('a\0b'), bytesOf('\u0100')]).toEqual([undefined, undefined]);
});
