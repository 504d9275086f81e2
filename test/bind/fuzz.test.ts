import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { namesOf } from '../../src/directives/index.js';
import { httpdMessages } from '../../src/report/httpd.js';
import { renderDiagnostics } from '../../src/report/pretty.js';
import { bindText } from './apache.js';

const word = fc.oneof(
  fc.constantFrom(
    'On',
    'Off',
    'all',
    'granted',
    'not',
    'from',
    '/a',
    '~',
    '"',
    "'",
    '%{',
    '${A}',
    '\\',
    '#',
    '401',
  ),
  fc.constantFrom('__proto__', 'constructor', 'expr=', 'env=', 'http://h/', '!', 'key=value', '[', '('),
  fc.string({ maxLength: 12 }).map((text) => Buffer.from(text).toString('latin1')),
);
const args = fc.array(word, { maxLength: 5 }).map((words) => words.join(' '));
const directive = fc.tuple(
  fc.constantFrom(...namesOf('directive').filter((name) => !name.startsWith('Include')), 'toString'),
  args,
);
const section = fc.constantFrom(...namesOf('section'), 'valueOf');

const { configuration } = fc.letrec<{ configuration: string; item: string }>((tie) => ({
  item: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    directive.map(([name, text]) => `${name} ${text}\n`),
    fc
      .tuple(section, args, tie('configuration'))
      .map(([name, text, inner]) => `<${name} ${text}>\n${inner}</${name}>\n`),
    fc.constant('Define A "b c\n'),
  ),
  configuration: fc.array(tie('item'), { maxLength: 6 }).map((items) => items.join('')),
}));

const options = { colour: false, width: 80 };

test('binding and reporting take any directives in any sections', () => {
  fc.assert(
    fc.property(configuration, (text) => {
      const { diagnostics, value } = bindText(text);
      expect(value.serverRoot.startsWith('/')).toBe(true);
      for (const { span, message } of diagnostics) {
        expect(message.length).toBeGreaterThan(0);
        expect(span && span.start <= span.end && span.end <= span.file.text.length).toBe(true);
      }
      renderDiagnostics(diagnostics, options);
      httpdMessages(diagnostics, 'httpd');
    }),
    { numRuns: 2_000, seed: 42 },
  );
});

test('binding takes any bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString('latin1'));
  fc.assert(
    fc.property(bytes, (text) => {
      renderDiagnostics(bindText(text).diagnostics, options);
    }),
    { numRuns: 2_000, seed: 7 },
  );
});

test('sections nested without end are refused and not followed', () => {
  const deep = 50_000;
  const text = `${'<Files a>\n'.repeat(deep)}${'</Files>\n'.repeat(deep)}`;
  const { diagnostics } = bindText(text);
  expect(diagnostics.map(({ code }) => code)).toEqual(['nested-too-deep']);
});

test('the time grows with the length of a file, not faster', () => {
  const time = (count: number) => {
    const text = `<Location /a>\nRequire valid-user\nHeader set X "%{A}e b"\n</Location>\n`.repeat(count);
    const start = process.cpuUsage().user;
    expect(bindText(text).diagnostics).toEqual([]);
    return process.cpuUsage().user - start;
  };
  const best = (count: number) => Math.min(...[1, 2, 3].map(() => time(count)));
  time(2_000);
  expect(best(16_000) / best(2_000)).toBeLessThan(32);
});
