import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Place } from './apache.js';

/**
 * Small configurations and what httpd says of them: `OK`, or where and in which of its two forms it refuses. The tables are made by
 * real Apache: with UPDATE_FIXTURES=1 the second test writes them anew. reading.tsv is about lines, sections, conditions, includes
 * and variables, verdicts.tsv about all else.
 */
const tables = ['verdicts.tsv', 'reading.tsv'].map((name) => {
  const path = new URL(`../../fixtures/bind/${name}`, import.meta.url);
  const [head = '', ...lines] = readFileSync(path, 'latin1').replace(/\n$/, '').split('\n');
  return { name, path, head, lines, rows: lines.map((line) => line.split('\t') as [string, string]) };
});

const escapes: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', v: '\v', f: '\f', 0: '\0' },
  '\\': '\\',
};
const unescaped = (text: string) => text.replace(/\\([ntrvf0\\])/g, (_, letter: string) => escapes[letter]!);

/** What configurations may include, beside the file under test. */
const files: Readonly<Record<string, string>> = {
  'inc.conf': 'ServerAdmin inc\n',
  'open.conf': '<Location /x>\n',
  'close.conf': '</Location>\n',
  'ifopen.conf': '<IfModule core.c>\n<Location /y>\n',
  'iffalse.conf': '<IfModule nope.c>\n<Location /y>\n',
  'd/a.conf': 'ServerAdmin a\n',
};

describe.each(tables)('$name', ({ path, head, lines, rows }) => {
  const place = new Place();
  beforeAll(() => {
    for (const folder of ['d', 'logs']) mkdirSync(join(place.folder, folder));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place.folder, name), text);
  });
  afterAll(() => place.remove());

  test.each(rows)('%s', (configuration, verdict) => {
    place.write(`${unescaped(configuration)}\n`);
    expect(place.ours()).toBe(verdict);
  });

  test('is what real Apache says', () => {
    const found = rows.map(([configuration]) => {
      place.write(`${unescaped(configuration)}\n`);
      return `${configuration}\t${place.apache()}`;
    });
    if (process.env.UPDATE_FIXTURES) writeFileSync(path, `${[head, ...found].join('\n')}\n`, 'latin1');
    else expect(found).toEqual(lines);
  });
});
