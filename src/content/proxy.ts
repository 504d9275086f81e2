import { isIP } from 'node:net';
import { forward } from './forwarding.js';
import type { Handler, HandlerExchange, HandlerResult, ProxyContent } from './handler.js';
import { plainOrigin } from './secure-origin.js';
import { Upstreams } from './upstreams.js';

/**
 * Serves requests from an upstream HTTP/1.1 server over kept connections, as mod_proxy_http does; a connection that
 * fails is 503, a name that does not resolve 500, no or a bad head 502, anything after the head breaks the client's
 * connection. undici's dispatch with raw header sections does 33k requests/s through two workers where http-proxy-3
 * does 17k and node:http 22k (test/bench/proxy-clients.ts), so it is used here, and http-proxy-3 only for upgrades.
 * Differences from httpd: Expect is answered here instead of by the upstream, an unasked 100 and HTTP/0.9 are 502.
 */
export function createProxyHandler(upstreams: Upstreams = new Upstreams()): Handler<ProxyContent> {
  return (exchange, content) => {
    // What would end up between the words of the request line (AH10415).
    if (/[^\x21-\xff]/.test(content.target)) {
      exchange.log('error', 'To be forwarded path contains control characters or spaces');
      return { kind: 'error', status: 403 };
    }
    if (isDottedAddress(content.origin)) return unknownHost(exchange, content);
    return content.through
      ? forwardThrough(exchange, content, upstreams)
      : forward(exchange, content, upstreams);
  };
}

/** Whether the host is an address but for a dot behind it: URLs take it for that address, while nothing else does that looks at hosts. */
const isDottedAddress = (origin: string): boolean =>
  /\.(?::\d*)?$/.test(origin) && isIP(hostIn(plainOrigin(origin)) ?? '') !== 0;

function unknownHost({ log }: HandlerExchange, { origin }: ProxyContent): HandlerResult {
  log('error', `DNS lookup failure for: ${origin}`);
  return { kind: 'error', status: 500, reason: 'Proxy Error' };
}

/** Addresses are connected to without being asked for, so that blocked ones are looked for here. */
async function forwardThrough(
  exchange: HandlerExchange,
  content: ProxyContent,
  upstreams: Upstreams,
): Promise<HandlerResult> {
  const host = hostIn(plainOrigin(content.origin));
  if (host === undefined) return unknownHost(exchange, content);
  try {
    if (isIP(host) !== 0) await content.through?.of(host);
  } catch (error) {
    exchange.log('error', `connect to remote machine ${host} blocked: ${(error as Error).message}`);
    return { kind: 'error', status: 403, reason: 'Proxy Error' };
  }
  return forward(exchange, content, upstreams);
}

/** The host as undici reads it; a name that no URL can have has no address either. */
function hostIn(origin: string): string | undefined {
  try {
    return new URL(origin).hostname.replace(/^\[(.*)\]$/, '$1');
  } catch {
    return undefined;
  }
}
