import type { Origin, Origins } from './origin.js';
import type { Regex } from './text.js';

/** One ProxyPass or ProxyPassMatch at server level; `target` absent for the `!` exclusion. */
export interface ProxyPass {
  readonly match:
    | { readonly kind: 'prefix'; readonly prefix: string }
    | { readonly kind: 'regex'; readonly regex: Regex };
  readonly target?: string;
  readonly options: ProxyOptions;
  readonly from: Origin;
}

/** Worker parameters (key=value) that are honoured. Seconds. */
export interface ProxyOptions {
  readonly noCanon?: boolean;
  readonly timeout?: number;
  readonly connectionTimeout?: number;
  readonly disableReuse?: boolean;
  readonly upgrade?: string;
}

export interface ProxyReverse {
  readonly prefix: string;
  readonly target: string;
  readonly from: Origin;
}

export interface ServerProxy {
  readonly passes: readonly ProxyPass[];
  /** Seconds; absent: the server's Timeout. */
  readonly timeout?: number;
  readonly via?: 'On' | 'Off' | 'Full' | 'Block';
  /** Whether requests for other servers are served (ProxyRequests). */
  readonly forward?: boolean;
  /** Ports that CONNECT may name (AllowCONNECT); absent: 443 and 563. */
  readonly connectPorts?: readonly PortRange[];
  /** Parts of names of hosts that are never connected to (ProxyBlock). */
  readonly blocked?: readonly string[];
  /** Put behind hosts without a dot (ProxyDomain); begins with one. */
  readonly domain?: string;
  /** What requests without Max-Forwards are given; negative: none. */
  readonly maxForwards?: number;
}

/** Both ends belong to it; where the first is larger it holds nothing. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

export interface ProxySettings {
  /** ProxyPass inside a Location: the path is the Location's own. */
  readonly pass?: Omit<ProxyPass, 'from'>;
  readonly reverse?: readonly ProxyReverse[];
  readonly cookieDomains?: readonly { readonly internal: string; readonly public: string }[];
  readonly cookiePaths?: readonly { readonly internal: string; readonly public: string }[];
  readonly preserveHost?: boolean;
  readonly addHeaders?: boolean;
  readonly from?: Origins;
}
