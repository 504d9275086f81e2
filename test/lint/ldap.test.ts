import { expect, test } from '@jest/globals';
import { ldapInClear } from '../../src/lint/rules/ldap-in-clear.js';
import { siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';
import { findingsIn } from './lint-text.js';

const messages = (text: string): readonly string[] =>
  findingsIn(siteOf(loadSnippet(`Listen 80\n${text}`, { path: 'ldap.conf' })), [ldapInClear]).map(
    ({ message }) => message,
  );

const basic = (provider: string, ...lines: readonly string[]): string =>
  `<Location /a>\nAuthType Basic\nAuthName a\nAuthBasicProvider ${provider}\n${lines.join('\n')}\nRequire valid-user\n</Location>\n`;
const alias = (url: string): string =>
  `<AuthnProviderAlias ldap staff>\nAuthLDAPURL ${url}\n</AuthnProviderAlias>\n`;
const told = ['passwords of users at /a go to far.test without TLS'];

test('the directory of an alias counts where the alias is asked', () => {
  expect(messages(`${alias('ldap://far.test/dc=a?uid')}${basic('staff')}`)).toEqual(told);
  expect(messages(`${alias('ldaps://far.test/dc=a?uid')}${basic('staff')}`)).toEqual([]);
  expect(messages(`${alias('ldap://far.test/dc=a?uid')}${basic('file')}`)).toEqual([]);
});

test('any host of a URL that is not this machine counts', () => {
  expect(messages(basic('ldap', 'AuthLDAPURL "ldap://localhost far.test/dc=a?uid"'))).toEqual(told);
  expect(messages(basic('ldap', 'AuthLDAPURL "ldap://localhost [::1] 127.0.0.2/dc=a?uid"'))).toEqual([]);
  expect(messages(basic('ldap', 'AuthLDAPURL ldap:///dc=a?uid'))).toEqual([]);
});

test('a URL that says how it is protected is believed, whatever counts for the server', () => {
  expect(
    messages(`LDAPTrustedMode SSL\n${basic('ldap', 'AuthLDAPURL ldap://far.test/dc=a?uid NONE')}`),
  ).toEqual(told);
  expect(messages(basic('ldap', 'AuthLDAPURL ldap://far.test/dc=a?uid TLS'))).toEqual([]);
});
