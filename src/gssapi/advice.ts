import type { AcceptorSettings, GssFailure } from './acceptor.js';
import { defaultKeytabName, keytabFile } from './keytab.js';
import { type KeytabEntry, keytabEntries } from './keytab-entries.js';
import { type TicketFacts, ticketIn } from './ticket.js';

/** What an administrator can do about a token that was not accepted; `undefined` where there is nothing to say. */
export function tokenAdvice(
  failure: GssFailure,
  settings: AcceptorSettings,
  token: Uint8Array,
): string | undefined {
  if (isNtlm(token))
    return 'the client sent an NTLM token instead of a Kerberos ticket: it is not logged in to the realm, does not trust this site, or its KDC knows no service of the name in the URL';
  const ticket = ticketIn(token);
  if (!ticket && /token|mechanism/i.test(failure.text))
    return 'the client sent something that is no Kerberos token';
  return matching(failure.text) ?? keyAdvice(failure.text, settings, ticket);
}

/** What a token and the keytab alone tell of a login that must fail; `undefined` where a check would have to tell. */
export function adviceAhead(settings: AcceptorSettings, token: Uint8Array): string | undefined {
  try {
    return adviceWithoutCheck(settings, token);
  } catch {
    // The default keytab is the Kerberos library's to name, and it need not be there.
    return undefined;
  }
}

function adviceWithoutCheck(settings: AcceptorSettings, token: Uint8Array): string | undefined {
  const { entries } = keytabOf(settings);
  if (!entries) return credentialAdvice(settings);
  const ticket = ticketIn(token);
  if (isNtlm(token) || !ticket)
    return tokenAdvice({ call: '', major: 0, minor: 0, text: 'token' }, settings, token);
  const fits = entries.some(
    ({ principal, version }) =>
      principal === ticket.service && (ticket.version === undefined || version === ticket.version),
  );
  return fits ? undefined : keyAdvice('', settings, ticket);
}

/** What can be done about a keytab that gives no credential. */
export function credentialAdvice(settings: AcceptorSettings): string {
  const { path, entries } = keytabOf(settings);
  const wanted = settings.principal ?? settings.name;
  if (!entries)
    return `the keytab ${path} cannot be read: it must be there, and the server's user (number ${process.getuid?.()}) must be allowed to read it`;
  return `no key for ${wanted ?? 'any service'} in the keytab ${path}, which has keys of ${listed(entries)}`;
}

/** By the words of the Kerberos library, which come from what was found out about the ticket. */
const causes: readonly (readonly [RegExp, string])[] = [
  [
    /clock skew/i,
    "the clocks of the client and of this server differ by more than krb5.conf's clockskew (5 minutes where it is not set): set both by NTP",
  ],
  [
    /ticket expired/i,
    "the client's ticket has expired: the user has to log in anew, or renew the ticket (kinit -R)",
  ],
  [/ticket not yet valid/i, 'the ticket is not valid yet: the clocks of the KDC and this server differ'],
  [
    /replay/i,
    'this token has been accepted before: somebody sends it a second time, or a proxy repeats requests',
  ],
];

function matching(text: string): string | undefined {
  return causes.find(([pattern]) => pattern.test(text))?.[1];
}

/** The key for the ticket is missing, of another version, or not the KDC's. */
function keyAdvice(
  text: string,
  settings: AcceptorSettings,
  ticket: TicketFacts | undefined,
): string | undefined {
  if (!ticket) return undefined;
  const { path, entries } = keytabOf(settings);
  if (!entries) return undefined;
  const { service, realm, version } = ticket;
  const own = entries.filter(({ principal }) => principal === service);
  if (own.length > 0) return ownKeyAdvice(text, path, ticket, own);
  const found = `the client's ticket is for ${service} (key version ${version ?? '?'}), but the keytab ${path} has keys of ${listed(entries)}`;
  return entries.some(({ principal }) => principal.endsWith(`@${realm}`))
    ? `${found}: add the key with kadmin's ktadd, or let clients use a name that has one`
    : `${found}, none of them of the realm ${realm}: add a key of that realm, or let the KDCs of both realms trust each other`;
}

function ownKeyAdvice(
  text: string,
  path: string,
  { service, version }: TicketFacts,
  own: readonly KeytabEntry[],
): string {
  const versions = [...new Set(own.map((entry) => entry.version))];
  if (version !== undefined && !versions.includes(version))
    return `the client's ticket for ${service} is encrypted with version ${version} of the key, the keytab ${path} has ${versions.join(' and ')}: ${versionAdvice(version, versions)}`;
  if (/match/i.test(text))
    return `the ticket is for ${service}, which the keytab ${path} has a key of, but GssapiAcceptorName or KrbServiceName asks for another name`;
  return `the key of ${service} version ${version ?? '?'} in the keytab ${path} is not the one that the KDC has: export the keytab anew`;
}

function versionAdvice(ticket: number, own: readonly number[]): string {
  return own.every((version) => version > ticket)
    ? 'the ticket is older than the key, so the user has to log in anew; a keytab that keeps the old key, too, avoids that'
    : "the key was changed after the keytab was written: export it anew with kadmin's ktadd";
}

function keytabOf({ store }: AcceptorSettings): {
  readonly path: string;
  readonly entries: readonly KeytabEntry[] | undefined;
} {
  const name = store.keytab ?? defaultKeytabName();
  const file = keytabFile(name);
  return { path: file ?? name, entries: file === undefined ? undefined : keytabEntries(file) };
}

const mostListed = 8;

function listed(entries: readonly KeytabEntry[]): string {
  const names = [...new Set(entries.map(({ principal }) => principal))];
  if (names.length === 0) return 'nobody';
  const rest = names.length > mostListed ? ` and ${names.length - mostListed} more` : '';
  return names.slice(0, mostListed).join(', ') + rest;
}

const ntlmOid = Buffer.from([0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a]);
const krb5Oids = [
  Buffer.from([0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02]),
  Buffer.from([0x06, 0x09, 0x2a, 0x86, 0x48, 0x82, 0xf7, 0x12, 0x01, 0x02, 0x02]),
];

/** A bare NTLM message, or SPNEGO that offers NTLM and no Kerberos. */
function isNtlm(token: Uint8Array): boolean {
  const head = Buffer.from(token.subarray(0, 128));
  if (head.toString('latin1', 0, 7) === 'NTLMSSP') return true;
  return head.includes(ntlmOid) && !krb5Oids.some((oid) => head.includes(oid));
}
