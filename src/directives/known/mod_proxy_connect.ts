import type { ModuleChecks } from './check.js';
import { each } from './judge.js';
import { longNumber } from './numbers.js';

/** What mod_proxy_connect checks of its directives' arguments: ports and ranges of them. */
export const proxyConnectChecks: ModuleChecks = {
  AllowCONNECT: each((value) => {
    if (!/^\d/.test(value)) return 'AllowCONNECT: port numbers must be numeric';
    const { rest } = longNumber(value);
    const last = rest.startsWith('-') ? rest.slice(1) : undefined;
    if (last === undefined ? rest === '' : last !== '' && longNumber(last).rest === '') return undefined;
    return `Cannot parse '${last ?? value}' as port number`;
  }),
};
