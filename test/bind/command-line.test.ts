import { expect, test } from '@jest/globals';
import { httpdMessages } from '../../src/report/httpd.js';
import { bindText } from './apache.js';

type Options = Parameters<typeof bindText>[1];

/** What httpd prints of a text with options; as observed from real Apache with the same ones. */
const said = (text: string, options: Options) => httpdMessages(bindText(text, options).diagnostics, 'httpd');

const unknown = (name: string) =>
  `Invalid command '${name}', perhaps misspelled or defined by a module not included in the server configuration`;

test.each<[string, string, Options, readonly string[]]>([
  [
    'what -C gives is judged before the file',
    'Foo',
    { before: ['ServerName a', 'Bogus'] },
    ['AH00526: Syntax error on line 2 of -c/-C directives:', unknown('Bogus')],
  ],
  [
    'a backslash does not continue a directive of the command line',
    'Foo',
    { before: ['Bogus \\', 'x'] },
    ['AH00526: Syntax error on line 1 of -c/-C directives:', unknown('Bogus')],
  ],
  [
    'what -c gives is judged behind it',
    'Foo',
    { after: ['Bogus'] },
    ['AH00526: Syntax error on line 1 of test.conf:', unknown('Foo')],
  ],
  [
    'a section may not reach from one into the other',
    '</Location>',
    { before: ['<Location /a>'] },
    ['httpd: Syntax error in -C/-c directive: -c/-C directives:1: <Location> was not closed.'],
  ],
  [
    'a conditional section that is skipped, neither',
    'Foo',
    { before: ['<IfModule nope.c>'] },
    ['httpd: Syntax error in -C/-c directive: Expected </IfModule> before end of configuration'],
  ],
  [
    'one that is read ends with the command line',
    'KeepAlive On\n</IfModule>',
    { before: ['<IfModule core.c>'] },
    ['httpd: Syntax error on line 2 of test.conf: </IfModule> without matching <IfModule> section'],
  ],
  [
    'files it includes are named below it',
    '',
    { after: ['Include /no/such'] },
    [
      'httpd: Syntax error in -C/-c directive: Could not open configuration file /no/such: No such file or directory',
    ],
  ],
  ['-D gives names and no values', '<IfDefine A>\nFoo\n</IfDefine>', { defines: ['A=b'] }, []],
  ['UnDefine takes them back', 'UnDefine A\n<IfDefine A>\nFoo\n</IfDefine>', { defines: ['A'] }, []],
  [
    'one at a time',
    'UnDefine A\n<IfDefine A>\nFoo\n</IfDefine>',
    { defines: ['A', 'A'] },
    ['AH00526: Syntax error on line 3 of test.conf:', unknown('Foo')],
  ],
  [
    'the environment may bring a name',
    '${A} x',
    { environment: { A: 'Bogus' } },
    ['AH00526: Syntax error on line 1 of test.conf:', unknown('Bogus')],
  ],
  ['the end of a tag', '<Location ${A}\n</Location>', { environment: { A: '/a>' } }, []],
  ['or nothing', '${A}', { environment: { A: '' } }, []],
])('%s', (_, text, options, expected) => {
  expect(said(text, options)).toEqual(expected);
});
