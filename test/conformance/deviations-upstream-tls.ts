import type { Deviation } from './deviations.js';

/** Where TLS to upstreams is meant to differ. */
export const upstreamTlsDeviations: readonly Deviation[] = [
  {
    id: 'upstream-connection-shared',
    apache:
      'a kept connection to an upstream serves all requests for it, also those of servers and <Proxy> sections that ask for more of its certificate than the one it was made for',
    kerbgate: 'connections are shared only under the very same settings of TLS and the same name',
    why: 'an upstream that was not verified must not get requests that are for a verified one',
  },
  {
    id: 'upstream-name-without-host',
    apache:
      'with ProxyPreserveHost On, a request without a Host field goes to an https: upstream whatever names its certificate has',
    kerbgate: 'the host of the URL must be among them',
    why: 'a client must not be able to switch a check off',
    covers: ({ request, apache, kerbgate }) =>
      request.raw !== undefined &&
      !/^host:/im.test(request.raw) &&
      apache?.status === 200 &&
      kerbgate.status === 500,
  },
  {
    id: 'upstream-names-authorities',
    apache:
      'the certificate of this machine is not shown to upstreams that name authorities with none of its own among them',
    kerbgate: 'the one that is configured is shown to each upstream that asks for one',
    why: 'node:tls does not tell what an upstream names; whether a certificate of another authority counts is for the upstream to judge',
    covers: ({ request, apache, kerbgate }) =>
      request.target.startsWith('/stranger-machine/') &&
      apache?.status === kerbgate.status &&
      apache.body === kerbgate.body.replace('"client": "Stranger"', '"client": null'),
  },
  {
    id: 'upstream-asks-later',
    apache: 'an upstream may ask for the certificate of this machine, or negotiate anew, at any time',
    kerbgate: 'it may ask when the connection begins; one that asks later gets no further answer',
    why: 'node:tls cannot be asked later; nothing is sent that Apache would not send',
  },
];
