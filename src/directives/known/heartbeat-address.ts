import { isIPv6 } from 'node:net';
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

/** As apr_parse_addr_port: a port is digits at the end, alone or behind a colon. */
function flawOf(value: string): keyof AddressWords | undefined {
  const [, host = '', digits] = /^(?:([\s\S]*):)?(\d+)$/.exec(value) ?? [];
  if (digits !== undefined && (Number(digits) < 1 || Number(digits) > 65_535)) return 'unparsable';
  if (digits !== undefined && !value.includes(':')) return 'noHost';
  const name = digits === undefined ? value : host;
  if (name === '') return 'unparsable';
  if (name.startsWith('[')) return bracketedFlaw(name) ?? (digits === undefined ? 'noPort' : 'unresolved');
  if (digits === undefined) return 'noPort';
  return isName(name) ? undefined : 'unresolved';
}

function bracketedFlaw(name: string): 'unparsable' | undefined {
  const address = /^\[([^\]]*)\]$/.exec(name)?.[1]?.replace(/%.+$/s, '');
  return address !== undefined && isIPv6(address) ? undefined : 'unparsable';
}

/** One to four numbers as the system reads addresses, or what may be the name of a host. */
function isName(host: string): boolean {
  if (!/^[\d.]+$/.test(host)) return /^[\w.-]+$/.test(host);
  const numbers = host.split('.');
  const last = numbers.pop()!;
  return (
    /^\d+$/.test(last) &&
    Number(last) < 256 ** (4 - numbers.length) &&
    numbers.every((each) => /^\d+$/.test(each) && Number(each) < 256)
  );
}
