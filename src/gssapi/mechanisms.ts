/** Dotted OIDs of the mechanisms this program knows by name (RFC 4121, draft-ietf-kitten-iakerb, RFC 4178, [MS-NLMP]). */
export const mechanismOids = {
  krb5: '1.2.840.113554.1.2.2',
  iakerb: '1.3.6.1.5.2.5',
  ntlmssp: '1.3.6.1.4.1.311.2.2.10',
  spnego: '1.3.6.1.5.5.2',
} as const;

/** krb5 under its draft number and under Microsoft's misprint: the same mechanism again, so trying them repeats work. */
export const deprecatedKrb5Oids: readonly string[] = ['1.3.5.1.5.2', '1.2.840.48018.1.2.2'];

/** The case-sensitive names GssapiAllowedMech and GssapiBasicAuthMech accept besides an OID (mod_auth_gssapi). */
const configurationNames: ReadonlyMap<string, string> = new Map([
  ['krb5', mechanismOids.krb5],
  ['iakerb', mechanismOids.iakerb],
  ['ntlmssp', mechanismOids.ntlmssp],
]);

/** The dotted OID of a word of GssapiAllowedMech: a name, `1.2.3` or `{1 2 3}`; undefined when it is none of these. */
export function mechanismOid(word: string): string | undefined {
  const named = configurationNames.get(word);
  if (named !== undefined) return named;
  const braced = /^\{\s*(.*?)\s*\}$/.exec(word);
  const dotted = braced ? braced[1]!.replaceAll(/\s+/g, '.') : word;
  return encodeOid(dotted) ? dotted : undefined;
}

/** The short name of a mechanism, as GSS_MECH shows it, or its dotted OID when it has none. */
export function mechanismName(oid: string): string {
  const found = Object.entries(mechanismOids).find(([, value]) => value === oid);
  return found ? found[0] : oid;
}

/** The content octets of an OBJECT IDENTIFIER (X.690 §8.19), or undefined when `dotted` is not one (arcs up to 2^32-1). */
export function encodeOid(dotted: string): Uint8Array | undefined {
  if (!/^[0-2](\.(0|[1-9]\d{0,9})){1,31}$/.test(dotted)) return undefined;
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  if ((first < 2 && second > 39) || [second, ...rest].some((arc) => arc > 0xffffffff)) return undefined;
  return Uint8Array.from([first * 40 + second, ...rest].flatMap(encodeArc));
}

function encodeArc(arc: number): number[] {
  const octets = [arc % 128];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
    octets.unshift((left % 128) | 128);
  return octets;
}

/** The dotted form of an OBJECT IDENTIFIER's content octets; empty for none. */
export function decodeOid(octets: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  for (const octet of octets) {
    value = value * 128 + (octet & 127);
    if (octet & 128) continue;
    if (arcs.length === 0) {
      const first = Math.min(2, Math.floor(value / 40));
      arcs.push(first, value - first * 40);
    } else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
}
