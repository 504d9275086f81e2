import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** A login for a connection that many users share. */
export const connectionboundProxied = lintRule({
  id: 'connectionbound-proxied',
  group: 'opens',
  severity: 'warning',
  since: '0.1',
  summary: 'A login counts for its connection, in a server that a proxy stands in front of.',
  why: 'With GssapiConnectionBound the next request on a connection is let in as its first user. A proxy or load balancer sends requests of many users over one connection: they get each other’s identity.',
  remedy: 'Switch GssapiConnectionBound off, or use sessions.',
  messages: {
    shared: 'behind a proxy ({sign}) connections are shared: GssapiConnectionBound mixes users up at {place}',
  },
  examples: {
    bad: [{ config: `RemoteIPHeader X-Forwarded-For\n${gssapiLocation('/a', 'GssapiConnectionBound On')}` }],
    ok: [{ config: gssapiLocation('/a', 'GssapiConnectionBound On') }],
  },
  sources: [
    'https://github.com/gssapi/mod_auth_gssapi#gssapiconnectionbound',
    'https://github.com/gssapi/mod_auth_gssapi/issues/50',
  ],
  on: {
    named: {
      names: ['GssapiConnectionBound'],
      line(line, report, site) {
        const [sign] = [...site.named('RemoteIPHeader'), ...site.named('RemoteIPProxyProtocol')];
        if (!sign || !/^on$/i.test(line.at.args.words[0]?.value ?? '')) return;
        const place = line.around.at(-1)?.at.args.raw ?? 'this place';
        report({
          message: 'shared',
          at: line,
          fill: { sign: sign.name, place },
          related: [{ at: sign, message: 'this tells of a proxy' }],
        });
      },
    },
  },
});
