import type { Deviation } from './deviations.js';

/** Where a forward proxy is meant to differ. */
export const forwardProxyDeviations: readonly Deviation[] = [
  {
    id: 'blocked-before-asked',
    apache:
      'the address of a host is asked for before ProxyBlock and AllowCONNECT are looked at: 500 or 502 for unknown ones',
    kerbgate: '403 wherever the name or port is enough to refuse; names are compared in any case of letters',
    why: 'nobody needs to be asked for what is refused anyway',
    covers: ({ fixture, apache, kerbgate }) =>
      fixture.configuration.includes('ProxyRequests On') &&
      (apache?.status === 500 || apache?.status === 502 || apache?.status === 503) &&
      kerbgate.status === 403 &&
      kerbgate.body === 'built-in page: 403 Proxy Error',
  },
  {
    id: 'connect-port-number',
    apache:
      'CONNECT takes the lower 16 bits of a port, and one with a sign or blanks before it: host:65979 leads to port 443',
    kerbgate: '400',
    why: 'what <Proxy> and AllowCONNECT look at must be where the tunnel leads',
    covers: ({ request, kerbgate }) =>
      request.method === 'CONNECT' &&
      kerbgate.status === 400 &&
      Number(/:(\d+)$/.exec(request.target)?.[1] ?? Infinity) > 65_535,
  },
];
