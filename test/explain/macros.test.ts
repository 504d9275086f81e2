import { expect, test } from '@jest/globals';
import { kerbgate } from '../cli/run.js';

const configuration = `<Macro Area $path @name>
  <Location /$path>
    Use Login @name
    Require valid-user
  </Location>
</Macro>
<Macro Login @name>
  AuthType GSSAPI
  AuthName @name
</Macro>
Use Area app "My app"
`;

test('a setting from a macro has its place in the definition and the uses that led there', () => {
  const { code, out } = kerbgate(['explain', '-', '/app'], configuration);
  expect(code).toBe(0);
  expect(out).toMatch(/<Location \/app> +<stdin>:2, used at <stdin>:11\n/);
  expect(out).toMatch(/AuthName "My app" +<stdin>:9, used at <stdin>:3, used at <stdin>:11\n/);
  expect(out).toContain('Require valid-user: denied-no-user (no user yet)  <stdin>:4, used at <stdin>:11\n');
});

test('a setting from a macro is told with the arguments of the use it comes from', () => {
  const twice = `${configuration}Use Area other "Their app"\n`;
  expect(kerbgate(['explain', '-', '/app'], twice).out).toContain('AuthName "My app"');
  expect(kerbgate(['explain', '-', '/other'], twice).out).toContain('AuthName "Their app"');
});

test('the ruleset keeps the places', () => {
  const { files, host } = JSON.parse(kerbgate(['compile', '-'], configuration).out);
  expect(files).toEqual(['<stdin>']);
  expect(host.locations[0].from).toEqual({
    file: 0,
    line: 2,
    column: 3,
    used: [{ file: 0, line: 11, column: 10 }],
  });
});
