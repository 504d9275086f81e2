import { setArguments } from '../../syntax/edit-change.js';
import { kerbLocation } from '../example.js';
import { valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** Any is compared with its case. */
export const krbServiceAnyCase = lintRule({
  id: 'krb-service-any-case',
  group: 'kerberos-setup',
  severity: 'error',
  since: '0.1',
  summary: 'KrbServiceName any, in lower case, is a service of that name.',
  why: 'mod_auth_kerb compares "Any" with its case: anything else is the name of a service, for which the keytab has no key.',
  remedy: 'Write Any.',
  messages: { named: '"{word}" is taken for a service of that name: write Any' },
  examples: {
    bad: [{ config: kerbLocation('/a', 'KrbServiceName any') }],
    ok: [{ config: kerbLocation('/a', 'KrbServiceName Any') }],
  },
  fixes: { named: { safety: 'unsafe', title: 'write Any', edit: (line) => setArguments(line.at, ['Any']) } },
  sources: ['https://modauthkerb.sourceforge.net/configure.html'],
  on: {
    lines: {
      KrbServiceName(line, report) {
        const [word = ''] = valuesOf(line);
        if (/^any$/i.test(word) && word !== 'Any') report({ message: 'named', at: line, fill: { word } });
      },
    },
  },
});
