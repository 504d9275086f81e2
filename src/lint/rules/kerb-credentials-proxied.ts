import { kerbLocation } from '../example.js';
import { valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** Users who are remembered for a connection that many share. */
export const kerbCredentialsProxied = lintRule({
  id: 'kerb-credentials-proxied',
  group: 'opens',
  severity: 'note',
  since: '0.1',
  strict: true,
  summary: 'KrbSaveCredentials is On in a server that a proxy stands in front of.',
  why: 'The mod_auth_kerb of Red Hat and its heirs remembers the user of a connection: behind a proxy that sends requests of many users over one connection they get each other’s identity.',
  remedy: 'Have the proxy use a connection for one user only, or move to mod_auth_gssapi.',
  messages: { shared: 'behind a proxy ({sign}) some builds of mod_auth_kerb mix users up' },
  examples: {
    bad: [
      {
        config: `RemoteIPHeader X-Forwarded-For\n${kerbLocation('/a', 'KrbMethodK5Passwd Off', 'KrbSaveCredentials On')}`,
      },
    ],
    ok: [{ config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'KrbSaveCredentials On') }],
  },
  sources: ['https://modauthkerb.sourceforge.net/configure.html'],
  on: {
    lines: {
      KrbSaveCredentials(line, report, site) {
        const [sign] = [...site.named('RemoteIPHeader'), ...site.named('RemoteIPProxyProtocol')];
        if (!sign || !/^on$/i.test(valuesOf(line)[0] ?? '')) return;
        const related = [{ at: sign, message: 'this tells of a proxy' }];
        report({ message: 'shared', at: line, fill: { sign: sign.name }, related });
      },
    },
  },
});
