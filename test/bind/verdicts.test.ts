import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Place } from './apache.js';

/**
 * Small configurations and what httpd says of them: `OK`, or where and in which of its two forms it refuses. The table is made by
 * real Apache: with UPDATE_FIXTURES=1 the second test writes it anew.
 */
const path = new URL('../../fixtures/bind/verdicts.tsv', import.meta.url);
const [head, ...lines] = readFileSync(path, 'latin1').trimEnd().split('\n');
const rows = lines.map((line) => line.split('\t') as [string, string]);
const unescaped: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };
const text = (escaped: string) => escaped.replace(/\\([ntr\\])/g, (_, letter: string) => unescaped[letter]!);

describe('verdicts on small configurations', () => {
  const place = new Place();
  afterAll(() => place.remove());

  test.each(rows)('%s', (configuration, verdict) => {
    place.write(`${text(configuration)}\n`);
    expect(place.ours()).toBe(verdict);
  });

  test('are those of real Apache', () => {
    const found = rows.map(([configuration]) => {
      place.write(`${text(configuration)}\n`);
      return `${configuration}\t${place.apache()}`;
    });
    if (process.env.UPDATE_FIXTURES) writeFileSync(path, `${[head, ...found].join('\n')}\n`, 'latin1');
    else expect(found).toEqual(lines);
  }, 120_000);
});
