import { expect, test } from '@jest/globals';
import { httpdMessages } from '../../src/report/httpd.js';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import type { SourceFile } from '../../src/source/file.js';

const main: SourceFile = { path: '/m.conf', text: 'A\nInclude s.conf\nKeepAlive \\\n x \\\n y\nB\n' };
const sub: SourceFile = {
  path: '/s.conf',
  text: '<A>\n<B>\n',
  includedFrom: { file: main, start: 2, end: 9 },
};
const finding = (extra: Partial<Diagnostic>): Diagnostic => ({
  code: 'x',
  severity: 'error',
  stage: 'bind',
  message: 'no',
  ...extra,
});

test('nothing is said of what httpd takes', () => {
  expect(httpdMessages([], 'httpd')).toEqual([]);
  expect(httpdMessages([finding({ severity: 'warning' }), finding({ code: 'not-served' })], 'httpd')).toEqual(
    [],
  );
});

test('what binding came to first is told, with the last line of a continued directive', () => {
  const at = (start: number, end: number) => ({ file: main, start, end });
  const found = [
    finding({ message: 'of the whole' }),
    finding({ span: at(17, 26), message: 'first' }),
    finding({ span: at(38, 39), message: 'later' }),
    finding({ span: at(1, 2), message: 'said of a section when its contents were seen' }),
  ];
  expect(httpdMessages(found, 'httpd')).toEqual(['AH00526: Syntax error on line 5 of /m.conf:', 'first']);
});

test('what is found while reading comes before all else, with the includes on the way', () => {
  const found = [
    finding({ span: { file: main, start: 0, end: 1 } }),
    finding({ stage: 'read', span: { file: sub, start: 4, end: 7 }, message: 'gone' }),
  ];
  expect(httpdMessages(found, 'apache2')).toEqual([
    'apache2: Syntax error on line 2 of /m.conf: Syntax error on line 2 of /s.conf: gone',
  ]);
});

test('sections that are not closed are told together', () => {
  const open = (start: number, name: string) =>
    finding({
      code: 'section-not-closed',
      stage: 'syntax',
      span: { file: sub, start, end: start + 3 },
      message: `<${name}> was not closed.`,
    });
  expect(httpdMessages([open(4, 'B'), open(0, 'A')], 'httpd')).toEqual([
    'httpd: Syntax error on line 2 of /m.conf: Syntax error on line 1 of /s.conf: /s.conf:2: <B> was not closed.\\n/s.conf:1: <A> was not closed.',
  ]);
});

test('what has no place ends in the failed check', () => {
  expect(httpdMessages([finding({ stage: 'compile', message: 'AH01624: bad' })], 'httpd')).toEqual([
    'AH01624: bad',
    'AH00014: Configuration check failed',
  ]);
});
