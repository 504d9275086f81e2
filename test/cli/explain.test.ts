import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeCertificates } from '../kit/certificates.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { kerbgate } from './run.js';

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
