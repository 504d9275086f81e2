import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { Editor, marked, textIn } from './editor.js';

let editor: Editor;
let folder: string;

beforeAll(async () => {
  folder = makeScratch('language-server');
  editor = await Editor.start();
});

afterAll(async () => {
  expect(await editor.stop()).toBe(0);
  dropScratch(folder);
});

let last = 0;

async function hovered(text: string): Promise<{ readonly said: string; readonly over: string } | undefined> {
  last += 1;
  const uri = `file:///nowhere/${last}/a.conf`;
  const { text: plain, position } = marked(text);
  editor.open(uri, plain);
  await editor.diagnostics(uri);
  const hover = await editor.hover(uri, position);
  editor.close(uri);
  if (!hover) return undefined;
  return { said: (hover.contents as { value: string }).value, over: textIn(plain, hover.range!) };
}

const hovers: readonly (readonly [string, string, string | RegExp])[] = [
  ['Serv|erName x', 'ServerName', 'takes'],
  ['servern|ame x', 'servername', '**ServerName**'],
  ['<Loc|ation /a>\n</Location>', 'Location', '**\\<Location>**'],
  ['<Location /a>\n</Loca|tion>', 'Location', '**\\<Location>**'],
  ['<Location /ü😀>\n  Gssapi|SSLonly On\n</Location>', 'GssapiSSLonly', /default: `Off`[\s\S]*```apache\n/],
  ['<Location /a>\n  Require ldap-gr|oup cn=x\n', 'ldap-group', 'mod_authnz_ldap'],
  ['<Location /a>\n  AuthType GSS|API\n', 'GSSAPI', 'Kerberos tickets'],
  ['<If "%{REMOTE_|USER} == \'x\'">', '%{REMOTE_USER}', 'the user who logged in'],
  ['<If "%{req:Ho|st} == \'x\'">', '%{req:Host}', 'a field of the request'],
  ['Define ROOT "/srv/ü"\nDocumentRoot ${RO|OT}/www', '${ROOT}', /\/srv\/ü.*\n\n.*line 1/],
  ['DocumentRoot ${NOT|HING}', '${NOTHING}', 'is not defined'],
  ['DocumentRoot ${KERBGATE_|TEST}', '${KERBGATE_TEST}', 'in the environment'],
  ['Define A "x`y"\nDocumentRoot ${|A}', '${A}', '`` x`y ``'],
  [
    '# kerbgate-disable-next-line require-or, password-in|-clear -- why',
    'password-in-clear',
    '# password-in-clear',
  ],
  ['# kerbgate-disable no-such-r|ule', 'no-such-rule', 'There is no rule'],
  ['<Macro Site $name $port>\n</Macro>\nUse Si|te a 80', 'Site', '<Macro Site $name $port>'],
  ['WSGIScript|Alias /a /b', 'WSGIScriptAlias', 'mod_wsgi'],
];

describe('hover', () => {
  test.each(hovers)('%j is over %j', async (text, over, said) => {
    const hover = await hovered(text);
    expect(hover?.over).toBe(over);
    if (typeof said === 'string') expect(hover?.said).toContain(said);
    else expect(hover?.said).toMatch(said);
  });

  test.each(['| ', 'ServerName |x', '# Serv|erName', 'ServerName x\n|', '"|', '<|', '${|', '%{|'])(
    '%j has nothing to tell',
    async (text) => {
      expect(await hovered(text)).toBeUndefined();
    },
  );
});

test('over a finding hover shows the page of its rule, beside that of the word', async () => {
  const uri = 'file:///nowhere/finding/httpd.conf';
  const text =
    'Listen 80\n<Location /a>\n  AuthType GSSAPI\n  AuthName x\n  GssapiBasicAuth On\n  Require valid-user\n</Location>\n';
  editor.open(uri, text);
  const found = (await editor.diagnostics(uri)).find(({ code }) => code === 'password-in-clear')!;
  const { contents } = (await editor.hover(uri, found.range.start))!;
  const { value } = contents as { value: string };
  expect(value).toContain('# password-in-clear');
  expect(value).toContain(`**${textIn(text, found.range).split(' ')[0]}**`);
  editor.close(uri);
});

describe('definition', () => {
  test('leads to files of an Include, to Define lines and macros in other files', async () => {
    for (const [name, text] of [
      ['conf.d/a.conf', '# ü\r\nDefine ROOT "/srv"\r\n'],
      ['conf.d/b.conf', '<Macro Site $n>\n</Macro>\n'],
      ['other.conf', '# nothing\n'],
    ] as const) {
      mkdirSync(join(folder, 'conf.d'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const main = `Define CONF ${folder}\nInclude \${CONF}/conf.d/*.conf\nIncludeOptional ${folder}/other.conf\nIncludeOptional ${folder}/none/*.conf\nDocumentRoot \${ROOT}\nUse site x\n<IfDefine !ROOT>\n</IfDefine>\n`;
    const uri = pathToFileURL(join(folder, 'httpd.conf')).href;
    editor.open(uri, main);
    await editor.diagnostics(uri);
    const led = async (line: number, character: number): Promise<readonly string[]> =>
      (await editor.definition(uri, { line, character })).map(
        ({ uri: to, range: { start } }) =>
          `${to.slice(to.lastIndexOf('/') + 1)}:${start.line}:${start.character}`,
      );
    expect(await led(1, 20)).toEqual(['a.conf:0:0', 'b.conf:0:0']);
    expect(await led(1, 11)).toEqual(['httpd.conf:0:7']);
    expect(await led(2, 20)).toEqual(['other.conf:0:0']);
    expect(await led(3, 20)).toEqual([]);
    expect(await led(4, 16)).toEqual(['a.conf:1:7']);
    expect(await led(5, 5)).toEqual(['b.conf:0:7']);
    expect(await led(6, 12)).toEqual(['a.conf:1:7']);
    expect(await led(4, 2)).toEqual([]);
    const offered = await editor.completion(uri, { line: 4, character: 15 });
    expect(offered.map(({ label }) => label)).toEqual(expect.arrayContaining(['ROOT', 'CONF']));
    editor.close(uri);
  });

  test('a file that is reached by a link is the one that is open', async () => {
    mkdirSync(join(folder, 'available'));
    mkdirSync(join(folder, 'enabled'));
    writeFileSync(join(folder, 'available/x.conf'), 'Define OLD 1\n');
    symlinkSync(join(folder, 'available/x.conf'), join(folder, 'enabled/x.conf'));
    const open = pathToFileURL(join(folder, 'available/x.conf')).href;
    const uri = pathToFileURL(join(folder, 'links.conf')).href;
    editor.open(open, '# a line more\nDefine NEW 1\n');
    editor.open(uri, `Include ${folder}/enabled/*.conf\nDocumentRoot /\${NEW}\n`);
    await editor.diagnostics(uri);
    const [place] = await editor.definition(uri, { line: 1, character: 17 });
    expect(place).toEqual({
      uri: open,
      range: { start: { line: 1, character: 7 }, end: { line: 1, character: 10 } },
    });
    editor.close(open);
    editor.close(uri);
  });
});

describe('references and renaming', () => {
  const placesOf = (
    locations: readonly { readonly uri: string; readonly range: Range }[],
  ): readonly string[] =>
    locations.map(
      ({ uri, range: { start, end } }) =>
        `${uri.slice(uri.lastIndexOf('/') + 1)}:${start.line}:${start.character}-${end.character}`,
    );

  /** A configuration of three files, of which the first one is open. */
  async function opened(name: string): Promise<{ readonly uri: string; readonly here: string }> {
    const here = join(folder, name);
    mkdirSync(join(here, 'conf.d'), { recursive: true });
    writeFileSync(join(here, 'conf.d/a.conf'), '# ü ${ROOT}\nDefine ROOT "/srv/ü"\nUse SITE b\n');
    writeFileSync(
      join(here, 'conf.d/b.conf'),
      '<Macro Site $n>\n  DocumentRoot "${ROOT}/$n ${ROOT}"\n</Macro>\n',
    );
    const uri = pathToFileURL(join(here, 'httpd.conf')).href;
    editor.open(
      uri,
      `Include ${here}/conf.d/b.conf\nInclude ${here}/conf.d/*.conf\nUse Site \\\n  a\nServerAdmin ü@x \\\n  \${ROOT}\n<IfDefine !ROOT>\n</IfDefine>\nUnDefine "ROOT"\n# Use Site\n`,
    );
    return { uri, here };
  }

  test('a Define, a macro and a file are found wherever they are used', async () => {
    const { uri } = await opened('references');
    const root = placesOf(await editor.references(uri, { line: 5, character: 6 })).toSorted();
    expect(root).toEqual([
      'a.conf:1:7-11',
      'b.conf:1:18-22',
      'b.conf:1:29-33',
      'httpd.conf:5:4-8',
      'httpd.conf:6:11-15',
      'httpd.conf:8:10-14',
    ]);
    expect(placesOf(await editor.references(uri, { line: 6, character: 13 }, false))).toHaveLength(5);
    const macro = placesOf(await editor.references(uri, { line: 2, character: 6 })).toSorted();
    expect(macro).toEqual(['a.conf:2:4-8', 'b.conf:0:7-11', 'httpd.conf:2:4-8']);
    const file = placesOf(await editor.references(uri, { line: 0, character: 12 }));
    expect(file.map((each) => each.split('-')[0]).toSorted()).toEqual(['httpd.conf:0:0', 'httpd.conf:1:0']);
    expect(await editor.references(uri, { line: 9, character: 7 })).toEqual([]);
    editor.close(uri);
  });

  test('a new name is put in all places, and what was read before is read after', async () => {
    const { uri, here } = await opened('renaming');
    const position = { line: 5, character: 6 };
    expect((await editor.renamed(uri, position))?.placeholder).toBe('ROOT');
    const { changes = {} } = await editor.rename(uri, position, 'BASE');
    const changed = (name: string): string => {
      const path = join(here, name);
      const document = pathToFileURL(path).href;
      const text = name === 'httpd.conf' ? editor.textOf(uri) : readFileSync(path, 'utf8');
      return TextDocument.applyEdits(TextDocument.create(document, 'x', 1, text), changes[document] ?? []);
    };
    expect(changed('httpd.conf')).toContain('  ${BASE}\n<IfDefine !BASE>\n</IfDefine>\nUnDefine "BASE"\n');
    // A comment stays as it is.
    expect(changed('conf.d/a.conf')).toBe('# ü ${ROOT}\nDefine BASE "/srv/ü"\nUse SITE b\n');
    expect(changed('conf.d/b.conf')).toContain('"${BASE}/$n ${BASE}"');
    const macro = await editor.rename(uri, { line: 2, character: 5 }, 'Host');
    expect(Object.values(macro.changes!).flat()).toHaveLength(3);
    editor.close(uri);
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ['Define A 1\nDefine B 2\nServerName ${|A}\n', 'B', 'B is a name already'],
    ['Define A 1\nServerName ${|A}\n', 'a b', 'a name begins with a letter'],
    ['ServerName ${|A}\n', 'B', 'no Define line of this configuration makes A'],
    ['Define A 1\n<IfDefine a>\n</IfDefine>\nServerName ${|A}\n', 'B', 'capital and small letters'],
    ['Define A 1\nDefine ${A}B 2\nServerName ${|A}\n', 'C', '(line 2 of'],
    ['<Macro M $x>\n  Use $x\n</Macro>\n<Macro N>\n</Macro>\nUse |N\n', 'O', '(line 2 of'],
    ['ServerName |x\n', 'y', 'no name of a Define or of a macro'],
  ];
  test.each(refused)('%j cannot be renamed to %s', async (text, to, problem) => {
    const { text: plain, position } = marked(text);
    const uri = `untitled:refused-${encodeURIComponent(text)}`;
    editor.open(uri, plain);
    await expect(editor.rename(uri, position, to)).rejects.toThrow(problem);
    editor.close(uri);
  });

  test('a name that -D defines is not renamed', async () => {
    const other = await Editor.start({ initializationOptions: { defines: ['A'] } });
    const uri = 'untitled:given';
    other.open(uri, 'Define A 1\n<IfDefine A>\n</IfDefine>\n');
    await expect(other.rename(uri, { line: 0, character: 7 }, 'B')).rejects.toThrow('defined by -D');
    expect(await other.stop()).toBe(0);
  });
});

describe('outline', () => {
  const uri = 'untitled:outline';
  const text =
    '# one\n# two\nDefine A 1\n<VirtualHost *:80>\n  ServerName x\n  <Location "/ü">\n    Require all granted\n  </Location>\n</VirtualHost>\n<Location /open>\n';

  test('has sections and Define lines, with folds', async () => {
    editor.open(uri, text);
    const symbols = await editor.symbols(uri);
    expect(symbols.map(({ name, children = [] }) => [name, children.map((each) => each.name)])).toEqual([
      ['Define A 1', []],
      ['<VirtualHost *:80>', ['<Location "/ü">']],
      ['<Location /open>', []],
    ]);
    const host = symbols[1]!;
    expect(textIn(text, host.range)).toMatch(/^<VirtualHost[\s\S]*<\/VirtualHost>$/);
    expect(textIn(text, host.selectionRange)).toBe('<VirtualHost *:80>');
    const folds = await editor.folds(uri);
    const sorted = folds.map(({ startLine, endLine, kind = 'section' }) => [startLine, endLine, kind]).sort();
    expect(sorted).toEqual([
      [0, 1, 'comment'],
      [3, 7, 'section'],
      [5, 6, 'section'],
    ]);
  });
});
