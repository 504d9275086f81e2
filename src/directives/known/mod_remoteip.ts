import { addressRange } from '../address.js';
import { canBeHost } from '../host-port.js';
import type { ArgumentCheck, ModuleChecks } from './check.js';
import { at, each, type Judge, unreadable } from './judge.js';

/** An address, a subnet, or the name of a host, which is not looked up. */
const proxy: Judge = (value, name) => {
  const verdict = addressRange(value);
  if (verdict === 'ok') return undefined;
  if (verdict !== 'not-an-address')
    return `RemoteIP: Error parsing IP ${value} (${verdict.problem} error) for ${name}`;
  const slash = value.indexOf('/');
  const unresolved = `RemoteIP: Error parsing IP ${value} (Name or service not known error) for ${name}`;
  if (slash === -1) return canBeHost(value) ? undefined : unresolved;
  return `RemoteIP: Error parsing IP ${value} the subnet ${value.slice(slash)} is invalid for ${name}`;
};

const exceptions: ArgumentCheck = (input, words) => {
  if (words.length === 0) return { problem: `${input.name} requires an argument` };
  for (const [index, value] of words.entries()) {
    const verdict = addressRange(value);
    if (verdict === 'ok') continue;
    const why = verdict === 'not-an-address' ? '' : `: ${verdict.problem}`;
    return at(input, index, `ip address '${value.split('/', 1)[0]}' appears to be invalid${why}`);
  }
  return undefined;
};

/** What mod_remoteip checks of its directives' arguments. */
export const remoteipChecks: ModuleChecks = {
  RemoteIPInternalProxy: each(proxy),
  RemoteIPInternalProxyList: unreadable,
  RemoteIPProxyProtocolExceptions: exceptions,
  RemoteIPTrustedProxy: each(proxy),
  RemoteIPTrustedProxyList: unreadable,
};
