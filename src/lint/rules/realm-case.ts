import { kerbLocation, location } from '../example.js';
import { type Line, valuesOf, wordSpan } from '../line.js';
import { lintRule, type Report } from '../rule.js';
import { oncePerSite } from '../site.js';

/** Realms are in upper case. */
export const realmCase = lintRule({
  id: 'realm-case',
  group: 'breaks-site',
  severity: 'warning',
  since: '0.1',
  summary: 'A realm is written in lower case.',
  why: 'Realms are compared with their case, and nearly all are in upper case: example.com is a DNS domain, EXAMPLE.COM its realm. A name in the wrong case fits no ticket.',
  remedy: 'Write the realm as klist shows it, in upper case as a rule.',
  messages: { lower: '{realm} is compared with its case: is the realm not {upper}?' },
  examples: {
    bad: [
      { config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'KrbAuthRealms example.com') },
      { config: location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require user alice@example.com') },
    ],
    ok: [
      { config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'KrbAuthRealms EXAMPLE.COM example.com') },
      { config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'KrbAuthRealms EXAMPLE.COM') },
      { config: location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require user alice@EXAMPLE.COM') },
      {
        config: location(
          '/a',
          'AuthType Basic',
          'AuthName a',
          'AuthUserFile /etc/users',
          'Require user alice@example.com',
        ),
      },
    ],
  },
  sources: ['https://web.mit.edu/kerberos/krb5-latest/doc/admin/realm_config.html#realm-name'],
  on: {
    lines: {
      KrbAuthRealms(line, report) {
        valuesOf(line).forEach((realm, at) => {
          tell(realm, line, at, report);
        });
      },
      Require(line, report, site) {
        const words = valuesOf(line);
        if (words[0]?.toLowerCase() !== 'user' || !asksForTickets(site)) return;
        words.forEach((word, at) => {
          const realm = /^[^@#]+@([^@]+)$/.exec(word)?.[1];
          if (at > 0 && realm !== undefined) tell(realm, line, at, report);
        });
      },
    },
  },
});

type Messages = { readonly lower: '{realm} is compared with its case: is the realm not {upper}?' };

function tell(realm: string, line: Line, at: number, report: Report<Messages>): void {
  const upper = realm.toUpperCase();
  const isBeside = valuesOf(line).some((value) => value.endsWith(upper));
  if (!/^[\w-]+(?:\.[\w-]+)+$/.test(realm) || upper === realm || isBeside) return;
  report({ message: 'lower', at: wordSpan(line, at), fill: { realm, upper } });
}

/** Names like mail addresses are usual for users of files. */
const asksForTickets = oncePerSite(({ named }) => {
  const types = named('AuthType');
  return (
    types.length > 0 && types.every((line) => /^(?:gssapi|kerberos|none)/i.test(valuesOf(line)[0] ?? ''))
  );
});
