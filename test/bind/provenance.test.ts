import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import { spanText } from '../../src/syntax/print.js';
import { place } from '../syntax/outline.js';
import { bindText } from './apache.js';

/** The first finding: its place and text, and the related ones with theirs. */
function first(diagnostics: readonly Diagnostic[]): readonly string[] {
  const { span, message, related = [] } = diagnostics[0]!;
  return [
    `${place(span!)} ${message}`,
    ...related.map((each) => `${place(each.span)} [${spanText(each.span)}] ${each.message}`),
  ];
}

describe('a finding about a value leads to the use and to the definition', () => {
  test.each([
    [
      'a Define',
      'Define answer maybe\nKeepAlive ${Answer}\n',
      [
        '2:11-2:20 KeepAlive must be On or Off',
        '1:8-1:20 [answer maybe] ${Answer} is "maybe" by this Define',
      ],
    ],
    [
      'the last one that counted',
      'Define a On\nDefine a maybe\nKeepAlive ${a}\nDefine a Off\n',
      ['3:11-3:15 KeepAlive must be On or Off', '2:8-2:15 [a maybe] ${a} is "maybe" by this Define'],
    ],
    [
      'a Define by way of another',
      'Define a may\nDefine b ${a}be\nKeepAlive ${b}\n',
      [
        '3:11-3:15 KeepAlive must be On or Off',
        '2:8-2:16 [b ${a}be] ${b} is "maybe" by this Define',
        '1:8-1:13 [a may] ${a} is "may" by this Define',
      ],
    ],
    [
      'the environment',
      'KeepAlive ${PLACE}\n',
      ['1:11-1:19 KeepAlive must be On or Off', '1:11-1:19 [${PLACE}] ${PLACE} is "here" in the environment'],
    ],
    [
      'a name that is unknown',
      'Define a Bogus\n${a} x\n',
      [
        "2:1-2:5 Invalid command 'Bogus', perhaps misspelled or defined by a module not included in the server configuration",
        '1:8-1:15 [a Bogus] ${a} is "Bogus" by this Define',
      ],
    ],
    [
      'a closing tag',
      'Define f Files\n<Location /a>\n</${f}>\n',
      [
        '3:1-3:8 Expected </Location> but saw </Files>',
        '2:1-2:14 [<Location /a>] <Location> is open since here',
        '1:8-1:15 [f Files] ${f} is "Files" by this Define',
      ],
    ],
    ['words beside it do not', 'Define a x\nServerAdmin a${a} b\nKeepAlive maybe\n', undefined],
  ])('%s', (_, text, expected) => {
    const { diagnostics } = bindText(text, { environment: { PLACE: 'here' } });
    if (expected) expect(first(diagnostics)).toEqual(expected);
    else expect(diagnostics.map(({ related }) => related?.length)).toEqual([1, undefined]);
  });

  test('many variables and long values are told in short', () => {
    const text = `Define a ${'x'.repeat(1000)}\nKeepAlive ${'${a}'.repeat(50)}\n`;
    const [finding] = bindText(text).diagnostics;
    expect(finding!.related!.length).toBeLessThan(5);
    expect(finding!.related![0]!.message.length).toBeLessThan(100);
  });
});

describe('over files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kerbgate-provenance-'));
    writeFileSync(join(folder, 'names.conf'), '\nDefine answer maybe\n');
    writeFileSync(join(folder, 'uses.conf'), '\n\nKeepAlive ${answer}\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('the use, its includes, and the definition in another file are known', () => {
    const text = 'Include names.conf\nInclude uses.conf\n';
    const [finding] = bindText(text, { serverRoot: folder }).diagnostics;
    const { file } = finding!.span!;
    expect([file.path, place(finding!.span!)]).toEqual([join(folder, 'uses.conf'), '3:11-3:20']);
    expect(place(file.includedFrom!)).toBe('2:1-2:8');
    const [related] = finding!.related!;
    expect([related!.span.file.path, place(related!.span)]).toEqual([join(folder, 'names.conf'), '2:8-2:20']);
    expect(related!.span.file.includedFrom?.file.path).toBe('test.conf');
  });
});
