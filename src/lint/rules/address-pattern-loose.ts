import type { EnvironmentTest } from '../../ruleset/mod_setenvif.js';
import { location } from '../example.js';
import { strangeAddress, strangeHost } from '../loose-pattern.js';
import { environmentTests, isLoginAsked, openingVariables } from '../opening-variables.js';
import { lintRule } from '../rule.js';

/** A pattern for one address that fits others. */
export const addressPatternLoose = lintRule({
  id: 'address-pattern-loose',
  group: 'opens',
  severity: 'warning',
  since: '0.1',
  summary: 'A pattern that lets an address or a host in fits others, too.',
  why: 'SetEnvIf takes a pattern, not an address: without ^ and $ it fits anywhere in the text, and a dot stands for any character. Names of hosts come from whoever runs the name service of the client’s address.',
  remedy:
    'Write "Require ip" or "Require host", or begin the pattern with ^, end it with $ and write \\. for dots.',
  messages: {
    address: '{pattern} fits {address}, too: from there {target} needs no login',
    host: '{pattern} fits {host}, too: a client of that name needs no login at {place}',
  },
  examples: {
    bad: [
      { config: allowed('Remote_Addr "10\\.1\\.2\\.3"') },
      { config: allowed('Remote_Addr "^10\\.1"') },
      { config: allowed('Remote_Addr "^10.1.2"') },
      { config: allowed('Remote_Host "\\.example\\.com"') },
    ],
    ok: [
      { config: allowed('Remote_Addr "^10\\.1\\.2\\.3$"') },
      { config: allowed('Remote_Addr "^10\\.1\\."') },
      { config: allowed('Remote_Addr "^10\\.1\\.2\\.[0-9]+$"') },
      { config: allowed('Remote_Host "\\.example\\.com$"') },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_setenvif.html#setenvif'],
  on: {
    place(place, report, site) {
      if (!isLoginAsked(place)) return;
      for (const { name } of openingVariables(place, site)) {
        for (const test of environmentTests(place).filter((each) => sets(each, name))) {
          const at = site.lineAt(test.from);
          if (!at || test.test.kind !== 'attribute') continue;
          const { attribute, regex } = test.test;
          const pattern = regex.pattern;
          const address = attribute === 'Remote_Addr' ? strangeAddress(regex) : undefined;
          const host = attribute === 'Remote_Host' ? strangeHost(regex) : undefined;
          const proof =
            address === undefined ? undefined : place.prove({ kind: 'open' }, { remoteAddress: address });
          if (address !== undefined && proof)
            report({ message: 'address', at, fill: { pattern, address, target: place.target! }, proof });
          if (host !== undefined)
            report({ message: 'host', at, fill: { pattern, host, place: place.title } });
        }
      }
    },
  },
});

const sets = ({ variables }: EnvironmentTest, name: string): boolean =>
  variables.some((each) => each.name === name && each.value !== null);

function allowed(test: string): string {
  return `SetEnvIf ${test} inside\n${location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require env inside', 'Require valid-user')}`;
}
