import { type Address, parseAddress } from '../ruleset/address.js';
import type { Exchange } from './exchange.js';
import type { ConnectionFacts } from './facts.js';
import { ask, type Evaluation } from './need.js';

const addresses = new WeakMap<ConnectionFacts, { readonly remote: Address | undefined }>();
const memoryKey = 'remote-host';
const fetchedKey = 'remote-host.fetched';

/** What is known of a client's name. */
export interface KnownName {
  /** In lower case; empty when there is none. */
  readonly name: string;
  /** Whether the name resolves back to the address; `undefined` before anybody asked. */
  readonly confirmed: boolean | undefined;
}

/** The client's address, parsed once a connection. */
export function remoteAddress(connection: ConnectionFacts): Address | undefined {
  const known = addresses.get(connection);
  if (known) return known.remote;
  const remote = parseAddress(connection.remoteAddress);
  addresses.set(connection, { remote });
  return remote;
}

/** What has been found out of the client's name on this connection; `undefined` before anybody asked. */
export const knownName = ({ memory }: ConnectionFacts): KnownName | undefined =>
  memory.get(memoryKey) as KnownName | undefined;

/** Sets what is known of the client's name, or forgets it. */
export function rememberName({ memory }: ConnectionFacts, known: KnownName | undefined): void {
  if (known) memory.set(memoryKey, known);
  else memory.delete(memoryKey);
}

type Asking = Pick<Exchange, 'connection' | 'settings'>;

const lookUpsOf = ({ settings }: Asking): 'On' | 'Off' | 'Double' => settings.core?.hostnameLookups ?? 'Off';

/**
 * The client's name where it was asked for before, confirmed or not, or where HostnameLookups lets it be asked for now: empty when
 * there is none, `undefined` when it may not be asked for.
 */
export function remoteHost(asking: Asking): string | undefined {
  const { connection } = asking;
  const known = knownName(connection);
  if (known) return known.name;
  const lookUps = lookUpsOf(asking);
  const fetched = connection.memory.get(fetchedKey) as KnownName | undefined;
  if (lookUps === 'Off' || !fetched) return undefined;
  const name = lookUps === 'Double' && !fetched.confirmed ? '' : fetched.name;
  connection.memory.set(memoryKey, { ...fetched, name });
  return name;
}

/** The client's name as access may rest on it: empty when it has none that leads back to it, `undefined` before that was asked. */
export function confirmedHost(connection: ConnectionFacts): string | undefined {
  const known = knownName(connection);
  if (known?.confirmed === undefined) return undefined;
  return known.confirmed ? known.name : '';
}

/**
 * Has the name ready for servers with HostnameLookups: what asks for it later cannot wait. Nobody knows it before it is asked for:
 * places without HostnameLookups go by the address, as in httpd.
 */
export function* fetchName({ connection }: Asking): Evaluation<void> {
  if (connection.memory.has(fetchedKey)) return;
  const name = yield* nameOf(connection);
  connection.memory.set(fetchedKey, { name, confirmed: yield* leadsBack(connection, name) });
}

/**
 * The client's host name in lower case by double reverse look-up: the name must resolve back to the address. Empty when there
 * is none. Looked up once a connection.
 */
export function* lookUpRemoteHost(asking: Asking): Evaluation<string> {
  const { connection } = asking;
  const known = remoteHost(asking);
  const name = known ?? (yield* nameOf(connection));
  const confirmed = knownName(connection)?.confirmed ?? (yield* leadsBack(connection, name));
  const dropped = known === undefined && !confirmed && lookUpsOf(asking) === 'Double';
  connection.memory.set(memoryKey, { name: dropped ? '' : name, confirmed });
  return confirmed ? name : '';
}

function* nameOf({ remoteAddress: of }: ConnectionFacts): Evaluation<string> {
  const [name = ''] = yield* ask({ need: 'resolve', direction: 'name', of });
  return name.toLowerCase();
}

function* leadsBack(connection: ConnectionFacts, name: string): Evaluation<boolean> {
  const remote = remoteAddress(connection);
  if (name === '' || !remote) return false;
  const forward = yield* ask({ need: 'resolve', direction: 'addresses', of: name });
  return forward.some((address) => isSame(parseAddress(address), remote));
}

/** Whether two addresses are the same; an unreadable one is the same as none. */
export function isSame(one: Address | undefined, other: Address | undefined): boolean {
  if (!one || !other || one.length !== other.length) return false;
  return one.every((byte, at) => byte === other[at]);
}
