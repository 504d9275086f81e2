import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { keyedHash } from '../../src/authn/seal.js';
import {
  basicHash,
  decodeSession,
  encodeSession,
  openSession,
  type Session,
  sealSession,
} from '../../src/authn/session.js';

const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const alice: Session = {
  established: true,
  delegated: false,
  expiration: 4_000_000_000,
  user: 'alice',
  gssName: 'alice@EXAMPLE.COM',
  basicHash: Buffer.alloc(0),
  ccacheName: '',
};
const derOfAlice =
  '3039a0030101ffa103010100a207020500ee6b2800a3070405616c696365a4130411616c696365404558414d504c452e434f4da5020400a6020400';
/** Made by mod_auth_gssapi's own crypto.c. */
const sealedByModule =
  'vfFWn9fVq69iFRLcSdctAXLG3F8wss2E3SnGxFz7ZFEhM7otcxKuL5yoP5toZtFAMFlaqAdRUXFq3vL0u9f5i3aOZdl+PzuK6A7AUHC4d9cnlkzIfik6pw6GFKdc6Zit/+3JYgxWFTWA+g8cI6hqKw==';

/** Seals any bytes genuinely, to see what the reader makes of them. */
function sealBytes(plain: Uint8Array): string {
  const encryption = createCipheriv('aes-128-cbc', key.subarray(0, 16), new Uint8Array(16));
  const encrypted = Buffer.concat([
    encryption.update(randomBytes(16)),
    encryption.update(plain),
    encryption.final(),
  ]);
  return Buffer.concat([encrypted, keyedHash(key, encrypted)]).toString('base64');
}

describe('a sealed session', () => {
  test('of mod_auth_gssapi opens', () => {
    expect(openSession(key, sealedByModule, 0)).toEqual(alice);
  });

  test('has the DER of mod_auth_gssapi', () => {
    expect(encodeSession(alice).toString('hex')).toBe(derOfAlice);
  });

  test('comes back as it was, whatever it holds', () => {
    const full: Session = {
      ...alice,
      delegated: true,
      expiration: 2 ** 31 + 5,
      user: 'm\xfcller'.repeat(30),
      gssName: 'x'.repeat(300),
      basicHash: randomBytes(32),
      ccacheName: 'bob~admin@EXAMPLE.COM-AbCdEf',
    };
    expect(openSession(key, sealSession(key, full), 1)).toEqual(full);
    const { basicHash: _, ...without } = full;
    expect(openSession(key, sealSession(key, without), 1)).toEqual({ ...full, basicHash: Buffer.alloc(0) });
  });

  test('never looks the same twice', () => {
    expect(sealSession(key, alice)).not.toBe(sealSession(key, alice));
  });

  test('holds until its second has passed', () => {
    const sealed = sealSession(key, { ...alice, expiration: 1000 });
    expect([999, 1000, 1000.9, 1001].map((now) => openSession(key, sealed, now)?.user)).toEqual([
      'alice',
      'alice',
      'alice',
      undefined,
    ]);
    expect(openSession(key, sealed)).toBeUndefined();
  });

  test('that was not established, or of nobody, is none', () => {
    expect(openSession(key, sealSession(key, { ...alice, established: false }), 0)).toBeUndefined();
    expect(openSession(key, sealSession(key, { ...alice, user: '' }), 0)).toBeUndefined();
  });

  test('needs a key of 32 octets', () => {
    expect(() => sealSession(key.subarray(1), alice)).toThrow(RangeError);
    expect(() => openSession(key.subarray(1), sealedByModule, 0)).toThrow(RangeError);
  });
});

describe('what was tampered with is refused', () => {
  const bytes = Buffer.from(sealedByModule, 'base64');

  test('in each single bit', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(openSession(key, changed.toString('base64'), 0)).toBeUndefined();
    }
  });

  test('in each character, and cut or prolonged anywhere', () => {
    for (let at = 0; at < sealedByModule.length; at++) {
      const other = sealedByModule[at] === 'A' ? 'B' : 'A';
      expect(
        openSession(key, sealedByModule.slice(0, at) + other + sealedByModule.slice(at + 1), 0),
      ).toBeUndefined();
      expect(openSession(key, sealedByModule.slice(0, at), 0)).toBeUndefined();
      expect(
        openSession(key, `${sealedByModule.slice(0, at)} ${sealedByModule.slice(at)}`, 0),
      ).toBeUndefined();
    }
    expect(openSession(key, `${sealedByModule}A`, 0)).toBeUndefined();
    expect(openSession(key, 'A'.repeat(100_000), 0)).toBeUndefined();
  });

  test('by another key', () => {
    for (let at = 0; at < 32; at++) {
      const other = Uint8Array.from(key);
      other[at]! ^= 1;
      expect(openSession(other, sealedByModule, 0)).toBeUndefined();
    }
  });
});

describe('DER that is genuine but not exact is refused', () => {
  const der = Buffer.from(derOfAlice, 'hex');
  const withHex = (from: string, to: string): Buffer => Buffer.from(derOfAlice.replace(from, to), 'hex');

  test('while the exact one opens', () => {
    expect(openSession(key, sealBytes(der), 0)).toEqual(alice);
    expect(decodeSession(der)).toEqual(alice);
  });

  test.each([
    ['a byte behind', Buffer.concat([der, Buffer.of(0)])],
    ['a byte short', der.subarray(0, -1)],
    ['nothing', Buffer.alloc(0)],
    ['a long length', Buffer.concat([Buffer.from('308139', 'hex'), der.subarray(2)])],
    ['an indefinite length', Buffer.concat([Buffer.from('3080', 'hex'), der.subarray(2), Buffer.of(0, 0)])],
    ['a BOOLEAN of 1', withHex('a0030101ff', 'a003010101')],
    ['a negative time', withHex('a207020500ee6b2800', 'a207020580ee6b2800')],
    ['a padded time', withHex('a207020500ee6b2800', 'a2070205000e6b2800')],
    ['a time of 33 bits', withHex('a207020500ee6b2800', 'a207020501ee6b2800')],
    ['a wrong context tag', withHex('a3070405', 'a4070405')],
    ['a wrong string tag', withHex('a3070405', 'a3071305')],
    ['a string longer than its field', withHex('a3070405', 'a3070406')],
    ['a string shorter than its field', withHex('a3070405', 'a3070404')],
  ])('%s', (_, bytes) => {
    expect(decodeSession(bytes)).toBeUndefined();
    expect(openSession(key, sealBytes(bytes), 0)).toBeUndefined();
  });

  test('random bytes', () => {
    for (let index = 0; index < 2000; index++) {
      const bytes = randomBytes(index % 90);
      if (index % 2) der.copy(bytes, 0, 0, index % 50);
      expect(decodeSession(bytes)).toBeUndefined();
    }
  });
});

test("the hash of a Basic login is mod_auth_gssapi's", () => {
  const hash = basicHash(key, 'alice', 'secret').toString('hex');
  expect([hash.slice(0, 8), hash.slice(-4), hash.length]).toEqual(['3b78ed43', '1428', 64]);
  expect(basicHash(key, 'alices', 'ecret').toString('hex')).not.toBe(hash);
});
