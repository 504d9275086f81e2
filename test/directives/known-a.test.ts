import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Place } from '../bind/apache.js';
import { loadable } from '../kit/facts.js';

/**
 * What TLS, rewriting, logins, LDAP, proxies, HTTP/2 and certificates make of arguments: `OK`, or where and with what words they
 * refuse. The table is made by real Apache with all modules of Debian, beside a folder `logs` and a file `empty`: with
 * UPDATE_FIXTURES=1 the second test writes it anew.
 */
const path = new URL('../../fixtures/directives/known-a.tsv', import.meta.url);
const [head, ...lines] = readFileSync(path, 'latin1').trimEnd().split('\n');
const rows = lines.map((line) => line.split('\t') as [string, string]);
const unescaped: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' };
const text = (escaped: string) => escaped.replace(/\\([nt\\])/g, (_, letter: string) => unescaped[letter]!);

/** Apache lists its caches in an order of chance. */
const inOrder = (verdict: string) =>
  verdict.replace(/(?<=known names: )[^)]*/, (names) => names.split(',').sort().join(','));

describe('arguments of security modules that are not served', () => {
  const place = new Place(loadable());
  mkdirSync(join(place.folder, 'logs'));
  writeFileSync(join(place.folder, 'empty'), '');
  afterAll(() => place.remove());

  test.each(rows)('%s', (configuration, verdict) => {
    place.write(`${text(configuration)}\n`);
    expect(inOrder(place.ours())).toBe(verdict);
  });

  test('are judged so by real Apache', () => {
    const found = rows.map(([configuration]) => {
      place.write(`${text(configuration)}\n`);
      return `${configuration}\t${inOrder(place.apache())}`;
    });
    if (process.env.UPDATE_FIXTURES) writeFileSync(path, `${[head, ...found].join('\n')}\n`, 'latin1');
    else expect(found).toEqual(lines);
  }, 600_000);
});
