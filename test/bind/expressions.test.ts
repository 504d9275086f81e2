import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Place } from './apache.js';

/**
 * Expressions (`?` conditions in If, `=` texts in Header, `!` whole configurations) and what httpd says of them; `<3 times x>` stands for
 * `xxx`. The table is made by real Apache: with UPDATE_FIXTURES=1 the second test writes it anew.
 */
const path = new URL('../../fixtures/bind/expressions.tsv', import.meta.url);
const [head, ...lines] = readFileSync(path, 'latin1').trimEnd().split('\n');
const rows = lines.map((line) => line.split('\t') as [string, string]);

const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;

function configuration(row: string): string {
  const text = row
    .slice(2)
    .replace(/<(\d+) times (.+?)>/g, (_, count: string, part: string) => part.repeat(Number(count)));
  if (row.startsWith('? ')) return `<If ${quoted(text)}>\n</If>\n`;
  if (row.startsWith('= ')) return `Header set X ${quoted(`expr=${text}`)}\n`;
  return `${text.replaceAll('\\n', '\n').replaceAll('\\\\', '\\')}\n`;
}

describe('verdicts on expressions', () => {
  const place = new Place();
  afterAll(() => place.remove());

  test.each(rows)('%s', (row, verdict) => {
    place.write(configuration(row));
    expect(place.ours()).toBe(verdict);
  });

  test('are those of real Apache', () => {
    const found = rows.map(([row]) => {
      place.write(configuration(row));
      return `${row}\t${place.apache()}`;
    });
    if (process.env.UPDATE_FIXTURES) writeFileSync(path, `${[head, ...found].join('\n')}\n`, 'latin1');
    else expect(found).toEqual(lines);
  });
});
