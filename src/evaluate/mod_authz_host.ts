import { type AddressRange, addressRange, isInRange, parseAddress } from '../ruleset/address.js';
import type { Requirement } from '../ruleset/mod_authz_core.js';
import { type Authorization, logLine, lookedUp, type RequirementTest, waitFor } from './authz.js';
import {
  confirmedHost,
  isSame,
  knownName,
  lookUpRemoteHost,
  rememberName,
  remoteAddress,
} from './remote-host.js';
import { wordsOf } from './word-list.js';

/** `Require ip range …`. */
export const testIp: RequirementTest<'ip'> = ({ ranges }, { exchange }) => {
  const address = remoteAddress(exchange.connection);
  if (!address) return 'denied';
  for (const range of rangesOf(ranges)) if (isInRange(range, address)) return 'granted';
  return 'denied';
};

const known = new WeakMap<readonly string[], readonly AddressRange[]>();

/** The ranges of one list, read once. */
function rangesOf(texts: readonly string[]): readonly AddressRange[] {
  const kept = known.get(texts);
  if (kept) return kept;
  const read = texts.map(addressRange).filter((range) => range !== undefined);
  known.set(texts, read);
  return read;
}

const loopback4 = addressRange('127.0.0.0/8')!;
const loopback6 = addressRange('::1')!;

/** `Require local`: loopback, or the server's own address. */
export const testLocal: RequirementTest<'local'> = (_requirement, { exchange: { connection } }) => {
  const address = remoteAddress(connection);
  if (!address) return 'denied';
  const local =
    isInRange(loopback4, address) ||
    isInRange(loopback6, address) ||
    isSame(address, parseAddress(connection.localAddress));
  return local ? 'granted' : 'denied';
};

/** `Require host name …`: the client's name, confirmed by double reverse look-up, is one of these or in their domain. */
export const testHost: RequirementTest<'host'> = ({ names }, authorization) => {
  const { connection, uri } = authorization.exchange;
  const host = confirmedHost(connection) ?? confirmHost(authorization);
  if (host === undefined) return 'error';
  if (host === '') {
    const written = typeof names === 'string' ? names : 'an expression';
    const message = `access check of '${written}' to ${uri} failed, reason: unable to get the remote host name`;
    logLine(authorization, 'error', 'AH01753', message);
    return 'denied';
  }
  const words = namesOf(names, authorization, 'AH02593', 'host');
  return words.some((name) => isInDomain(name, host)) ? 'granted' : 'denied';
};

/** Asks for the client's name, which the connection knows from here on. */
function confirmHost(authorization: Authorization): string | undefined {
  const { exchange } = authorization;
  const found = lookedUp(authorization, 'client', function* () {
    yield* lookUpRemoteHost(exchange);
    return { known: knownName(exchange.connection) };
  });
  if (!found) return undefined;
  rememberName(exchange.connection, found.known);
  return confirmedHost(exchange.connection);
}

/** `Require forward-dns name …`: the client's address is one of theirs. */
export const testForwardDns: RequirementTest<'forward-dns'> = ({ names }, authorization) => {
  for (const name of namesOf(names, authorization, 'AH03354', 'forward-dns')) {
    const addresses = authorization.addresses.get(name);
    if (!addresses) return waitFor(authorization, { of: 'name', name });
    if (addresses.length === 0) logLine(authorization, 'warn', 'AH03356', `No sockaddr info for "${name}"`);
    if (isOneOf(addresses, authorization)) return 'granted';
  }
  return 'denied';
};

function isOneOf(addresses: readonly string[], { exchange }: Authorization): boolean {
  const remote = remoteAddress(exchange.connection);
  return addresses.some((address) => isSame(parseAddress(address), remote));
}

/** The names asked for; what begins at a `#` is no name. */
function namesOf(
  names: (Requirement & { provider: 'host' })['names'],
  authorization: Authorization,
  code: string,
  provider: string,
): readonly string[] {
  const words = wordsOf(names, authorization.exchange);
  if ('problem' in words) {
    const message = `authz_host authorize: require ${provider}: Can't evaluate require expression: ${words.problem}`;
    logLine(authorization, 'error', code, message);
    return [];
  }
  const comment = words.findIndex((word) => word.includes('#'));
  if (comment === -1) return words;
  const last = words[comment]!.slice(0, words[comment]!.indexOf('#'));
  return last === '' ? words.slice(0, comment) : [...words.slice(0, comment), last];
}

/** Whether a host is the domain or lies in it: whole labels count, in either case. */
export function isInDomain(domain: string, host: string): boolean {
  const start = host.length - domain.length;
  if (start < 0 || host.slice(start).toLowerCase() !== domain.toLowerCase()) return false;
  return start === 0 || domain.startsWith('.') || host[start - 1] === '.';
}
