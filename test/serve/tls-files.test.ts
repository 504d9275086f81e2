import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nameLine, nameText } from '../../src/evaluate/distinguished-name.js';
import { certificateVariable } from '../../src/evaluate/ssl-certificate.js';
import type { ServerSsl } from '../../src/ruleset/mod_ssl.js';
import { certificateFacts } from '../../src/serve/certificate-facts.js';
import { StartProblem } from '../../src/serve/start-problem.js';
import {
  readAuthorities,
  readCertificates,
  readRevocations,
  readTicketKey,
} from '../../src/serve/tls-files.js';
import { makeCertificates } from '../kit/certificates.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

const folder = makeScratch('tls-files');
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  makeCertificates(folder);
});
afterAll(() => dropScratch(folder));

function problemOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof StartProblem) return error.lines;
    throw error;
  }
  return [];
}

const pair = (certificate: string, key: string): ServerSsl => ({
  certificateFiles: [file(certificate)],
  keyFiles: [file(key)],
});

describe("certificates and keys that do not do stop the start in httpd's words", () => {
  test.each([
    [
      'no file',
      pair('none.pem', 'a.key'),
      /^AH02562: Failed to configure certificate a:0 \(with chain\), check /,
    ],
    ['no certificate', pair('broken.pem', 'a.key'), /^AH02562: /],
    [
      'another key',
      pair('a.pem', 'b.key'),
      /^AH02565: Certificate and private key a:0 from .* do not match$/,
    ],
    [
      'a key with a pass phrase',
      pair('a.pem', 'sealed.key'),
      /^AH02564: Failed to configure encrypted \(\?\)/,
    ],
    ['no key', pair('a.pem', 'extensions.cnf'), /^AH02564: /],
    ['none at all', { certificateFiles: [], keyFiles: [] }, /^AH02572: /],
    ['a broken chain', { ...pair('a.pem', 'a.key'), chainFile: '/dev/null/x' }, /^AH02561: /],
  ])('%s', (_title, ssl, message) => {
    const lines = problemOf(() => readCertificates(ssl, 'a'));
    expect(lines[0]).toMatch(message);
    expect(lines.join(' ')).not.toContain('PRIVATE KEY-----');
  });

  test('authorities, lists and keys of tickets', () => {
    expect(problemOf(() => readAuthorities({ caFile: file('extensions.cnf') }))[0]).toMatch(/^AH01896: /);
    expect(problemOf(() => readAuthorities({ caFile: file('none.pem') }))[0]).toMatch(/^AH01895: /);
    expect(problemOf(() => readAuthorities({ caFile: file('broken.pem') }))[0]).toMatch(/^AH01895: /);
    const checks: ServerSsl = { ...pair('a.pem', 'a.key'), crlCheck: 'leaf' };
    expect(problemOf(() => readRevocations(checks, 'a'))[0]).toMatch(/^AH01899: Host a: CRL checking/);
    expect(problemOf(() => readRevocations({ ...checks, crlFile: file('none') }, 'a'))[0]).toMatch(
      /^AH01901: /,
    );
    expect(problemOf(() => readTicketKey(file('extensions.cnf')))).toEqual([]);
    expect(problemOf(() => readTicketKey(file('index.attr')))[0]).toMatch(/^AH0228[67]: /);
  });

  test('good ones are read, with those behind them', () => {
    const [found] = readCertificates(pair('b-with-key.pem', 'b-with-key.pem'), 'a');
    expect(found!.chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(readAuthorities({ caPath: file('hashes') })).toHaveLength(1);
    expect(
      readRevocations({ ...pair('a.pem', 'a.key'), crlCheck: 'chain', crlFile: file('crl.pem') }, 'a'),
    ).toHaveLength(1);
  });
});

const openssl = (name: string, ...words: readonly string[]): string =>
  execFileSync('openssl', ['x509', '-in', file(`${name}.pem`), '-noout', ...words], {
    encoding: 'latin1',
  }).trim();

describe.each(['alice', 'bob', 'carol', 'a', 'ca', 'self'])(
  'the certificate %s is told as openssl tells it',
  (name) => {
    const facts = () => certificateFacts(new X509Certificate(readFileSync(file(`${name}.pem`))));
    const variable = (wanted: string) => certificateVariable(facts(), wanted, false, Date.now());

    test('its names', () => {
      const options = 'RFC2253,-esc_msb';
      expect(`subject=${nameText(facts().subject)}`).toBe(openssl(name, '-subject', '-nameopt', options));
      expect(`issuer=${nameText(facts().issuer)}`).toBe(openssl(name, '-issuer', '-nameopt', options));
      expect(`subject=${nameText(facts().subject, true)}`).toBe(
        openssl(name, '-subject', '-nameopt', 'RFC2253'),
      );
      expect(`subject=${nameLine(facts().subject)}`).toBe(openssl(name, '-subject', '-nameopt', 'compat'));
    });

    test('its number and dates', () => {
      expect(`serial=${variable('M_SERIAL')}`).toBe(openssl(name, '-serial'));
      expect(`notBefore=${variable('V_START')}`).toBe(openssl(name, '-startdate'));
      expect(`notAfter=${variable('V_END')}`).toBe(openssl(name, '-enddate'));
    });

    test('its algorithms and other names', () => {
      const text = openssl(name, '-text');
      expect(text).toContain(`Public Key Algorithm: ${variable('A_KEY')}`);
      expect(text).toContain(`Signature Algorithm: ${variable('A_SIG')}`);
      expect(text).toContain(`Version: ${variable('M_VERSION')}`);
      const dns = [...text.matchAll(/DNS:([^,\n]+)/g)].map(([, found]) => found);
      expect(facts().alternativeNames.dns).toEqual(dns);
    });
  },
);
