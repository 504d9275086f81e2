import type { ClientToken } from './tokens.js';

/*
 * Tokens of one mechanism inside SPNEGO (RFC 4178 §4.2), put together by hand: the client's library negotiates only the mechanisms that it
 * chooses itself.
 */

const spnego = [0x06, 0x06, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];
const mechanisms = {
  iakerb: [0x06, 0x06, 0x2b, 0x06, 0x01, 0x05, 0x02, 0x05],
  krb5: [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02],
} as const;

type Negotiable = keyof typeof mechanisms;

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const inner = Buffer.concat(parts);
  const bytes: number[] = [];
  for (let left = inner.length; left > 0; left >>= 8) bytes.unshift(left & 255);
  const length = inner.length < 128 ? [inner.length] : [128 + bytes.length, ...bytes];
  return Buffer.concat([Buffer.from([tag, ...length]), inner]);
}

const octets = (base64: string): Buffer => tagged(0xa2, tagged(0x04, Buffer.from(base64, 'base64')));

function firstToken(base64: string, mechanism: Negotiable): string {
  const offered = tagged(0xa0, tagged(0x30, Buffer.from(mechanisms[mechanism])));
  const init = tagged(0xa0, tagged(0x30, offered, octets(base64)));
  return tagged(0x60, Buffer.from(spnego), init).toString('base64');
}

/** The fields of an answer by their tags; the mechanism's own token is that of 0xa2. */
function innerToken(base64: string): string {
  const [outer] = elements(Buffer.from(base64, 'base64'));
  const [sequence] = elements(outer?.value ?? Buffer.alloc(0));
  const field = elements(sequence?.value ?? Buffer.alloc(0)).find(({ tag }) => tag === 0xa2);
  const [token] = elements(field?.value ?? Buffer.alloc(0));
  return (token?.value ?? Buffer.alloc(0)).toString('base64');
}

function elements(bytes: Buffer): readonly { readonly tag: number; readonly value: Buffer }[] {
  const found: { tag: number; value: Buffer }[] = [];
  for (let at = 0; at + 1 < bytes.length; ) {
    const long = bytes[at + 1]! & 128 ? bytes[at + 1]! & 127 : 0;
    const length = long === 0 ? bytes[at + 1]! : bytes.readUIntBE(at + 2, long);
    const start = at + 2 + long;
    found.push({ tag: bytes[at]!, value: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

/** A login whose tokens go inside SPNEGO, which offers its mechanism alone. */
export function negotiated(login: ClientToken, mechanism: Negotiable): ClientToken {
  return {
    base64: firstToken(login.base64, mechanism),
    next: () => {
      const token = login.next();
      return token === undefined ? undefined : tagged(0xa1, tagged(0x30, octets(token))).toString('base64');
    },
    verify: (answer) => login.verify(innerToken(answer)),
  };
}
