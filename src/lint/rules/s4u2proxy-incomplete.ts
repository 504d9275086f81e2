import { modAuthGssapi } from '../../directives/mod_auth_gssapi.js';
import { nearest } from '../../directives/nearest.js';
import { gssapiLocation } from '../example.js';
import { rawOf, roomLines } from '../line.js';
import { lintRule } from '../rule.js';

/** Constrained delegation wants four lines. */
export const s4u2proxyIncomplete = lintRule({
  id: 's4u2proxy-incomplete',
  group: 'kerberos-setup',
  severity: 'warning',
  since: '0.1',
  judges: 'absence',
  summary: 'GssapiUseS4U2Proxy is On, and what it needs is not all there.',
  why: 'Tickets in the name of users want a folder to put them in: without it none are fetched, and applications find no ticket. The service needs its own ticket for it, too: a key or cache for that which is not named is that of the library, for the user httpd runs as, and often not there. The error log alone tells.',
  remedy: 'Add GssapiDelegCcacheDir, and GssapiCredStore lines for keytab, client_keytab and ccache.',
  messages: {
    lacks: 'no tickets in the name of users at {place}: {lacking} missing',
    misspelt:
      'no tickets in the name of users: GssapiDelegCcacheDir is missing, and {name}, which stands for it, is no directive',
    defaults: 'tickets in the name of users at {place} hang on defaults of the library: {lacking} missing',
  },
  examples: {
    bad: [
      { config: gssapiLocation('/a', 'GssapiUseS4U2Proxy On', 'GssapiCredStore keytab:/etc/a.keytab') },
      {
        config: gssapiLocation(
          '/a',
          'GssapiUseS4U2Proxy On',
          'GssapiCredStore keytab:/etc/a.keytab client_keytab:/etc/a.keytab',
          'GssapiDelegCcacheDir /run/a/users',
        ),
      },
      {
        config: gssapiLocation(
          '/a',
          'GssapiUseS4U2Proxy On',
          'GssapiCredStore keytab:/etc/a.keytab client_keytab:/etc/a.keytab ccache:FILE:/run/a/ccache',
          'GssapiDelegCcache /run/a/users',
        ),
        also: ['not-accepted'],
      },
    ],
    ok: [
      {
        config: gssapiLocation(
          '/a',
          'GssapiUseS4U2Proxy On',
          'GssapiCredStore keytab:/etc/a.keytab client_keytab:/etc/a.keytab ccache:FILE:/run/a/ccache',
          'GssapiDelegCcacheDir /run/a/users',
        ),
      },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/230'],
  on: {
    lines: {
      // Where a line is not understood, what is in force is not judged.
      GssapiUseS4U2Proxy(line, report) {
        const lines = roomLines(line);
        if (!/^on$/i.test(rawOf(line)) || lines.some(({ name }) => name === 'GssapiDelegCcacheDir')) return;
        const wrong = lines.find(
          ({ at, bound }) => !bound && nearest(at.name, names)[0] === 'GssapiDelegCcacheDir',
        );
        if (wrong)
          report({
            message: 'misspelt',
            at: line,
            fill: { name: wrong.at.name },
            related: [{ at: wrong, message: 'GssapiDelegCcacheDir is meant' }],
          });
      },
    },
    place(place, report, site) {
      const { useS4u2Proxy, delegCcacheDir, credentialStore } = place.settings.mod_auth_gssapi ?? {};
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiUseS4U2Proxy'));
      if (!useS4u2Proxy || !at) return;
      // Without any store the keys are those of the library, or of gssproxy.
      const keys = ['keytab', 'client_keytab', 'ccache'].filter(
        (key) => credentialStore && credentialStore[key] === undefined,
      );
      const lacking = [
        ...(delegCcacheDir === undefined ? ['GssapiDelegCcacheDir'] : []),
        ...keys.map((key) => `GssapiCredStore ${key}:…`),
      ];
      if (lacking.length === 0) return;
      const message = delegCcacheDir === undefined ? 'lacks' : 'defaults';
      const verb = `${lacking.join(', ')} ${lacking.length === 1 ? 'is' : 'are'}`;
      report({ message, at, fill: { place: place.title, lacking: verb } });
    },
  },
});

const names = Object.keys(modAuthGssapi.directives);
