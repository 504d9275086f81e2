import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/syntax/parse.js';
import type { Directive } from '../../src/syntax/tree.js';
import { expandArguments, lookupIn, rewriteArguments } from '../../src/syntax/variables.js';
import { place, shown } from './outline.js';

const lookup = lookupIn(
  new Map([
    ['Realm', 'EXAMPLE.ORG'],
    ['two', 'one two'],
    ['quote', '"'],
    ['empty', ''],
    ['nested', '${Realm}'],
  ]),
  { HOME: '/home/zoë', REALM: 'not this', '': 'nameless' },
);

function argumentsOf(text: string) {
  const [item] = parseConfig({ path: 'test.conf', text }).value.items;
  return (item as Directive).args;
}

/** The raw text, the words with their places and the diagnostics after expansion. */
function expand(text: string) {
  const { value, diagnostics } = expandArguments(argumentsOf(text), lookup);
  return [
    value.raw,
    ...value.words.map((word) => `${place(word.span)} ${word.value}`),
    ...diagnostics.map(shown),
  ];
}

describe('expansion', () => {
  test.each([
    ['a defined name', 'A x${Realm}y z', ['xEXAMPLE.ORGy z', '1:3-1:13 xEXAMPLE.ORGy', '1:14-1:15 z']],
    ['names without regard to case', 'A ${REALM}', ['EXAMPLE.ORG', '1:3-1:11 EXAMPLE.ORG']],
    ['the environment, as UTF-8 bytes', 'A ${HOME}', ['/home/zoÃ«', '1:3-1:10 /home/zoÃ«']],
    ['blanks in a value cut words', 'A a${two}b', ['aone twob', '1:3-1:10 aone', '1:4-1:11 twob']],
    ['unless the use is quoted', 'A "a ${two}"', ['"a one two"', '1:3-1:13 a one two']],
    ['quotes in a value open words', 'A ${quote}a b" c', ['"a b" c', '1:3-1:15 a b', '1:16-1:17 c']],
    ['an empty value', 'A ${empty} a', [' a', '1:12-1:13 a']],
    ['an empty value alone', 'A ${empty}', ['']],
    ['values are not expanded again', 'A ${nested}', ['${Realm}', '1:3-1:12 ${Realm}']],
    ['an empty name is a name', 'A ${}', ['nameless', '1:3-1:6 nameless']],
    [
      'continuations before and inside',
      'A a \\\n${Re\\\nalm}b',
      ['a EXAMPLE.ORGb', '1:3-1:4 a', '2:1-3:6 EXAMPLE.ORGb'],
    ],
    [
      'no end, no use',
      'A ${Realm $ $x {y',
      ['${Realm $ $x {y', '1:3-1:10 ${Realm', '1:11-1:12 $', '1:13-1:15 $x', '1:16-1:18 {y'],
    ],
    ['a dollar before a use', 'A $${Realm}', ['$EXAMPLE.ORG', '1:3-1:12 $EXAMPLE.ORG']],
    [
      'an unknown name stays, with a warning',
      'A a ${None}',
      [
        'a ${None}',
        '1:3-1:4 a',
        '1:5-1:12 ${None}',
        'warning 1:5-1:12 AH00111: Config variable ${None} is not defined',
      ],
    ],
    ['but not one with a colon, which rewrite maps use', 'A ${map:x}', ['${map:x}', '1:3-1:11 ${map:x}']],
    [
      'a name goes to the first brace',
      'A ${a${Realm}}',
      [
        '${a${Realm}}',
        '1:3-1:15 ${a${Realm}}',
        'warning 1:3-1:14 AH00111: Config variable ${a${Realm} is not defined',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(expand(text)).toEqual(expected);
  });

  test('arguments without a use stay the same object', () => {
    const args = argumentsOf('A $b {c}');
    expect(expandArguments(args, lookup).value).toBe(args);
  });

  test('arguments that were rewritten before lead to their whole span', () => {
    const once = rewriteArguments(argumentsOf('A $m x'), [{ text: '${Realm} y', start: 0, end: 4 }]);
    const { words } = expandArguments(once, lookup).value;
    expect(words.map(({ value, span }) => `${place(span)} ${value}`)).toEqual([
      '1:3-1:7 EXAMPLE.ORG',
      '1:3-1:7 y',
    ]);
  });
});
