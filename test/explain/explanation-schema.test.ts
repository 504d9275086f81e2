import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { kerbgate } from '../cli/run.js';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

let folder = '';
let conf = '';
beforeAll(() => {
  folder = makeScratch('explanation');
  conf = join(folder, 'a.conf');
  writeFileSync(join(folder, 'page.html'), 'page\n');
  writeFileSync(
    conf,
    `ServerName www.example.test
Listen 80
DocumentRoot ${folder}
SetEnvIf Request_URI page seen=yes
<Directory ${folder}>
  Require all granted
  Header set X-A one
</Directory>
<Location /page.html>
  AuthType GSSAPI
  AuthName x
  GssapiCredStore keytab:/etc/none.keytab
  Require user alice@EXAMPLE.TEST
  Header set X-A "expr=%{HTTP_COOKIE}"
  RequestHeader unset Cookie
  ErrorDocument 401 /denied.html
</Location>
<If "%{HTTP_COOKIE} =~ /s=/ && -U '/none'">
  AuthName y
</If>
<VirtualHost *:81>
  ServerName other.example.test
</VirtualHost>
`,
  );
});
afterAll(() => dropScratch(folder));

const schema = JSON.parse(
  readFileSync(join(projectFolder, 'src/explain/explanation.schema.json'), 'utf8'),
) as object;

const questions: readonly (readonly string[])[] = [
  ['/page.html'],
  ['GET //page.html?a', '-H', 'Cookie: s=top-secret', '--user', 'alice@EXAMPLE.TEST'],
  [
    'GET /page.html',
    '-H',
    'Authorization: Basic YWxpY2U6c2VjcmV0',
    '--user',
    'bob',
    '--client-address',
    '192.0.2.1',
  ],
  ['/x', '--server-address', '127.0.0.1:81'],
  ['OPTIONS *'],
  ['/%zz'],
];

describe('the JSON of an explanation', () => {
  test.each(questions.map((words) => [words.join(' '), words] as const))('%s', (_, [request, ...words]) => {
    const { out: output } = kerbgate(['explain', conf, request!, ...words, '--format', 'json']);
    const explanation: unknown = JSON.parse(output);
    const validate = new Ajv({ strict: false }).compile(schema);
    validate(explanation);
    expect(validate.errors).toBeNull();
    expect(output).not.toMatch(/top-secret|YWxpY2U6c2VjcmV0/);
  });
});

describe('the text', () => {
  const told = (...words: string[]): string => kerbgate(['explain', conf, ...words]).out;

  test('says what sections contribute, and what that takes the place of', () => {
    expect(told('/page.html')).toMatch(
      /Require user alice@EXAMPLE\.TEST +\S+:13, instead of Require all granted/,
    );
  });

  test('tells what expressions read, and masks what is secret', () => {
    const text = told('/page.html', '-H', 'Cookie: s=top-secret');
    expect(text).toContain(`gives false, with HTTP_COOKIE="***"`);
    expect(text).not.toContain('top-secret');
  });

  test('tells which line set a variable, and what leads to a file', () => {
    const text = told('/page.html');
    expect(text).toMatch(/variable seen set to "yes" +\S+:4$/m);
    expect(text).toContain(`leads to ${folder}/page.html by DocumentRoot`);
    expect(text).toContain('ErrorDocument for 401: /denied.html');
  });

  test('tells which virtual host answers', () => {
    expect(told('/x', '--server-address', '127.0.0.1:81')).toMatch(
      /server other\.example\.test \(<VirtualHost \*:81>\) +\S+:21/,
    );
  });

  test('--only tells a part', () => {
    const text = told('/page.html', '--only', 'headers', '--user', 'alice@EXAMPLE.TEST');
    expect(text).toMatch(/response field X-A changed|response field X-A set/);
    expect(text).not.toContain('  sections\n');
  });

  test('a method in lower case is refused, with what to write', () => {
    const { code, error } = kerbgate(['explain', conf, 'get /page.html']);
    expect({ code, error }).toMatchObject({ code: 2, error: expect.stringContaining('write GET') });
  });
});
