import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import { readCases } from '../syntax/cases.js';
import { place, shown } from '../syntax/outline.js';
import { bindText } from './apache.js';

const structural = new Set([
  'section-not-open',
  'section-mismatch',
  'section-not-closed',
  'section-unterminated',
  'close-unterminated',
]);

function structureOf(text: string): readonly Diagnostic[] {
  return bindText(text)
    .diagnostics.filter(({ code }) => structural.has(code))
    .toSorted((left, right) => left.span!.start - right.span!.start);
}

describe.each(['sections.txt', 'structure.txt'])('%s', (name) => {
  test.each(readCases(name))('$title', ({ input, expected }) => {
    const errors = expected.filter((line) => line.startsWith('error '));
    expect(structureOf(input).map(shown)).toEqual(errors.toSorted(byPlace));
  });
});

function byPlace(left: string, right: string): number {
  const [a, b] = [left, right].map((line) => /(\d+):(\d+)/.exec(line)!.slice(1).map(Number));
  return a![0]! - b![0]! || a![1]! - b![1]!;
}

test('a mismatch tells where the open section began', () => {
  const [mismatch] = structureOf('<Files a>\n</B>');
  expect(mismatch!.related!.map(({ span, message }) => `${place(span)} ${message}`)).toEqual([
    '1:1-1:10 <Files> is open since here',
  ]);
});

const lines = [
  ...[
    '<IfModule core.c>',
    '<IfModule nope.c>',
    '<IfDefine A>',
    '</IfModule>',
    '</IfDefine>',
    '</IfModule> x',
  ],
  ...[
    '<Files a>',
    '</Files>',
    '</Files',
    '<Location /a',
    '${L} /b>',
    '</${N}>',
    '${E}',
    '<${N} x>',
    '<',
    '</>',
  ],
  ...[
    'Define A',
    'Define L <Location',
    'Define N Location',
    'Define E ""',
    'UnDefine N',
    '# \\',
    'KeepAlive \\',
  ],
  ...['<Macro m $a>', '</Macro>', 'Use m Files', '<$a x>', '</$a>', '</Location>', '"<Files" b>', '\0', ''],
];
const soup = fc.array(fc.constantFrom(...lines), { maxLength: 40 }).map((parts) => parts.join('\n'));

test('any order of tags, conditions, variables and macros is read to its end', () => {
  fc.assert(
    fc.property(soup, (text) => {
      for (const { span, message } of bindText(text).diagnostics) {
        expect(message).not.toBe('');
        expect(span!.start <= span!.end && span!.end <= span!.file.text.length).toBe(true);
      }
    }),
    { numRuns: 2_000, seed: 3 },
  );
});

test('each mistake in tags is one error', () => {
  const broken = fc.constantFrom('</Files>', '</Locaton>', '</Location', '<Directory /b');
  const sound = '<Location /a>\n<IfModule core.c>\nAuthName x\n</IfModule>\n</Location>\n';
  const closes = '<Location /a>\n';
  fc.assert(
    fc.property(fc.array(broken, { maxLength: 8 }), (tags) => {
      const text = tags.map((tag) =>
        tag === '<Directory /b' ? `${tag}\n</Directory>\n` : `${closes}${tag}\n`,
      );
      expect(structureOf(`${sound}${text.join(sound)}${sound}`)).toHaveLength(tags.length);
    }),
    { numRuns: 300, seed: 5 },
  );
});
