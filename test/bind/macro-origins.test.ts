import { describe, expect, test } from '@jest/globals';
import { mostExpanded } from '../../src/bind/macro.js';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import { positionAt, type Span } from '../../src/source/file.js';
import { wayTo, writtenAt } from '../../src/source/written.js';
import { bindText } from './apache.js';

const said = ({ file, start, end }: Span): string => {
  const { line, column } = positionAt(file, start);
  return `${file.path}:${line}:${column} ${file.text.slice(start, end)}`;
};
const errors = (text: string): readonly Diagnostic[] =>
  bindText(text).diagnostics.filter(({ severity }) => severity === 'error');
const first = (text: string): Span => errors(text)[0]!.span!;

describe('a finding in a macro leads to the definition', () => {
  test.each([
    ['written text', '<Macro M>\n  Foo bar\n</Macro>\nUse M\n', 'test.conf:2:3 Foo'],
    ['an argument', '<Macro M $a>\n$a bar\n</Macro>\nUse M Foo\n', 'test.conf:2:1 $a'],
    ['a name with an argument in it', '<Macro M $a>\nFo$a bar\n</Macro>\nUse M o\n', 'test.conf:2:1 Fo$a'],
    ['behind comments', '<Macro M>\n# a\n\n # b\n Foo bar\n</Macro>\nUse M\n', 'test.conf:5:2 Foo'],
    ['behind a continuation', '<Macro M>\nKeepAlive \\\n  Maybe\n</Macro>\nUse M\n', 'test.conf:3:3 Maybe'],
    [
      'behind a replaced argument',
      '<Macro M $a>\nAuthName $a $a\n</Macro>\n<Location /a>\nUse M xyz\n</Location>\n',
      'test.conf:2:10 $a $a',
    ],
  ])('%s', (_, text, place) => {
    expect(said(writtenAt(first(text)))).toBe(place);
  });

  test('a macro that a macro defines leads to the text of the outer one', () => {
    const span = first('<Macro A $x>\n<Macro B>\n Foo$x bar\n</Macro>\n</Macro>\nUse A z\nUse B\n');
    expect(said(writtenAt(span))).toBe('test.conf:3:2 Foo$x');
    expect(wayTo(span).map(({ how, span: at }) => `${how} ${said(at)}`)).toEqual([
      'used test.conf:7:1 Use B',
    ]);
  });
});

describe('the way to a finding', () => {
  test('has each use, with the argument it begins with', () => {
    const text = '<Macro A $x>\nUse B $x\n</Macro>\n<Macro B $y>\n$y bar\n</Macro>\nUse A Foo\n';
    const way = wayTo(first(text));
    expect(way.map(({ how, span }) => `${how} ${said(span)}`)).toEqual([
      'used test.conf:2:7 $x',
      'used test.conf:7:7 Foo',
    ]);
  });

  test('is empty outside of macros and includes', () => {
    expect(wayTo(first('Foo bar\n'))).toEqual([]);
  });
});

describe('macros that grow without end', () => {
  const doubling = (levels: number): string => {
    const each = Array.from(
      { length: levels },
      (_, at) => `<Macro M${at}>\nUse M${at + 1}\nUse M${at + 1}\n</Macro>\n`,
    );
    return `${each.join('')}<Macro M${levels}>\nServerAdmin me\n</Macro>\nUse M0\n`;
  };

  test('are taken as long as they are small', () => {
    expect(errors(doubling(6))).toEqual([]);
  });

  test('end in one error', () => {
    const found = errors(doubling(60));
    expect(found.map(({ message }) => message)).toEqual([
      `macros make more text than is expanded (${mostExpanded / 1024 / 1024} MiB, arguments counted)`,
    ]);
  });

  test('by arguments that are put in very often end too', () => {
    const text = `<Macro M $a>\nServerAdmin ${'$a'.repeat(4000)}\n</Macro>\n${'Use M x\n'.repeat(1000)}`;
    expect(errors(text).map(({ code }) => code)).toEqual(['macro-use']);
  });

  test('by long names of macros in macros end too', () => {
    const levels = 40;
    const open = Array.from({ length: levels }, (_, at) => `<Macro N${at}>\n`).join('');
    const close = Array.from({ length: levels }, (_, at) => `</Macro>\nUse N${levels - 1 - at}\n`).join('');
    expect(errors(`${open}ServerAdmin me\n${close}`).map(({ code }) => code)).toEqual(['macro-use']);
  });
});

test('a macro whose last line is continued is refused: httpd would join the line behind its use', () => {
  const found = errors('<Macro M $a>\nServerAdmin $a\n</Macro>\nUse M "x\\\\"\n');
  expect(found.map(({ code, message }) => [code, message])).toEqual([
    ['not-served', "macro 'm' ends in a backslash here"],
  ]);
});

test('a macro whose definition is refused says nothing more where it is used', () => {
  expect(errors('<Macro M $a $a>\n</Macro>\nUse M x\nUse M\n')).toHaveLength(1);
});

test('without mod_macro its directives are unknown', () => {
  const found = errors(
    'LoadModule alias_module modules/mod_alias.so\n<Macro M>\nServerAdmin a\n</Macro>\nUse M\n',
  );
  expect(found.map(({ message }) => /'(.*)'/.exec(message)?.[1])).toEqual(['<Macro', 'Use']);
});

describe('lines that mod_macro cannot hold', () => {
  const body = (length: number) => `<Macro M>\nServerAdmin ${'x'.repeat(length - 12)}\n</Macro>\n`;

  test.each([
    ['one byte below the limit', body(8190), 0],
    ['at the limit', body(8191), 1],
    ['continued, below the limit', body(8190).replace('Admin ', 'Admin \\\n'), 0],
    ['continued, at the limit', body(8191).replace('Admin ', 'Admin \\\n'), 1],
  ])('%s', (_, text, count) => {
    expect(errors(text)).toHaveLength(count);
  });
});
