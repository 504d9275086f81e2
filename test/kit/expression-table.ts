import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fixture, RequestLine } from './fixture.js';
import { projectFolder } from './project.js';

/** One expression of a table. Conditions that look at other paths do not stand in Header lines. */
export interface ExpressionRow {
  readonly line: number;
  readonly kind: 'condition' | 'look' | 'text';
  readonly text: string;
}

const kinds: Readonly<Record<string, ExpressionRow['kind']>> = {
  '?': 'condition',
  '?-': 'look',
  '=': 'text',
};

/** Reads a table of fixtures/expressions; throws with the line on a mistake in it. */
export function readExpressions(name: string): readonly ExpressionRow[] {
  const path = join(projectFolder, 'fixtures/expressions', `${name}.txt`);
  const rows: ExpressionRow[] = [];
  for (const [index, line] of readFileSync(path, 'latin1').split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const [, mark = '', text = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    const kind = Object.hasOwn(kinds, mark) ? kinds[mark] : undefined;
    if (!kind) throw new Error(`${name}:${index + 1}: no row: ${line}`);
    rows.push({ line: index + 1, kind, text });
  }
  return rows;
}

/**
 * One configuration for all rows of a table, with a Location for each: a condition tells in header fields what it is in If,
 * SetEnvIfExpr and Header, and by its status what Require makes of it; a text what it is before and after the handler.
 */
export function expressionFixture(name: string, rows: readonly ExpressionRow[], beginning = ''): Fixture {
  return {
    name,
    configuration: [beginning, surroundings, ...rows.map(location)].join('\n'),
    servers: ['apache', 'kerbgate'],
    modules: [],
    files: {},
    requests: rows.map(request),
  };
}

const surroundings = `DocumentRoot {ROOT}
ServerAdmin admin@main.test
AliasMatch "^/[ct]\\d+$" {ROOT}/page.html
AliasMatch "^/only-subrequests$" {ROOT}/page.html
Redirect /moved /page.html
SetEnvIf Request_Method . SET=yes
Header set X-Before before
Header always set X-Always always
Header always note X-Always NOTED
<Directory {ROOT}>
  Options FollowSymLinks
  Require all granted
</Directory>
<Location /forbidden>
  Require all denied
</Location>
<Location /private>
  AuthType GSSAPI
  AuthName private
  GssapiCredStore keytab:{KEYTAB}
  Require valid-user
</Location>
<Location /only-subrequests>
  Require expr %{IS_SUBREQ} == 'true'
</Location>`;

const fields: RequestLine['headers'] = [
  ['Host', 'example.test'],
  ['User-Agent', 'agent/1'],
  ['Referer', 'http://r/'],
  ['Cookie', 'c=1'],
  ['Accept', '*/*'],
  ['X-One', 'uno'],
  ['X-Many', 'a'],
  ['X-Many', 'b'],
  ['X-Empty', ''],
  ['X-Pat', 'u*'],
  ['X-Name', 'X-One'],
  ['X-Path', '/page.html'],
];

const pathOf = ({ kind, line }: ExpressionRow) => `/${kind === 'text' ? 't' : 'c'}${line}`;

/** A word in quotes as httpd takes them off. */
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;

function location(row: ExpressionRow): string {
  const { kind, text } = row;
  const lines =
    kind === 'text'
      ? [
          `RequestHeader set X-Fixup ${quoted(`expr=${text}`)}`,
          `Header set X-Value ${quoted(`expr=${text}`)}`,
          'Header set X-Earlier "expr=%{req:X-Fixup}"',
        ]
      : [
          `<If ${quoted(text)}>`,
          'Header always set X-If yes',
          '</If>',
          `SetEnvIfExpr ${quoted(text)} HOLDS=yes`,
          'Header always set X-Set "%{HOLDS}e"',
          ...(kind === 'look' ? [] : [`Header always set X-Header yes ${quoted(`expr=${text}`)}`]),
          `Require expr ${text}`,
        ];
  return [`<Location ${pathOf(row)}>`, ...lines.map((line) => `  ${line}`), '</Location>'].join('\n');
}

function request(row: ExpressionRow): RequestLine {
  return {
    text: row.text,
    line: row.line,
    connection: row.line,
    method: 'GET',
    target: `${pathOf(row)}?a=1&b=2`,
    credential: 'none',
    headers: fields,
  };
}
