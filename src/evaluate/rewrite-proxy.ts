import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { encodedPath } from './mod_proxy.js';
import { hasControls } from './rewrite-url.js';

/** Hands the request to the upstream that a rule names (P); `raw` URLs are sent as they are. */
export function proxyRewritten(exchange: Exchange, name: string, raw: boolean): Status {
  const { program, recorder, query } = exchange;
  if (!program.loads.mod_proxy) {
    const message = `attempt to make remote request from mod_rewrite without proxy enabled: ${name}`;
    recorder.log('error', 'AH00669', message);
    return 403;
  }
  const url = name.slice('proxy:'.length);
  const [, scheme = '', authority = '', rest = ''] = /^(https?|wss?):\/\/([^/]*)\/?(.*)$/is.exec(url) ?? [];
  if (scheme === '') {
    recorder.log('warn', 'AH01144', `No protocol handler was valid for the URL ${exchange.uri}`);
    return 500;
  }
  if (!isAuthority(authority)) {
    recorder.log('error', 'AH01083', `error parsing URL ${url}`);
    return 400;
  }
  const path = raw || exchange.throughProxy ? rest : encodedPath(rest, exchange);
  if ((raw && hasControls(rest)) || (query !== undefined && hasControls(query))) {
    recorder.log('error', 'AH10415', 'To be forwarded URL contains control characters or spaces');
    return 403;
  }
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const target = `${scheme.toLowerCase()}://${host}/${path}${query === undefined ? '' : `?${query}`}`;
  exchange.filename = undefined;
  exchange.proxy = { target, name: url, options: {} };
  exchange.handler = 'proxy-server';
  return ok;
}

function isAuthority(text: string): boolean {
  const found = /^(?:[^@]*@)?(?:[^:@[\]\s]+|\[[0-9A-Fa-f:.]+\])(?::(\d*))?$/.exec(text);
  return found !== null && Number(found[1] ?? 0) <= 65_535;
}
