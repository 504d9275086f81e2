import { describe, expect, test } from '@jest/globals';
import { bind } from '../../src/bind/bind.js';
import { httpdMessages } from '../../src/report/httpd.js';
import { renderDiagnostics } from '../../src/report/pretty.js';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import { parseConfig } from '../../src/syntax/parse.js';

const plain = { colour: false, width: 80 };

function found(text: string): readonly Diagnostic[] {
  const file = { path: 'a.conf', text };
  const { value: tree } = parseConfig(file);
  return bind(file, tree, { defines: [], before: [], after: [], environment: {}, serverRoot: '/' })
    .diagnostics;
}

const nested = `<Macro Site $name $realm>
  <Location /$name>
    AuthName $realm
  </Location>
  Use Flag $name
</Macro>
<Macro Flag $flag>
  KeepAlive $flag
</Macro>
Use Site one Intranet
Use Site two "The Intranet"
`;

test('a finding in a macro shows the definition, then each use with the argument that was put in', () => {
  expect(
    renderDiagnostics(found(nested).slice(0, 1), plain),
  ).toBe(`a.conf:8:13: error: KeepAlive must be On or Off
  8 |   KeepAlive $flag
    |             ^^^^^
  used at a.conf:5:12
  5 |   Use Flag $name
    |            ^^^^^
  used at a.conf:10:10
  10 | Use Site one Intranet
     |          ^^^
`);
});

test('one place in a macro is told once, with the lines of the other uses', () => {
  const text = renderDiagnostics(
    found(nested).filter(({ message }) => message.startsWith('AuthName')),
    plain,
  );
  expect(
    text,
  ).toBe(`a.conf:3:14: error: AuthName takes one argument, the authentication realm (e.g. "Members Only")
  3 |     AuthName $realm
    |              ^^^^^^
  used at a.conf:11:14
  11 | Use Site two "The Intranet"
     |              ^^^^^^^^^^^^^^
`);
  const unknown = `<Macro M $a>\nFoo $a\n</Macro>\n${'Use M x\n'.repeat(5)}`;
  expect(renderDiagnostics(found(unknown), plain)).toContain(
    '… and 4 more like this, lines 5, 6, 7, 8; check --all shows them\n',
  );
  expect(
    renderDiagnostics(found(unknown), { ...plain, all: true }).match(/a\.conf:2:1: error/g),
  ).toHaveLength(5);
});

test('long ways are cut in the middle', () => {
  const macros = Array.from({ length: 20 }, (_, at) => `<Macro M${at}>\nUse M${at + 1}\n</Macro>\n`).join('');
  const text = renderDiagnostics(found(`${macros}<Macro M20>\nFoo\n</Macro>\nUse M0\n`), plain);
  expect(text.match(/used at/g)).toHaveLength(8);
  expect(text).toContain('  … 13 more uses and includes …\n');
  expect(text).toContain('  used at a.conf:64:1\n');
});

describe('httpd names the macro and its use', () => {
  test('for what it finds when all is read', () => {
    expect(httpdMessages(found(nested), 'httpd')).toEqual([
      `AH00526: Syntax error on line 1 of macro 'flag' (defined on line 7 of "a.conf") used on line 4 of "macro 'site' (defined on line 1 of "a.conf") used on line 10 of "a.conf"":`,
      'KeepAlive must be On or Off',
    ]);
  });

  test('and writes what is not printable as its log does', () => {
    expect(httpdMessages(found('<Macro M>\n</Macro>\nUse \xe9\\x\n'), 'httpd')).toEqual([
      "httpd: Syntax error on line 3 of a.conf: macro '\\xe9\\\\x' undefined",
    ]);
  });

  test('its two lines are one here', () => {
    const [finding] = found('<Macro M>\n');
    expect(httpdMessages([finding!], 'httpd')[0]).toContain(
      '(defined on line 1 of "a.conf")\\n\\tcontents error: ',
    );
    expect(renderDiagnostics([finding!], plain)).toContain(
      '(defined on line 1 of "a.conf"): contents error: ',
    );
  });
});
