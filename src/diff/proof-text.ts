import type { AcceptorSettings, StoreSettings } from '../gssapi/acceptor.js';

/** Mechanisms by the words of GssapiAllowedMech. */
const mechanismWords: Readonly<Record<string, string>> = {
  '1.2.840.113554.1.2.2': 'krb5',
  '1.3.6.1.5.2.5': 'iakerb',
  '1.3.6.1.4.1.311.2.2.10': 'ntlmssp',
};

/** Whether names without a realm may come: SPNEGO takes whatever mechanisms the library has, unless some are named. */
export function takesOthers(mechanisms: readonly string[] | undefined): boolean {
  if (mechanisms === undefined || mechanisms.length === 0) return true;
  return mechanisms.some(
    (oid) => !/krb/.test(mechanismWords[oid] ?? oid) && mechanismWords[oid] !== 'iakerb',
  );
}

/** What an acceptor is made from, for people; equal texts stand for equal credentials, whatever module and directive asked for them. */
export function acceptorText({
  store,
  name,
  principal,
  mechanisms,
  both,
  bindings,
}: Omit<AcceptorSettings, 'wants'>): string {
  const stores = Object.entries(store)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([kind, place]) => `${kind} ${withoutType(place)}`);
  const words = [
    ...(stores.length === 0 ? ['the default keytab'] : stores),
    principal === undefined ? (name ?? 'any service') : serviceText(principal),
    mechanismText(mechanisms),
    ...(both ? ['acting for users'] : []),
    ...(bindings === undefined ? [] : ['bound to the TLS connection']),
  ];
  return words.join(', ');
}

/** Keytabs and caches are files where nothing else is said. */
const withoutType = (place: string): string => place.replace(/^FILE:(?=\/)/, '');

/** A principal as the name of a service; a realm that it names stays, as keys of other realms are not taken. */
function serviceText(principal: string): string {
  const [, service, host, realm] = /^([^/@]+)\/([^/@]+)(?:@(.+))?$/.exec(principal) ?? [];
  if (service === undefined) return principal;
  return `${service}@${host}${realm === undefined ? '' : ` of the realm ${realm}`}`;
}

function mechanismText(mechanisms: readonly string[]): string {
  if (mechanisms.length === 0) return 'any mechanism';
  return `mechanisms ${mechanisms.map((oid) => mechanismWords[oid] ?? oid).join(' ')}`;
}

/** Where a ticket is kept. */
export function storeText({ folder, unique, mode, owner, group }: StoreSettings): string {
  const words = [
    `a ticket kept in ${folder}`,
    ...(unique ? ['in a file of its own'] : ["in the user's file"]),
    ...(mode === undefined ? [] : [`with the mode ${mode.toString(8)}`]),
    ...(owner === undefined ? [] : [`for the owner ${owner}`]),
    ...(group === undefined ? [] : [`for the group ${group}`]),
  ];
  return words.join(' ');
}
