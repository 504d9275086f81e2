import { decodeOid } from '../gssapi/mechanisms.js';

const mechanismNames: Readonly<Record<string, string>> = {
  '1.2.840.113554.1.2.2': 'Kerberos',
  '1.2.840.48018.1.2.2': 'Kerberos (Microsoft)',
  '1.3.6.1.5.5.2': 'SPNEGO',
  '1.3.6.1.4.1.311.2.2.10': 'NTLM',
  '1.3.6.1.5.2.5': 'IAKERB',
};

/** NegTokenResp's negState (RFC 4178 §4.2.2). */
const states = ['accept-completed', 'accept-incomplete', 'reject', 'request-mic'];

/** What a token is, without any of its secret: kind, mechanism and size. */
export function tokenSummary(token: Uint8Array): string {
  return `${kindOf(token)}, ${token.length} bytes`;
}

function kindOf(token: Uint8Array): string {
  if (Buffer.from(token.subarray(0, 7)).toString('latin1') === 'NTLMSSP') return 'NTLM';
  if (token[0] === 0x60) return initialKind(token);
  if (token[0] === 0xa1) return replyKind(token);
  return 'of no known kind';
}

/** InitialContextToken (RFC 2743 §3.1): the mechanism's OID, then its own bytes. */
function initialKind(token: Uint8Array): string {
  const oids = oidsIn(token);
  const [outer, ...inner] = oids.map((oid) => mechanismNames[oid] ?? oid);
  if (outer !== 'SPNEGO') return outer === undefined ? 'of no known kind' : `a bare ${outer} token`;
  return inner.length === 0 ? 'SPNEGO' : `SPNEGO for ${inner[0]}`;
}

function replyKind(token: Uint8Array): string {
  const state = states[stateIn(token) ?? -1];
  const mechanism = oidsIn(token)[0];
  return [
    'a SPNEGO reply',
    ...(state === undefined ? [] : [state]),
    ...(mechanism === undefined ? [] : [`mechanism ${mechanismNames[mechanism] ?? mechanism}`]),
  ].join(', ');
}

/** `[0] ENUMERATED` at the start of the sequence. */
function stateIn(token: Uint8Array): number | undefined {
  const at = Buffer.from(token.subarray(0, 32)).indexOf(Buffer.from([0xa0, 0x03, 0x0a, 0x01]));
  return at === -1 ? undefined : token[at + 4];
}

/** How much of a token is searched for OIDs: they stand in front of what is encrypted. */
const searched = 96;

function oidsIn(token: Uint8Array): string[] {
  const found: string[] = [];
  for (let at = 1; at < Math.min(token.length, searched) - 2; at++) {
    const length = token[at + 1]!;
    if (token[at] !== 0x06 || length < 5 || length > 12) continue;
    const oid = decodeOid(token.subarray(at + 2, at + 2 + length));
    if (!(oid in mechanismNames)) continue;
    found.push(oid);
    at += length + 1;
  }
  return found;
}
