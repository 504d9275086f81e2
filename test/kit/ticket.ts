import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import koffi from 'koffi';

// Service tickets as a domain controller would make them: the KDC of the tests puts no groups into its own.

const library = koffi.load('libk5crypto.so.3');
const copyOut = koffi.load('libc.so.6').func('memcpy', 'void *', ['void *', 'void *', 'size_t']);
const P = 'void *';
const encryptLength = library.func('krb5_c_encrypt_length', 'int', [P, 'int', 'size_t', P]);
const encrypt = library.func('krb5_c_encrypt', 'int', [P, P, 'int', P, P, P]);
const makeChecksum = library.func('krb5_c_make_checksum', 'int', [P, 'int', P, 'int', P, P]);

const aes256 = 18;
const hmacSha1Aes256 = 16;

/** What native structures point into; it lives as long as the process. */
const pinned: Buffer[] = [];

function structure(
  length: number,
  fields: readonly (readonly [at: number, value: number | Buffer])[],
): Buffer {
  const made = Buffer.alloc(length);
  for (const [at, value] of fields) {
    if (typeof value === 'number') made.writeInt32LE(value, at);
    else made.writeBigUInt64LE(BigInt(koffi.address(value)), at);
    if (typeof value !== 'number') pinned.push(value);
  }
  return made;
}

const keyBlock = (key: Buffer): Buffer =>
  structure(24, [
    [4, aes256],
    [8, key.length],
    [16, key],
  ]);
const data = (bytes: Buffer): Buffer =>
  structure(16, [
    [4, bytes.length],
    [8, bytes],
  ]);

function sealed(key: Buffer, usage: number, plain: Buffer): Buffer {
  const size = Buffer.alloc(8);
  encryptLength(null, aes256, plain.length, size);
  const cipher = Buffer.alloc(Number(size.readBigUInt64LE(0)));
  const output = structure(32, [
    [4, aes256],
    [20, cipher.length],
    [24, cipher],
  ]);
  const code: number = encrypt(null, keyBlock(key), usage, null, data(plain), output);
  if (code !== 0) throw new Error(`krb5_c_encrypt: ${code}`);
  return cipher;
}

function checksum(key: Buffer, text: Buffer): Buffer {
  const output = Buffer.alloc(24);
  const code: number = makeChecksum(null, hmacSha1Aes256, keyBlock(key), 17, data(text), output);
  if (code !== 0) throw new Error(`krb5_c_make_checksum: ${code}`);
  const bytes = Buffer.alloc(output.readUInt32LE(8));
  copyOut(bytes, output.readBigUInt64LE(16), bytes.length);
  return bytes;
}

/** The newest key of a keytab for AES-256, with its version. */
function keyIn(path: string): { readonly key: Buffer; readonly version: number } {
  const bytes = readFileSync(path);
  let found: { key: Buffer; version: number } | undefined;
  for (let at = 2; at + 4 < bytes.length; ) {
    const end = at + 4 + bytes.readInt32BE(at);
    let next = at + 4;
    const parts = bytes.readUInt16BE(next) + 1;
    next += 2;
    for (let part = 0; part < parts; part++) next += 2 + bytes.readUInt16BE(next);
    const version = bytes.readUInt8(next + 8);
    const length = bytes.readUInt16BE(next + 11);
    if (bytes.readUInt16BE(next + 9) === aes256)
      found = { key: bytes.subarray(next + 13, next + 13 + length), version };
    at = end;
  }
  if (!found) throw new Error(`${path} has no key for AES-256`);
  return found;
}

/** A PAC ([MS-PAC] §2.3) with logon information; the KDC's own signature is not looked at by services. */
function pac(key: Buffer, logonInfo: Buffer, user: string, time: number): Buffer {
  const name = Buffer.from(user, 'utf16le');
  const client = Buffer.alloc(10 + name.length);
  client.writeBigUInt64LE(BigInt(time) * 10_000_000n + 116_444_736_000_000_000n, 0);
  client.writeUInt16LE(name.length, 8);
  name.copy(client, 10);
  const signature = Buffer.alloc(16);
  signature.writeUInt32LE(hmacSha1Aes256, 0);
  const buffers = [
    [1, logonInfo],
    [10, client],
    [6, signature],
    [7, signature],
  ] as const;
  const head = Buffer.alloc(8 + 16 * buffers.length);
  head.writeUInt32LE(buffers.length, 0);
  const parts: Buffer[] = [head];
  let at = head.length;
  const places = new Map<number, number>();
  buffers.forEach(([type, bytes], index) => {
    head.writeUInt32LE(type, 8 + 16 * index);
    head.writeUInt32LE(bytes.length, 12 + 16 * index);
    head.writeBigUInt64LE(BigInt(at), 16 + 16 * index);
    places.set(type, at);
    const padded = Buffer.alloc(Math.ceil(bytes.length / 8) * 8);
    bytes.copy(padded);
    parts.push(padded);
    at += padded.length;
  });
  const whole = Buffer.concat(parts);
  const server = checksum(key, whole);
  server.copy(whole, places.get(6)! + 4);
  checksum(key, server).copy(whole, places.get(7)! + 4);
  return whole;
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const octets =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...octets]), content]);
}

const tagged = (number: number, value: Buffer): Buffer => der(0xa0 + number, value);
const sequence = (...values: readonly Buffer[]): Buffer => der(0x30, ...values);
const fields = (...values: readonly Buffer[]): Buffer =>
  sequence(...values.map((value, number) => tagged(number, value)));
const integer = (value: number): Buffer =>
  der(2, value < 128 ? Buffer.from([value]) : Buffer.from([0, value]));
const octets = (value: Buffer): Buffer => der(4, value);
const text = (value: string): Buffer => der(0x1b, Buffer.from(value, 'latin1'));
const principal = (type: number, parts: readonly string[]): Buffer =>
  fields(integer(type), sequence(...parts.map(text)));
const kerberosTime = (seconds: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(seconds * 1000).toISOString().replace(/[-:T]|\.\d+/g, '')}`));

/** Who a ticket is for and what it tells. */
export interface TicketOrder {
  readonly keytab: string;
  readonly realm: string;
  /** A byte string, like all names here; several parts, such as `bob` and `admin`, are apart. */
  readonly user: string | readonly string[];
  /** Such as `HTTP`, `localhost`. */
  readonly service: readonly [string, string];
  /** Microsoft's data; absent: the ticket tells nothing but its user. */
  readonly logonInfo?: Buffer;
  /** Signs the PAC with a key that is not the service's. */
  readonly forged?: boolean;
}

const flags = 0x00800000;

/** Writes a credential cache with a ticket for a service, made with the service's own key; gives the cache's name. */
export function writeTicket(path: string, order: TicketOrder): string {
  const { realm, service, logonInfo } = order;
  const user = typeof order.user === 'string' ? [order.user] : order.user;
  const { key, version } = keyIn(order.keytab);
  const session = randomBytes(32);
  const start = Math.floor(Date.now() / 1000) - 60;
  const end = start + 36_000;
  const signer = order.forged ? randomBytes(32) : key;
  const told = logonInfo && pac(signer, logonInfo, user.join('/'), start);
  const relevant = told && sequence(fields(integer(128), octets(told)));
  const bits = Buffer.alloc(5);
  bits.writeUInt32BE(flags, 1);
  const part = der(
    0x63,
    sequence(
      tagged(0, der(3, bits)),
      tagged(1, fields(integer(aes256), octets(session))),
      tagged(2, text(realm)),
      tagged(3, principal(1, user)),
      tagged(4, fields(integer(1), octets(Buffer.alloc(0)))),
      tagged(5, kerberosTime(start)),
      tagged(6, kerberosTime(start)),
      tagged(7, kerberosTime(end)),
      ...(relevant ? [tagged(10, sequence(fields(integer(1), octets(relevant))))] : []),
    ),
  );
  const encrypted = fields(integer(aes256), integer(version), octets(sealed(key, 2, part)));
  const ticket = der(0x61, fields(integer(5), text(realm), principal(2, service), encrypted));
  writeFileSync(path, cache({ realm, user, service, session, start, end, ticket }));
  return `FILE:${path}`;
}

interface Credential extends Pick<TicketOrder, 'realm' | 'service'> {
  readonly user: readonly string[];
  readonly session: Buffer;
  readonly start: number;
  readonly end: number;
  readonly ticket: Buffer;
}

/** MIT's format 4. */
function cache({ realm, user, service, session, start, end, ticket }: Credential): Buffer {
  const long = (...values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
    return bytes;
  };
  const counted = (bytes: Buffer): Buffer => Buffer.concat([long(bytes.length), bytes]);
  const named = (type: number, parts: readonly string[]): Buffer =>
    Buffer.concat([
      long(type, parts.length),
      ...[realm, ...parts].map((each) => counted(Buffer.from(each, 'latin1'))),
    ]);
  const client = named(1, user);
  return Buffer.concat([
    Buffer.from([5, 4, 0, 0]),
    client,
    client,
    named(2, service),
    Buffer.from([0, aes256]),
    counted(session),
    long(start, start, end, 0),
    Buffer.from([0]),
    long(flags, 0, 0),
    counted(ticket),
    long(0),
  ]);
}
