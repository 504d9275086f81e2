import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unifiedDiff } from '../../src/cli/unified-diff.js';
import { fingerprintOf } from '../../src/lint/finding.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';
import { lintFormats, renderLint } from '../../src/report/lint-formats.js';
import { renderDiagnostics } from '../../src/report/pretty.js';
import { withoutSecrets } from '../../src/source/secret-text.js';
import { findingsIn } from '../lint/lint-text.js';

// What stands in reports is kept in logs that others read.

const plain = { colour: false, width: 120 };

const secret = 'tr0ub4dor';

const lines = [
  `AuthLDAPBindPassword ${secret}`,
  `AuthLDAPBindPassword "${secret} and more"`,
  `AuthLDAPBindPassword ${secret} # directory`,
  `AuthLDAPBindPassword \\\n  ${secret}`,
  `AuthLDAPBindPassword "${secret}`,
  `AuthLDAPBindPasword ${secret}`,
  `# AuthLDAPBindPassword ${secret}`,
  `SessionCryptoPassphrase exec:/bin/false ${secret}`,
  `SessionCryptoPassphrase one ${secret} three`,
  `OIDCClientSecret ${secret}`,
  `DBDParams "host=a pass=${secret} user=b"`,
  `DBDParams "host=a pass=x;${secret}"`,
  `ProxyPass /b ajp://127.0.0.1:8009/b secret=${secret}`,
  `ProxyPass /b http://me:${secret}@a.example/b`,
  `RequestHeader set X-Api-Key ${secret}`,
  `RequestHeader always set X-Auth-Token "${secret}"`,
  `RequestHeader set Authorization "Basic ${secret}"`,
  `RequestHeader set X-User "expr=%{REMOTE_USER}:${secret}"`,
  `RequestHeader set X-User "%{REMOTE_USER}s:${secret}"`,
  `AuthBasicFake admin ${secret}`,
  `SetEnv LDAP_PASSWORD ${secret}`,
  `Define LDAP_PASSWORD ${secret}`,
  `Define LDAP_PASSWORD ${secret}\nAuthLDAPBindPassword \${LDAP_PASSWORD}`,
  `GssapiSessionKey key:${secret}`,
  `SetEnvIf X-Secret "^${secret}$" inside`,
  `Require expr "%{HTTP:X-Token} == '${secret}'"`,
  `Require expr %{req:X-Token} == "${secret}"`,
  `AuthLDAPBindPassword a\nAuthLDAPBindPassword ${secret}\nAuthLDAPBindPassword c`,
];

const macros = `<Macro M $what>\n<Location /m>\nAuthLDAPBindPassword $what\nFoo bar\n</Location>\n</Macro>
<Macro N $what>\nUse M $what\n</Macro>\nUse N ${secret}\n`;

const around = (line: string): string =>
  `<Location /a>\nAuthType GSSAPI\nAuthName a\n${line}\nRequire env inside\nRequire valid-user\n</Location>\n`;

describe.each(lines)('%j', (line) => {
  const text = around(line);
  const loaded = loadSnippet(macros + text, { path: 'a.conf', serverRoot: '/etc/apache2' });
  const findings = findingsIn(siteOf(loaded), lintRules).map((each, at) => [each, String(at)] as const);

  test.each(lintFormats)('is not told by lint as %s', (format) => {
    expect(findings.length).toBeGreaterThan(0);
    const report = { findings, named: (path: string) => path, wordsOf: () => ['a.conf'] };
    const told = renderLint(format, { ...report, files: 1, ignored: 0, known: 0, version: '' }, [], plain);
    expect(told).toContain('a.conf');
    expect(told).not.toContain(secret);
  });

  test('is not told by check', () => {
    const { diagnostics } = loaded;
    expect(renderDiagnostics(diagnostics, { ...plain, all: true })).not.toContain(secret);
  });

  test('is neither context of a diff nor shown where it is changed', () => {
    const diff = (before: string, after: string): string =>
      unifiedDiff([{ path: 'a.conf', before, after }], (path) => path);
    expect(diff(text, text.replace('Require env inside\n', ''))).toContain('\n-Require env inside\n');
    for (const after of ['', text.replace('Require env inside\n', ''), text.replaceAll(/^/gm, '  ')])
      expect(diff(text, after)).not.toContain(secret);
  });
});

test.each([
  'AuthLDAPBindPassword exec:/usr/local/sbin/password',
  'AuthLDAPBindPassword ${LDAP_PASSWORD}',
  'SessionCryptoPassphraseFile /etc/keys/passphrase',
  'GssapiSessionKey file:/var/lib/keys/session',
  'KrbMethodK5Passwd On',
  'RequestHeader set Authorization "%{AUTH}e"',
  'RequestHeader set X-CSRF-Token Fetch',
  'RequestHeader set X-User "expr=%{REMOTE_USER}"',
  'RequestHeader unset Authorization',
  'SetEnv TOKEN_FILE /etc/keys/token',
  'ProxyPass /a http://a.example:8080/b@c',
  'SetEnvIf Remote_Addr "^10\\." inside',
  'Require ip 10.0.0.0/8',
])('%s is shown as it is', (line) => {
  expect(withoutSecrets(line)).toBe(line);
});

test('a fingerprint does not depend on a secret, which could be found by trying', () => {
  const named = (path: string): string => path;
  const prints = ['one', 'two'].map((word) => {
    const text = `<Location /a>\nAuthLDAPBindPassword ${word}\n</Location>\n`;
    const site = siteOf(loadSnippet(text, { path: 'a.conf', serverRoot: '/etc/apache2' }));
    const finding = findingsIn(site, lintRules).find(({ id }) => id === 'secret-in-configuration')!;
    return fingerprintOf(finding, 0, named);
  });
  expect(prints[0]).toBe(prints[1]);
});

test('whatever stands around a secret, it is hidden once only and nothing else is lost', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9]{1,20}$/), (word) => {
      fc.pre(!/^(?:on|off|builtin|x+|yes|no|true|false|none|null|dummy)$/.test(word));
      expect(withoutSecrets(`  AuthLDAPBindPassword ${word}`)).toBe('  AuthLDAPBindPassword ***');
    }),
  );
});

test.each([' \\\n', '# ', 'a-', '%{token', 'a://b:', 'Header "', 'AuthBasicFake '])(
  'a line of nothing but %j is read in one go',
  (part) => {
    const line = part.repeat(60_000 / part.length);
    expect(withoutSecrets(line).length).toBeGreaterThan(0);
    expect(withoutSecrets(`${line}\n`.repeat(3)).length).toBeLessThanOrEqual(line.length * 3 + 3);
  },
);
