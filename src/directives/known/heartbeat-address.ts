import { canBeHost, parseHostPort } from '../host-port.js';
import type { ArgumentCheck } from './check.js';
import { earlier } from './earlier.js';
import { at } from './judge.js';

/** httpd's words for what can be wrong with the address, without the directive's name. */
export interface AddressWords {
  readonly unparsable: string;
  readonly noHost: string;
  readonly noPort: string;
  readonly unresolved: string;
}

/** An address of IPv4 with a port, given once for the whole server. Names of hosts are not looked up. */
export function addressOnce(words: AddressWords): ArgumentCheck {
  const given = earlier(() => ({ before: false }));
  return (input, [value = '']) => {
    const { name, machine } = input;
    const so = given(machine);
    if (so.before) return { problem: `${name}: May only be specified once.` };
    so.before = true;
    const flaw = flawOf(value);
    return flaw === undefined ? undefined : at(input, 0, `${name}: ${words[flaw]}`);
  };
}

function flawOf(value: string): keyof AddressWords | undefined {
  const parsed = parseHostPort(value);
  if (!parsed) return 'unparsable';
  if (parsed.host === undefined) return 'noHost';
  if (parsed.port === undefined) return 'noPort';
  return canBeHost(parsed.host) ? undefined : 'unresolved';
}
