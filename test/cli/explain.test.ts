import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeCertificates } from '../kit/certificates.js';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { kerbgate, run } from './run.js';

const folder = makeScratch('explain');
afterAll(() => dropScratch(folder));

function configured(text: string): string {
  const file = join(folder, 'httpd.conf');
  writeFileSync(file, text);
  return file;
}

describe('what explain supposes', () => {
  test('that files are there which only this machine lacks', () => {
    const site = 'DocumentRoot /nonexistent/www\n<Location /a>\nRequire all denied\n</Location>\n';
    const { out, error, code } = kerbgate(['explain', configured(site), 'OPTIONS /a']);
    expect(out).toContain('403 Forbidden');
    expect({ error, code }).toEqual({ error: '', code: 0 });
  });

  test('a login by password where the AuthType in force is Basic', () => {
    const file = configured(
      '<Location />\nAuthType Basic\nAuthName x\nAuthUserFile /nonexistent/users\nRequire user alice\n</Location>\n<Location /b>\nAuthName y\n</Location>\n',
    );
    expect(kerbgate(['explain', file, 'OPTIONS /b', '--user', 'alice']).out).toContain('REMOTE_USER=alice');
    const { out } = kerbgate(['explain', file, 'OPTIONS /b', '--user', 'alice', '--auth-type', 'Negotiate']);
    expect(out).toContain('401');
  });

  test('that a user without a realm has the default one where Kerberos tells who it is, by ticket and password', () => {
    const krb5 = join(folder, 'krb5.conf');
    writeFileSync(krb5, '[libdefaults]\n  default_realm = HERE.TEST\n');
    const gssapi = (more: string) =>
      `<Location /a>\nAuthType GSSAPI\nAuthName a\nGssapiBasicAuth On\n${more}Require valid-user\n</Location>\n`;
    const users = (text: string, ...words: string[]) =>
      ['Negotiate', 'Basic'].map((type) => {
        const file = configured(text);
        const { out } = run('env', [
          `KRB5_CONFIG=${krb5}`,
          process.execPath,
          join(projectFolder, 'bin/kerbgate'),
          ...['explain', file, 'OPTIONS /a', '--auth-type', type, ...words],
        ]);
        return /REMOTE_USER=(.*)/.exec(out)?.[1];
      });
    const both = (user: string) => [user, user];
    expect(users(gssapi(''), '--user', 'alice')).toEqual(both('alice@HERE.TEST'));
    expect(users(gssapi('GssapiLocalName On\n'), '--user', 'alice')).toEqual(both('alice'));
    expect(users(gssapi(''), '--user', 'alice', '--realm', 'B.TEST')).toEqual(both('alice@B.TEST'));
    expect(users(gssapi(''), '--user', 'alice@C.TEST', '--realm', 'B.TEST')).toEqual(both('alice@C.TEST'));
    const elsewhere = ['--user', 'alice', '--realm', 'B.TEST', '--principal', 'alice@C.TEST'];
    expect(users(gssapi(''), ...elsewhere)).toEqual(['alice@C.TEST', undefined]);
    expect(users(gssapi('GssapiLocalName On\n'), ...elsewhere)).toEqual([undefined, undefined]);
  });

  test('that a client names the host when it begins to speak TLS', () => {
    const { placeholders: places } = makeCertificates(folder);
    const file = configured(
      `Listen 127.0.0.1:443\nServerName main.test\n<VirtualHost *:443>\nServerName a.test\nSSLEngine on\nSSLCertificateFile ${places.TLS_CERT}\nSSLCertificateKeyFile ${places.TLS_KEY}\nHeader set X-Name "%{SSL_TLS_SNI}s"\n</VirtualHost>\n`,
    );
    for (const words of [['OPTIONS /', '--tls', '-H', 'Host: a.test'], ['OPTIONS https://a.test/']]) {
      const { out } = kerbgate(['explain', file, ...words]);
      expect(out).toContain('a.test');
      expect(out).toContain('X-Name: a.test');
      expect(out).not.toContain('421');
    }
  });
});
