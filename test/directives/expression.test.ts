import { describe, expect, test } from '@jest/globals';
import { condition, textOrExpression } from '../../src/directives/expression.js';
import { bindText } from '../bind/apache.js';

const loaded =
  (...modules: readonly string[]) =>
  (module: string) =>
    modules.includes(module);

/** What is wrong in a condition, with the part of it that is pointed at. */
function refusal(text: string, isLoaded = loaded()) {
  const parsed = condition(text, isLoaded);
  if (!('problem' in parsed)) return 'none';
  const { problem, offset, length = 0, hint } = parsed;
  return { problem, at: text.slice(offset, offset + length), hint };
}

describe('a refused expression tells its place and what to do', () => {
  test.each<readonly [string, string, hint: string | undefined]>([
    ["%{REMOTE_USERS} == 'a'", 'REMOTE_USERS', 'meant was perhaps REMOTE_USER'],
    [
      "%{HTTP_X_FORWARDED_FOR} == 'a'",
      'HTTP_X_FORWARDED_FOR',
      'a request field is read with %{req:X-Forwarded-For}',
    ],
    ["%{SSL_PROTOCOL} == 'a'", 'SSL_PROTOCOL', 'it is a variable of mod_ssl, which is not loaded'],
    [
      "%{MY_OWN_THING} == 'a'",
      'MY_OWN_THING',
      'a variable of the environment is read with %{reqenv:MY_OWN_THING}',
    ],
    ["'x' == %{tolowr:a}", 'tolowr', 'meant was perhaps tolower'],
    ["ssl('x') == 'a'", 'ssl', 'it is a function of mod_ssl, which is not loaded'],
    ["true && -N 'a'", '-N', 'the case of these letters counts: -n'],
    ["-q 'a'", '-q', undefined],
    ["'a' -strmach 'b'", '-strmach', 'meant was perhaps -strmatch'],
    ["'a' in split('b')", 'split', 'write the members out: in { "one", "two" }'],
    ['-R %{REMOTE_ADDR}', '-R', "write the network out in quotes: -R '10.0.0.0/8'"],
    ["'a' =~ /(b/", '/(b/', 'missing closing parenthesis (at offset 2)'],
  ])('%s', (text, at, hint) => {
    expect(refusal(text)).toMatchObject({ at, hint });
  });

  test('names of other modules exist where those are loaded', () => {
    expect(refusal('-n %{SSL_PROTOCOL} && -n %{SSL:HTTPS}', loaded('mod_ssl'))).toBe('none');
    expect(refusal("'a' in PeerExtList('x')", loaded('mod_ssl'))).toBe('none');
    expect(refusal('-n %{HC_BODY} && -n hc("body")', loaded('mod_proxy_hcheck'))).toBe('none');
    expect(refusal('-n hc("body")')).toMatchObject({ problem: "Function 'hc' does not exist" });
  });

  test.each<readonly [string, line: string, at: string]>([
    ['a quoted word', `<If "-n %{NOPE} && true">\n</If>`, 'NOPE'],
    ['a word with escapes', `<If "'\\"' == %{NOPE}">\n</If>`, 'NOPE'],
    ['single quotes', `<If '"\\'" == %{NOPE}'>\n</If>`, 'NOPE'],
    ['a bare word', `<If -n%{NOPE}>\n</If>`, 'NOPE'],
    ['a Require line', `<Location /a>\nRequire expr %{REMOTE_ADDR} == %{NOPE}\n</Location>`, 'NOPE'],
    ['a quoted Require line', `<Location /a>\nRequire expr "-n %{NOPE}"\n</Location>`, 'NOPE'],
    ['users', `<Location /a>\nRequire user alice %{NOPE}\n</Location>`, 'NOPE'],
    ['a field', `Header set X "expr=a%{NOPE}"`, 'NOPE'],
    ["a field's condition", `Header set X a "expr=-q 'x'"`, '-q'],
    ['an error document', `ErrorDocument 403 "a %{NOPE}"`, 'NOPE'],
    ['a redirect', `<Location /a>\nRedirect 301 /%{NOPE}\n</Location>`, 'NOPE'],
    ['an alias', `<Location /a>\nAlias /%{NOPE}\n</Location>`, 'NOPE'],
    ['a name', `<Location /a>\nAuthName "a %{NOPE}"\n</Location>`, 'NOPE'],
    ['a handler', `<Location /a>\nSetHandler "%{NOPE}"\n</Location>`, 'NOPE'],
    ['a variable', `SetEnvIfExpr "-n %{NOPE}" A`, 'NOPE'],
    ['the end', `SetEnvIfExpr "'a' ==" A`, '"'],
  ])('in %s', (_title, text, at) => {
    const [found] = bindText(text).diagnostics;
    const { span } = found!;
    expect(span!.file.text.slice(span!.start, span!.end)).toBe(at);
  });

  test('a line that goes on is pointed at as a whole', () => {
    const [found] = bindText('<If "-n \\\n%{NOPE}">\n</If>').diagnostics;
    const { span } = found!;
    expect(span!.file.text.slice(span!.start, span!.end)).toBe('"-n \\\n%{NOPE}"');
  });
});

describe('texts', () => {
  test('without variables are plain', () => {
    expect(textOrExpression('a b')).toEqual({ value: 'a b' });
    expect(textOrExpression('\\101')).toEqual({ value: 'A' });
  });

  test('are too long for httpd even so', () => {
    expect(textOrExpression('a'.repeat(8191))).toEqual({ value: 'a'.repeat(8191) });
    expect(textOrExpression('a'.repeat(8192))).toMatchObject({ problem: 'String too long' });
  });
});

test('the same text is parsed once, whatever modules are loaded', () => {
  const text = '-n %{SSL_PROTOCOL}';
  const first = condition(text, loaded('mod_ssl'));
  expect(condition(text)).toEqual(first);
  expect(refusal(text)).toMatchObject({ problem: "Variable 'SSL_PROTOCOL' does not exist" });
  if ('problem' in first) throw new Error(first.problem);
  const again = condition(text, loaded('mod_ssl'));
  expect('value' in again && again.value.expression).toBe(first.value.expression);
});
