import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CompletionItem, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { knownDirectives } from '../../src/directives/index.js';
import { valuesOf } from '../../src/reference/argument-values.js';
import { argumentWords } from '../../src/reference/argument-words.js';
import { Editor, marked } from './editor.js';

let editor: Editor;

beforeAll(async () => {
  editor = await Editor.start();
});

afterAll(async () => {
  expect(await editor.stop()).toBe(0);
});

let last = 0;

async function completed(text: string, name = 'a.conf'): Promise<readonly CompletionItem[]> {
  last += 1;
  const uri = `file:///nowhere/${last}/${name}`;
  const { text: plain, position } = marked(text);
  editor.open(uri, plain);
  const items = await editor.completion(uri, position);
  editor.close(uri);
  return items;
}

interface Case {
  /** `|` is the cursor. */
  readonly text: string;
  readonly offers?: readonly string[];
  readonly not?: readonly string[];
  readonly file?: string;
}

const directives: readonly Case[] = [
  {
    text: '|',
    offers: ['ServerName', 'Listen', '<VirtualHost>', '<Location>'],
    not: ['Require', 'AuthType'],
  },
  { text: 'Serv|', offers: ['ServerName', 'ServerRoot'] },
  {
    text: '<Location /a>\n  |\n</Location>\n',
    offers: ['Require', 'AuthType', 'GssapiCredStore', '<RequireAny>', '<If>'],
    not: ['Listen', '<VirtualHost>', 'DocumentRoot'],
  },
  {
    text: '<VirtualHost *:80>\n|',
    offers: ['DocumentRoot', '<Directory>', 'ServerAlias'],
    not: ['Listen', '<VirtualHost>', 'LoadModule'],
  },
  {
    text: '<VirtualHost *:80>\n<IfModule mod_ssl.c>\n  |\n</IfModule>\n</VirtualHost>\n',
    offers: ['SSLEngine', 'ServerName'],
    not: ['Require', 'Listen'],
  },
  {
    text: '<Directory /a>\n<Limit GET>\n|\n</Limit>\n</Directory>\n',
    offers: ['Require'],
    not: ['<Directory>', 'Listen'],
  },
  {
    text: '<Location /a>\n<RequireAll>\n|',
    offers: ['Require', '<RequireNone>'],
    not: ['SetEnv', 'Options'],
  },
  { text: '<Proxy "*">\n|', offers: ['ProxySet', 'Require'], not: ['Listen'] },
  { text: '<Macro Site $x>\n|\n</Macro>\n', offers: ['Require', 'ServerName', '<VirtualHost>'] },
  {
    text: '|',
    file: '.htaccess',
    offers: ['Require', 'RewriteRule', 'Options', '<Files>'],
    not: ['Listen', '<Directory>', '<VirtualHost>'],
  },
  { text: '<Location /a>\n</Location>\n|', offers: ['Listen'], not: ['Require'] },
  { text: 'Listen 80\\\n  |', not: ['ServerName'] },
];

const tags: readonly Case[] = [
  { text: '<|', offers: ['<Location>', '<VirtualHost>', '<IfModule>'], not: ['Listen', '<RequireAny>'] },
  {
    text: '<Location /a>\n  <|\n',
    offers: ['</Location>', '<RequireAny>', '<Limit>'],
    not: ['<VirtualHost>'],
  },
  {
    text: '<Location /a>\n  <RequireAny>\n  </|',
    offers: ['</RequireAny>'],
    not: ['</Location>', '<Limit>'],
  },
  { text: '<Location /a>\n</Location>\n</|', not: ['</Location>'] },
];

const values: readonly Case[] = [
  { text: '<Location /a>\nGssapiSSLonly |', offers: ['On', 'Off'] },
  { text: '<Location /a>\nGssapiSSLonly O|', offers: ['On', 'Off'] },
  { text: '<Location /a>\nGssapiSSLonly On |', not: ['On', 'Off'] },
  {
    text: '<Location /a>\nRequire |',
    offers: ['valid-user', 'user', 'ldap-group', 'not', 'pac-group'],
    not: ['On'],
  },
  { text: '<Location /a>\nRequire not |', offers: ['ip', 'user'], not: ['not'] },
  { text: '<Location /a>\nRequire all |', offers: ['granted', 'denied'] },
  { text: '<Location /a>\nRequire user |', not: ['granted', 'valid-user'] },
  { text: '<Location /a>\nRequire method GET |', offers: ['POST'] },
  { text: '<Location /a>\nAuthType |', offers: ['GSSAPI', 'Basic', 'Kerberos'] },
  { text: '<Location /a>\nOptions +|', offers: ['+Indexes', '-Indexes', '+ExecCGI'] },
  { text: '<Location /a>\nOptions Indexes |', offers: ['FollowSymLinks'] },
  { text: '<Directory /a>\nAllowOverride |', offers: ['None', 'AuthConfig', 'Nonfatal=All'] },
  { text: '<Location /a>\n<Limit |', offers: ['GET', 'POST'] },
  { text: '<Location /a>\nGssapiAllowedMech |', offers: ['krb5', 'ntlmssp'] },
  { text: '<Location /a>\nSatisfy |', offers: ['any', 'All'] },
  { text: 'SSLProtocol all -|', offers: ['-TLSv1', '+TLSv1.2'] },
  { text: 'LogLevel |', offers: ['debug', 'trace8'] },
  { text: 'Header |', offers: ['always', 'set', 'unset'] },
  { text: '<IfModule |', offers: ['mod_ssl.c', 'mod_auth_gssapi.c'] },
  { text: 'LoadModule |', offers: ['auth_gssapi_module'] },
  { text: 'MaxKeepAliveRequests |', not: ['On', 'None'] },
  { text: 'NoSuchDirective |', not: ['On'] },
];

const names: readonly Case[] = [
  { text: 'Define ROOT /srv\nDefine TEST\nDocumentRoot "${|', offers: ['ROOT', 'TEST'] },
  { text: 'Define ROOT /srv\nDocumentRoot ${RO|}', offers: ['ROOT'] },
  { text: 'Define TEST\n<IfDefine |', offers: ['TEST', '!TEST'] },
  { text: '<Macro Site $name>\n</Macro>\nUse |', offers: ['Site'] },
  { text: '<Macro Site $name>\n</Macro>\nUse Site |', not: ['Site'] },
  { text: '# kerbgate-disable-next-line |', offers: ['require-or', 'password-in-clear'] },
  { text: '# kerbgate-disable-next-line require-or, pass|', offers: ['password-in-clear'] },
  { text: '# kerb|', offers: ['kerbgate-disable-next-line', 'kerbgate-enable'] },
  { text: '# any words |', not: ['kerbgate-enable', 'require-or'] },
];

const expressions: readonly Case[] = [
  { text: '<If "%{|', offers: ['REMOTE_USER', 'REQUEST_URI', 'req:'] },
  { text: '<If "|', offers: ['%{…}', '-n', '-ipmatch', "req('…')"] },
  { text: "<If \"%{REMOTE_USER} == 'x' && -|", offers: ['-n', '-R'] },
  { text: '<Location /a>\nRequire expr %{|', offers: ['REMOTE_USER'] },
  { text: '<Location /a>\nRequire expr |', offers: ['-n'] },
  { text: 'RewriteCond %{|', offers: ['HTTPS'] },
  { text: 'LogFormat "%{|', not: ['REMOTE_USER'] },
  { text: 'Header set X-A "%{|', not: ['REMOTE_USER'] },
  { text: 'Header set X-A "expr=%{|', offers: ['REMOTE_USER'] },
];

describe.each([
  ['directives', directives],
  ['tags', tags],
  ['values', values],
  ['names', names],
  ['expressions', expressions],
])('%s', (_, cases) => {
  test.each(cases.map((each) => [each.text, each] as const))(
    '%j',
    async (text, { offers = [], not = [], file }) => {
      const labels = (await completed(text, file)).map(({ label }) => label);
      expect(labels).toEqual(expect.arrayContaining([...offers]));
      expect(labels.filter((label) => not.includes(label))).toEqual([]);
    },
  );
});

const applied: readonly (readonly [string, string, string])[] = [
  ['Serv|', 'ServerName', 'ServerName '],
  ['# ü😀\n  Serv|', 'ServerName', '# ü😀\n  ServerName '],
  ['<Loca|', '<Location>', '<Location ${1}>\n\t$0\n</Location>'],
  ['Loca|', '<Location>', '<Location ${1}>\n\t$0\n</Location>'],
  ['<Location /a>\n<RequireA|', '<RequireAny>', '<Location /a>\n<RequireAny>\n\t$0\n</RequireAny>'],
  ['<Location /a>\n</|', '</Location>', '<Location /a>\n</Location>'],
  ['<Location /ü>\n</Lo|', '</Location>', '<Location /ü>\n</Location>'],
  ['Options -In|', '-Indexes', 'Options -Indexes'],
  ['Define A 1\nDocumentRoot "/ü/${|', 'A', 'Define A 1\nDocumentRoot "/ü/${A}'],
  ['<If "%{REQ|', 'REQUEST_URI', '<If "%{REQUEST_URI}'],
  ['<If "re|', "req('…')", "<If \"req('$1')"],
];

describe('what is written', () => {
  test.each(applied)('%j with %s', async (text, label, wanted) => {
    const item = (await completed(text)).find((each) => each.label === label);
    const { text: plain } = marked(text);
    const document = TextDocument.create('x:', 'x', 1, plain);
    expect(TextDocument.applyEdits(document, [item!.textEdit as TextEdit])).toBe(wanted);
  });

  test('an offer has its page when it is asked for', async () => {
    const items = await completed('<Location /a>\nGssapiCred|');
    const item = await editor.resolve(items.find(({ label }) => label === 'GssapiCredStore')!);
    expect(JSON.stringify(item.documentation)).toContain('mod_auth_gssapi');
    const rules = await completed('# kerbgate-disable-next-line |');
    const rule = await editor.resolve(rules.find(({ label }) => label === 'require-or')!);
    expect(JSON.stringify(rule.documentation)).toContain('What to do');
  });

  test('what kerbgate serves comes first', async () => {
    const items = await completed('|');
    const sorted = [...items].sort((left, right) => (left.sortText! < right.sortText! ? -1 : 1));
    const place = (label: string): number => sorted.findIndex((each) => each.label === label);
    expect(place('ServerName')).toBeLessThan(place('CacheRoot'));
  });
});

describe('the tables', () => {
  test.each(Object.entries(argumentWords))(
    'every word of %s is one that the directive takes',
    (name, words) => {
      const entry = knownDirectives().find((each) => each.name === name)!;
      const offered = valuesOf(entry, []).map(({ word }) => word.toLowerCase());
      expect(words.map(({ word }) => word.toLowerCase()).filter((word) => !offered.includes(word))).toEqual(
        [],
      );
    },
  );
});
