import { randomBytes } from 'node:crypto';

/** A raw NTLM negotiate message, as browsers outside a domain send it. */
const ntlmNegotiate = Buffer.from('TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAKALpHAAAADw==', 'base64');

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const negotiate = (token: Uint8Array): string => `Negotiate ${Buffer.from(token).toString('base64')}`;

/** Authorization fields that log nobody in, of many kinds; `token` is a good one, to be broken in many places. */
export function garbage(token: Buffer, count: number): readonly string[] {
  const kinds: readonly ((index: number) => string)[] = [
    () => negotiate(randomBytes(200)),
    (index) => negotiate(token.subarray(0, 1 + (index % (token.length - 1)))),
    (index) => negotiate(flipped(token, index)),
    () => negotiate(ntlmNegotiate),
    () => negotiate(randomBytes(5000)),
    () => 'Negotiate',
    () => 'Negotiate %%%not-base64%%%',
    () => `NTLM ${ntlmNegotiate.toString('base64')}`,
    (index) => basic('', String(index)),
    (index) => `Bearer ${index}`,
  ];
  return Array.from({ length: count }, (_, index) => kinds[index % kinds.length]!(index));
}

/** The cipher text at the end is changed, which no reading of the outer forms can forgive. */
function flipped(token: Buffer, index: number): Buffer {
  const copy = Buffer.from(token);
  const at = copy.length - 1 - (index % 100);
  copy[at] = copy[at]! ^ (1 << (index % 8));
  return copy;
}
