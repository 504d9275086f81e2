import { iterate } from './args.js';
import { apacheModule, directive, full } from './define.js';
import { longNumber } from './known/numbers.js';

/** mod_proxy_connect: CONNECT, which makes a tunnel to another server. */
export const modProxyConnect = apacheModule({
  name: 'mod_proxy_connect',
  identifier: 'proxy_connect_module',
  sections: 'merge',
  directives: {
    AllowCONNECT: directive({
      summary: 'Ports that tunnels may lead to, or ranges of them.',
      in: ['server'],
      args: iterate('A list of ports or port ranges which CONNECT may connect to', portRange),
      repeat: 'add',
      default: '443 563',
      support: full,
      example: 'AllowCONNECT 443 8000-8099',
    }),
  },
});

function portRange(value: string) {
  if (!/^\d/.test(value)) return { problem: 'AllowCONNECT: port numbers must be numeric' };
  const first = longNumber(value);
  const last = first.rest.startsWith('-') ? first.rest.slice(1) : undefined;
  if (last === undefined && first.rest === '') return { value: range(first.value, first.value) };
  const end = last === undefined || last === '' ? undefined : longNumber(last);
  if (end?.rest === '') return { value: range(first.value, end.value) };
  return { problem: `Cannot parse '${last ?? value}' as port number` };
}

/** Of larger numbers the lower 32 bits count. */
function range(first: bigint, last: bigint) {
  return { first: Number(BigInt.asIntN(32, first)), last: Number(BigInt.asIntN(32, last)) };
}
