/** What the first bytes of a connection are. */
export type Opening =
  /** Nothing can be said before there are so many bytes. */
  | { readonly kind: 'more'; readonly needed: number }
  /** No TLS: most likely a request in plain HTTP. */
  | { readonly kind: 'plain' }
  /** `serverName` as the client wrote it (SNI). */
  | { readonly kind: 'hello'; readonly serverName: string | undefined };

const more = (needed: number): Opening => ({ kind: 'more', needed });
const nameless: Opening = { kind: 'hello', serverName: undefined };

/** A ClientHello (RFC 8446 §4.1.2) is not longer; what is goes to OpenSSL as it is. */
const longest = 64 * 1024;

/**
 * Finds the server's name in the beginning of a connection. What is no proper ClientHello counts as one without a name, so that OpenSSL
 * says what is wrong with it.
 */
export function readOpening(bytes: Buffer): Opening {
  if (bytes.length === 0) return more(1);
  if (bytes[0] !== handshakeRecord) return { kind: 'plain' };
  const message = joinRecords(bytes);
  if (message === 'malformed' || bytes.length > longest) return nameless;
  if (message.length < 4) return more(bytes.length + 1);
  const length = message.readUIntBE(1, 3);
  if (message[0] !== clientHello || length > longest) return nameless;
  // The records around what is missing are not counted: each time a part of it at least has come, however small the records are.
  if (message.length < 4 + length) return more(bytes.length + 4 + length - message.length);
  return { kind: 'hello', serverName: serverNameIn(message.subarray(4, 4 + length)) };
}

const handshakeRecord = 0x16;
const clientHello = 1;

/** The contents of all whole records, and what there is of the last one. */
function joinRecords(bytes: Buffer): Buffer | 'malformed' {
  const parts: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    if (bytes[at] !== handshakeRecord || bytes[at + 1] !== 3) return 'malformed';
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    if (end === at + 5) return 'malformed';
    parts.push(bytes.subarray(at + 5, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** Version, random, then three lists, then the extensions. */
function serverNameIn(hello: Buffer): string | undefined {
  let at = 34;
  for (const width of [1, 2, 1]) {
    if (at + width > hello.length) return undefined;
    at += width + hello.readUIntBE(at, width);
  }
  for (at += 2; at + 4 <= hello.length; ) {
    const end = at + 4 + hello.readUInt16BE(at + 2);
    if (hello.readUInt16BE(at) === serverNameExtension) return nameIn(hello.subarray(at + 4, end));
    at = end;
  }
  return undefined;
}

const serverNameExtension = 0;

/** RFC 6066 §3: a list of names, of which there is one, of a host. */
function nameIn(extension: Buffer): string | undefined {
  if (extension.length < 5 || extension[2] !== 0) return undefined;
  const length = extension.readUInt16BE(3);
  const name = extension.subarray(5, 5 + length);
  return name.length === length && length > 0 && !name.includes(0) ? name.toString('latin1') : undefined;
}
