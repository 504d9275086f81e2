import { expect, test } from '@jest/globals';
import { bind } from '../../src/bind/bind.js';
import { diagnosticJson } from '../../src/cli/diagnostic-json.js';
import { parseConfig } from '../../src/syntax/parse.js';

const nested = `<Macro Site $name>
  Use Flag $name
</Macro>
<Macro Flag $flag>
  KeepAlive $flag
</Macro>
Use Site one
`;

function found(text: string): readonly Readonly<Record<string, unknown>>[] {
  const { value: tree } = parseConfig({ path: 'a.conf', text });
  const options = { defines: [], before: [], after: [], environment: {}, serverRoot: '/' };
  return bind({ path: 'a.conf', text }, tree, options).diagnostics.map(diagnosticJson);
}

test('a finding has its place, what is wrong and what to do', () => {
  expect(found('AuthTyp Basic\n')).toEqual([
    {
      code: 'unknown-directive',
      severity: 'error',
      stage: 'bind',
      file: 'a.conf',
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 8,
      message:
        "Invalid command 'AuthTyp', perhaps misspelled or defined by a module not included in the server configuration",
      hint: 'did you mean AuthType?',
    },
  ]);
});

test('one in a macro has its place in the definition, what httpd names, and the way', () => {
  expect(found(nested)).toMatchObject([
    {
      file: 'a.conf',
      line: 5,
      column: 13,
      endLine: 5,
      endColumn: 18,
      httpd: {
        line: 1,
        file: expect.stringMatching(/^macro 'flag' \(defined on line 4 of "a\.conf"\) used on/),
      },
      way: [
        { how: 'used', file: 'a.conf', line: 2, column: 12, endColumn: 17 },
        { how: 'used', file: 'a.conf', line: 7, column: 10, endColumn: 13 },
      ],
    },
  ]);
});
