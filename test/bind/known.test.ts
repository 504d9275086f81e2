import { describe, expect, test } from '@jest/globals';
import { httpdMessages } from '../../src/report/httpd.js';
import { compileText, shown } from '../compile/tester.js';
import { withApache } from '../kit/apache-check.js';
import { loadable } from '../kit/facts.js';
import { bindText } from './apache.js';

/** Sections and lines of modules that are not served, as they stand in files. */
const texts = [
  '<Proxy fcgi://a>\nSSLProxyEngine On\nSSLEngine On\n</Proxy>',
  '<Location /a>\nSSLProxyEngine On\n</Location>',
  '<Proxy fcgi://a>\n<Files x>\nSSLProxyVerifyDepth 1\n</Files>\n</Proxy>',
  '<Proxy fcgi://a>\n<RequireAny>\nSSLProxyEngine On\n</RequireAny>\n</Proxy>',
  '<MDomainSet a.example>\nMDMember b.example\nKeepAlive On\n</MDomainSet>',
  '<MDomainSet a.example>\nBogus\n</MDomainSet>',
  '<Location /a>\n<MDomainSet a.example>\n</MDomainSet>\n</Location>',
  '<LuaHookFixups x early>\nDefine = 1\nreturn 0\n</LuaHookFixups>\nBogus',
  '<LuaHookFixups x never>\n</LuaHookFixups>',
  'LuaAuthzProvider a',
  '<Location /a>\nLuaAuthzProvider a b\n</Location>',
  'RewriteEngine maybe',
  '<Directory /a>\nRewriteEngine On On\nExpiresActive\n</Directory>',
  '<IfModule util_ldap.c>\nLDAPTimeout\n</IfModule>\n<IfModule mod_ldap.c>\nBogus\n</IfModule>',
  '<VirtualHost *:80>\nSSLRandomSeed startup builtin\n</VirtualHost>',
  'HeartbeatStorage',
  'AddIcon x',
  'LogLevel rewrite:trace3 ssl_module:warn mod_lua.c:info',
  'LogLevel nosuch:warn',
];

function said(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines
    .filter((line) => line !== 'Syntax OK' && !line.startsWith('AH00526: '))
    .join('\n')
    .replace(/^apache2: (?:Syntax error on line \d+ of [^:]+: )+/, '');
}

describe('modules that are known and not served', () => {
  const before = loadable()
    .map((line) => `${line}\n`)
    .join('');
  const ours = (text: string) => httpdMessages(bindText(`${before}${text}\n`).diagnostics, 'apache2');

  test('are refused where httpd refuses them, in its words', async () => {
    const byApache = await withApache(loadable(), (check) => Promise.all(texts.map(check)));
    expect(texts.map((text) => [text, said(ours(text).join('\n'))])).toEqual(
      texts.map((text, at) => [text, said(byApache[at]!)]),
    );
  });

  test('are told to be not served, with their module and what to do', () => {
    const [finding] = bindText('CacheEnable disk /\n').diagnostics;
    expect(finding).toMatchObject({ code: 'not-served', message: 'CacheEnable is not served' });
    expect(finding?.hint).toMatch(/^it belongs to mod_cache, which is not served/);
  });

  test.each(['DeflateMemLevel 9', 'DeflateCompressionLevel 9', 'SSLRandomSeed startup builtin'])(
    '%s is taken, since it has no effect',
    (line) => {
      expect(bindText(`${line}\n`).diagnostics).toEqual([]);
    },
  );

  test.each(['SSLOCSPEnable on', 'CacheEnable disk /', 'RemoteIPHeader X', 'UserDir public_html'])(
    '%s is refused',
    (line) => {
      const { diagnostics } = bindText(`<Directory /a>\n${line}\n</Directory>\n${line}\n`);
      expect(diagnostics.some(({ code }) => code === 'not-served')).toBe(true);
    },
  );

  test('what has no effect compiles, and is told once', () => {
    const { before: found, diagnostics } = compileText('DeflateMemLevel 9\nDeflateMemLevel 8\n');
    expect(found).toEqual([]);
    expect(diagnostics.map(shown)).toEqual([
      'note no-effect 1:1 DeflateMemLevel: accepted, no effect: answers are not compressed',
    ]);
  });

  test('what code sections hold is not read', () => {
    const { diagnostics } = bindText(
      '<LuaHookFixups x early>\nInclude /nowhere\n<b\n</LuaHookFixups>\nBogus\n',
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['not-served', 'unknown-directive']);
  });
});
