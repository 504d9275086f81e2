import { isIP } from 'node:net';
import type { ArgumentInput, ArgumentProblem } from './args.js';
import { parseHostPort } from './host-port.js';

/** Where a server in front asks for decisions, and the addresses of those that may. */
export interface AuthRequestArgument {
  readonly address: string;
  readonly port: number;
  readonly trusted: readonly string[];
}

/** KerbgateAuthRequest: `address:port address...`, all of them numbers: whoever is trusted must not depend on a look-up. */
export function authRequestWords({
  name,
  args,
}: ArgumentInput): { readonly value: AuthRequestArgument } | ArgumentProblem {
  const [where, ...asking] = args.words;
  const { host, port } = (where && parseHostPort(where.value)) || {};
  if (!where || host === undefined || port === undefined || isIP(host) === 0)
    return {
      problem: `${name} takes an address with a port, such as 127.0.0.1:8079, and the addresses that may ask`,
      ...(where && { word: where }),
      hint: 'give the address as a number: whoever reaches this port can ask in the name of any client',
    };
  if (asking.length === 0)
    return {
      problem: `${name} takes the addresses of the servers that may ask`,
      hint: 'write them behind the port, such as 127.0.0.1',
    };
  const wrong = asking.find(({ value }) => isIP(value) === 0);
  if (wrong) return { problem: `${name}: ${wrong.value} is no IP address`, word: wrong };
  return { value: { address: host, port, trusted: asking.map(({ value }) => spelled(value)) } };
}

/** As the system writes the address of a connection: an IPv6 address in its shortest form, in lower case. */
function spelled(address: string): string {
  return isIP(address) === 6
    ? new URL(`http://[${address.replace(/%.*/, '')}]/`).hostname.slice(1, -1)
    : address;
}
