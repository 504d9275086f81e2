import fc from 'fast-check';
import { namesOf } from '../../src/directives/index.js';
import { fixtureConfigurations } from './fixture-texts.js';

const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));

/** Any bytes. */
export const bytes: fc.Arbitrary<string> = fc.string({ unit: byte, maxLength: 300 });

/** Reading other files is another matter than reading this one. */
const names = namesOf('directive').filter((name) => !/^(?:Include|Load)/.test(name));
const sections = namesOf('section');

const token = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ' ',
      ' ',
      '\n',
      '\n',
      '\t',
      '\r\n',
      '\\\n',
      '\\\r\n',
      '"',
      "'",
      '\\',
      '>',
      '<',
      '</',
      '#',
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom(...names) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...sections.flatMap((name) => [`<${name} `, `<${name}>\n`, `</${name}>\n`])),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[
        'On',
        'Off',
        'all',
        'granted',
        'not',
        '/a',
        '~',
        '%{',
        '}',
        '${',
        '${A}',
        '401',
        'expr=',
        'env=',
        '!',
        '[',
        '(',
        ')',
      ],
      ...[
        'Define A ',
        'Use m ',
        '<Macro m $x>\n',
        '</Macro>\n',
        '$x',
        '%{REQUEST_URI}',
        '=~ /x/',
        '-in {',
        '__proto__',
        'constructor',
      ],
      ...[
        '\0',
        '\xff',
        '\xef\xbb\xbf',
        '\v',
        '\f',
        'http://h/',
        'key=value',
        '*',
        '.',
        '-1',
        '99999999999999999999',
        '0x10',
        '\u0080',
      ],
    ),
  },
);

/** Names, brackets, quotes and odd bytes in any order. */
export const tokens: fc.Arbitrary<string> = fc.array(token, { maxLength: 60 }).map((all) => all.join(''));

const configurations = fixtureConfigurations().filter(({ text }) => text.length > 20);

type Change = (lines: readonly string[], at: number, other: number, odd: string) => readonly string[];

const changes: readonly Change[] = [
  (lines, at) => lines.toSpliced(at, 1),
  (lines, at) => lines.toSpliced(at, 0, lines[at]!),
  (lines, at, other) => lines.with(at, lines[other]!).with(other, lines[at]!),
  (lines, at) => lines.slice(0, at),
  (lines, at, other) => lines.with(at, lines[at]!.slice(0, other)),
  (lines, at) => lines.with(at, lines[at]!.replace(/["']/, '')),
  (lines, at) => lines.with(at, lines[at]!.replace(/ /, ' "')),
  (lines, at) => lines.with(at, lines[at]!.replaceAll('"', "'")),
  (lines, at, other, odd) => lines.with(at, lines[at]!.slice(0, other) + odd + lines[at]!.slice(other)),
  (lines, at) => lines.with(at, `${lines[at]}\\`),
  (lines, at) => lines.toSpliced(at, 0, ...Array<string>(40).fill(lines[at]!)),
  (lines, at, other) => lines.toSpliced(at, 0, ...lines.slice(other)),
  (lines, at) => lines.with(at, lines[at]!.replaceAll(/\d+/g, '99999999999999999999')),
  (lines, at) => lines.with(at, lines[at]!.replace(/\S+$/, '')),
];

const change = fc.tuple(
  fc.constantFrom(...changes),
  fc.nat(),
  fc.nat(),
  fc.oneof(byte, fc.constantFrom('${', '%{', '\0', '</')),
);

/** Configurations of the fixtures with lines dropped, doubled, swapped, cut, other quotes and odd bytes. */
export const mutated: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...configurations), fc.array(change, { minLength: 0, maxLength: 4 }))
  .map(([{ text }, made]) => {
    let lines: readonly string[] = text.split('\n').slice(0, 200);
    for (const [edit, at, other, odd] of made)
      if (lines.length > 0) lines = edit(lines, at % lines.length, other % lines.length, odd);
    return lines.join('\n');
  })
  .map((text) => text.replaceAll(/^\s*(?:include|load)/gim, '# $&'));
