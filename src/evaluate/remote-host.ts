import { type Address, parseAddress } from '../ruleset/address.js';
import type { ConnectionFacts } from './facts.js';
import { ask, type Evaluation } from './need.js';

const addresses = new WeakMap<ConnectionFacts, { readonly remote: Address | undefined }>();
const memoryKey = 'mod_authz_host.remote-host';

/** The client's address, parsed once a connection. */
export function remoteAddress(connection: ConnectionFacts): Address | undefined {
  const known = addresses.get(connection);
  if (known) return known.remote;
  const remote = parseAddress(connection.remoteAddress);
  addresses.set(connection, { remote });
  return remote;
}

/** The client's host name where it was looked up before: empty when it has none, `undefined` before any look-up. */
export function remoteHost(connection: ConnectionFacts): string | undefined {
  const known = connection.memory.get(memoryKey);
  return typeof known === 'string' ? known : undefined;
}

/**
 * The client's host name in lower case by double reverse look-up: the name must resolve back to the address. Empty when there
 * is none. Looked up once a connection.
 */
export function* lookUpRemoteHost(connection: ConnectionFacts): Evaluation<string> {
  const known = remoteHost(connection);
  if (known !== undefined) return known;
  const name = yield* confirmedName(connection);
  connection.memory.set(memoryKey, name);
  return name;
}

function* confirmedName(connection: ConnectionFacts): Evaluation<string> {
  const [name] = yield* ask({ need: 'resolve', direction: 'name', of: connection.remoteAddress });
  const remote = remoteAddress(connection);
  if (name === undefined || name === '' || !remote) return '';
  const forward = yield* ask({ need: 'resolve', direction: 'addresses', of: name });
  return forward.some((address) => isSame(parseAddress(address), remote)) ? name.toLowerCase() : '';
}

/** Whether two addresses are the same; an unreadable one is the same as none. */
export function isSame(one: Address | undefined, other: Address | undefined): boolean {
  if (!one || !other || one.length !== other.length) return false;
  return one.every((byte, at) => byte === other[at]);
}
