import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Place } from '../bind/apache.js';
import { loadable } from '../kit/facts.js';

/**
 * What httpd's modules make of arguments, by directive in its place: `OK`, or where and with what words they refuse. `known-b` is
 * about modules that are not served, `defined` about those that are. The tables are made by real Apache with all modules of
 * Debian, beside a folder `logs`: with UPDATE_FIXTURES=1 the second test writes them anew.
 */
const unescaped: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' };
const text = (escaped: string) => escaped.replace(/\\([nt\\])/g, (_, letter: string) => unescaped[letter]!);

describe.each(['known-b', 'defined'])('arguments in %s', (name) => {
  const path = new URL(`../../fixtures/directives/${name}.tsv`, import.meta.url);
  const [head, ...lines] = readFileSync(path, 'latin1').trimEnd().split('\n');
  const rows = lines.map((line) => line.split('\t') as [string, string]);
  const place = new Place(loadable());
  mkdirSync(join(place.folder, 'logs'));
  afterAll(() => place.remove());

  test.each(rows)('%s', (configuration, verdict) => {
    place.write(`${text(configuration)}\n`);
    expect(place.ours()).toBe(verdict);
  });

  test('are judged so by real Apache', () => {
    const found = rows.map(([configuration]) => {
      place.write(`${text(configuration)}\n`);
      return `${configuration}\t${place.apache()}`;
    });
    if (process.env.UPDATE_FIXTURES) writeFileSync(path, `${[head, ...found].join('\n')}\n`, 'latin1');
    else expect(found).toEqual(lines);
  }, 600_000);
});
