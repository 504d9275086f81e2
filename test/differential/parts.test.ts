import { describe, expect, test } from '@jest/globals';
import { exceptionFor, exceptions } from './exceptions.js';
import { generate } from './generate.js';
import { withoutLine } from './lines.js';
import { allDirectives } from './samples.js';
import { signatureOf } from './shrink.js';
import { differenceOf, isBefore, type Verdict, verdictOf } from './verdict.js';

const refused = (message: string, line = 1, form: 'walk' | 'read' | 'whole' = 'walk'): Verdict => ({
  kind: 'refused',
  form,
  file: '/x/tested.conf',
  line,
  message,
});
const accepted: Verdict = { kind: 'accepted' };

describe('generated configurations', () => {
  test('are the same for the same seed', () => {
    expect(generate(7)).toEqual(generate(7));
    expect(generate(7)).not.toEqual(generate(8));
  });

  test('name all directives there are, sooner or later', () => {
    const texts = Array.from({ length: 4_000 }, (_, at) => Object.values(generate(at).files).join('\n'));
    const named = new Set(
      texts
        .join('\n')
        .toLowerCase()
        .match(/^\s*\w+/gm)
        ?.map((name) => name.trim()),
    );
    expect(allDirectives.map(({ name }) => name.toLowerCase()).filter((name) => !named.has(name))).toEqual(
      [],
    );
  });
});

describe('verdicts', () => {
  test.each([
    [
      'AH00526: Syntax error on line 3 of /x/a.conf:\nKeepAlive must be On or Off\n',
      'walk',
      '/x/a.conf',
      3,
      'KeepAlive must be On or Off',
    ],
    [
      'apache2: Syntax error on line 9 of /x/m.conf: Syntax error on line 2 of /x/a.conf: /x/a.conf:2: <A> was not closed.\n',
      'read',
      '/x/a.conf',
      2,
      '/x/a.conf:2: <A> was not closed.',
    ],
    [
      'AH00112: Warning: nothing there\nAH00543: apache2: bad user name x\n',
      'whole',
      '',
      0,
      'AH00543: httpd: bad user name x',
    ],
    [
      '(2)No such file: AH02291: no\nAH00014: Configuration check failed\n',
      'whole',
      '',
      0,
      '(2)No such file: AH02291: no',
    ],
  ])('%j', (printed, form, file, line, message) => {
    expect(verdictOf(printed, false)).toEqual({ kind: 'refused', form, file, line, message });
  });

  test.each([
    [accepted, accepted, undefined],
    [accepted, refused('x'), 'verdict'],
    [refused('x'), accepted, 'verdict'],
    [refused('x'), refused('x'), undefined],
    [refused('x', 2), refused('x', 3), 'place'],
    [refused('x'), refused('y'), 'message'],
    [refused('x'), refused('x', 1, 'read'), 'message'],
  ])('%j and %j', (apache, ours, difference) => {
    expect(differenceOf(apache, ours)).toBe(difference);
  });

  test('which comes first', () => {
    expect(isBefore(refused('x', 2), refused('x', 3))).toBe(true);
    expect(isBefore(refused('x', 3), refused('x', 2))).toBe(false);
    expect(isBefore(refused('x', 2), accepted)).toBe(true);
    expect(isBefore(accepted, refused('x'))).toBe(false);
  });
});

test.each([
  ['A\nB \\\n c\nD\n', 3, 'A\n#\n#\nD\n'],
  ['<A x>\nB\n</A>\nC\n', 1, '#\nB\n#\nC\n'],
  ['<A x>\nB\n</A>\n', 2, '<A x>\n#\n</A>\n'],
  ['<A x>\nB\n</C>\n', 3, '<A x>\nB\n#\n'],
  ['<A x>\nB\n', 1, '#\nB\n'],
  ['A\n</B>\n', 2, 'A\n#\n'],
  ['A', 5, undefined],
])('taking a line away: %j', (text, line, left) => {
  expect(withoutLine(text, line)).toBe(left);
});

describe('exceptions', () => {
  const finding = (apache: Verdict, ours: Verdict) => ({
    configuration: generate(1),
    difference: differenceOf(apache, ours)!,
    apache,
    ours,
  });

  test('have names of their own and say why', () => {
    expect(new Set(exceptions.map(({ id }) => id)).size).toBe(exceptions.length);
    for (const { reason } of exceptions) expect(reason.length).toBeGreaterThan(20);
  });

  test('excuse what they name and nothing else', () => {
    expect(exceptionFor(finding(accepted, refused('Invalid key length, expected 32 got 3')))?.id).toBe(
      'gssapi-values',
    );
    expect(exceptionFor(finding(accepted, refused('KeepAlive must be On or Off')))).toBeUndefined();
    expect(exceptionFor(finding(refused('KeepAlive must be On or Off'), accepted))).toBeUndefined();
  });

  test('findings of one cause have one signature', () => {
    const [one, other] = [
      finding(refused("no file '/a'"), accepted),
      finding(refused("no file '/b'"), accepted),
    ];
    expect(signatureOf(one)).toBe(signatureOf(other));
    expect(signatureOf(one)).not.toBe(signatureOf(finding(refused('something else'), accepted)));
  });
});
