import { expect, test } from '@jest/globals';
import { lintRules } from '../../src/lint/rules/index.js';
import { siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';
import { findingsIn } from './lint-text.js';

// Of all that a finding could name, people get what leads them to the line.

const messages = (id: string, text: string): readonly string[] =>
  findingsIn(
    siteOf(loadSnippet(text, { path: 'telling.conf' })),
    lintRules.filter((rule) => rule.id === id),
  ).map(({ message }) => message);

const realms = ['AuthType Kerberos', 'AuthName a', 'KrbMethodK5Passwd Off', 'KrbAuthRealms EXAMPLE.COM'];
const protectedBy = (path: string): string =>
  `<Location ${path}>\n${realms.join('\n')}\nRequire valid-user\n</Location>\n`;

test('a path is told that the section of the line decides alone', () => {
  const inner = '<Location /a/b>\nSetHandler none\n</Location>\n';
  for (const text of [`${inner}${protectedBy('/a')}`, `${protectedBy('/a')}${inner}`])
    expect(messages('authrealms-and-tickets', text)).toEqual([
      'users of other realms than EXAMPLE.COM come in at /a with a ticket',
    ]);
});

test('lines that stand without their section are not said to stand in one', () => {
  const bare = 'AuthType GSSAPI\nAuthName a\nGssapiBasicAuthMech krb5\nRequire valid-user\n';
  expect(messages('basicmech-without-basic', bare)).toEqual([
    'GssapiBasicAuthMech has no effect: GssapiBasicAuth is Off at the section of these lines',
  ]);
});
