/** The object identifier of SPNEGO, as it stands in the head of a token (RFC 4178 §4.2.1). */
const spnegoOid = [0x06, 0x06, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];

/** Whether a client's first token speaks SPNEGO. */
export function isSpnego(token: Uint8Array): boolean {
  if (token[0] !== 0x60) return false;
  // One octet of length, or one that tells how many follow.
  const start = (token[1] ?? 0) < 0x80 ? 2 : 2 + ((token[1] ?? 0) & 0x7f);
  return spnegoOid.every((octet, at) => token[start + at] === octet);
}

/** NegTokenResp with negState reject and nothing else (RFC 4178 §4.2.2). */
export const rejection: Uint8Array = new Uint8Array([0xa1, 0x07, 0x30, 0x05, 0xa0, 0x03, 0x0a, 0x01, 0x02]);
