import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Diagnostic } from 'vscode-languageserver';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { Editor, textIn } from './editor.js';

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

/** A document of its own, in a folder of its own. */
function place(name = 'httpd.conf'): { readonly uri: string; readonly here: string } {
  last += 1;
  const here = join(folder, String(last));
  mkdirSync(here);
  return { uri: pathToFileURL(join(here, name)).href, here };
}

const told = (text: string, diagnostics: readonly Diagnostic[]): readonly (readonly [unknown, string])[] =>
  diagnostics.map(({ code, range }) => [code, textIn(text, range)]);

async function toldOf(text: string, name?: string): Promise<readonly (readonly [unknown, string])[]> {
  const { uri } = place(name);
  editor.open(uri, text);
  const diagnostics = await editor.diagnostics(uri);
  editor.close(uri);
  return told(text, diagnostics);
}

const inClear =
  'Listen 80\n<Location /a>\n  AuthType GSSAPI\n  AuthName "Bücher 😀"\n  GssapiBasicAuth On\n  Require valid-user\n</Location>\n';

describe('what is told of a document', () => {
  test('findings of check and of lint, each once, with code, severity and what to do', async () => {
    const { uri } = place();
    const text = `${inClear}Requir all granted\n`;
    editor.open(uri, text);
    const wrong = (await editor.diagnostics(uri)).find(
      ({ severity, code }) => severity === 1 && code === 'unknown-directive',
    );
    expect(wrong).toMatchObject({ code: 'unknown-directive', severity: 1, source: 'kerbgate' });
    expect(wrong!.message).toContain('hint: did you mean Require?');
    editor.edit(uri, [{ range: wrong!.range, newText: '#' }]);
    const after = await editor.diagnostics(uri);
    expect(after.map(({ code }) => code)).not.toContain('unknown-directive');
    const [lint, ...again] = after.filter(({ code }) => code === 'password-in-clear');
    expect(again).toEqual([]);
    // A rule's page has no address.
    expect(lint!.codeDescription).toBeUndefined();
    expect(lint!.message).toContain('kerbgate explain');
  });

  test.each([
    [
      'multi-byte characters',
      '# 😀\n<Location "/ü😀">\n  AuthName "日本" ; AuthTyp x\n  Requir ü\n</Location>\n',
      [['unknown-directive', 'Requir']],
    ],
    ['CRLF', '# ü\r\n<Location "/ü">\r\n  Requir x\r\n</Location>\r\n', [['unknown-directive', 'Requir']]],
    ['continued lines', 'ServerName \\\n  "ü"\n  😀 x\n', [['unknown-directive', '😀']]],
    ['arguments', '<Location "/ü😀">\n  Options ü Indexes 😀Bad\n</Location>\n', undefined],
  ] as const)('%s: ranges are those of the editor', async (_, text, wanted) => {
    const found = await toldOf(text);
    if (wanted) expect(found).toEqual(expect.arrayContaining(wanted.map((each) => [...each])));
    else expect(found.map(([, at]) => at)).toContain('ü');
  });

  test('an edit in the middle of a line takes the finding away', async () => {
    const { uri } = place();
    editor.open(
      uri,
      '# ü😀\r\n<Location "/ü">\r\n  AuthName "😀"\r\n  Requir ip 192.0.2.1\r\n</Location>\r\n',
    );
    expect((await editor.diagnostics(uri)).map(({ code }) => code)).toEqual(['crlf', 'unknown-directive']);
    const at = { line: 3, character: 8 };
    editor.change(uri, { range: { start: at, end: at }, text: 'e' });
    expect((await editor.diagnostics(uri)).map(({ code }) => code)).toEqual(['crlf']);
    editor.change(
      uri,
      { range: { start: { line: 0, character: 2 }, end: { line: 0, character: 5 } }, text: 'é' },
      { range: { start: { line: 3, character: 2 }, end: { line: 3, character: 9 } }, text: 'Wrong' },
    );
    const text = editor.textOf(uri);
    expect(told(text, await editor.diagnostics(uri))).toContainEqual(['unknown-directive', 'Wrong']);
  });

  test('a per-directory file is read as one', async () => {
    expect(await toldOf('Require ip 192.0.2.1\nListen 80\n', '.htaccess')).toEqual([
      ['not-allowed-here', 'Listen'],
    ]);
  });

  test('what a comment switches off is not told', async () => {
    const comment = '# kerbgate-disable-next-line password-in-clear -- ü\n';
    expect((await toldOf(inClear)).map(([code]) => code)).toContain('password-in-clear');
    const codes = (await toldOf(inClear.replace(/ {2}(?=AuthType|GssapiBasicAuth)/g, `  ${comment}  `))).map(
      ([code]) => code,
    );
    expect(codes).not.toContain('password-in-clear');
  });

  test('macros are told of where they are written, and lead to where they are used', async () => {
    const { uri } = place();
    const text = '<Macro Site $x>\n  Requir $x\n</Macro>\n<Location /a>\n  Use Site ü\n</Location>\n';
    editor.open(uri, text);
    const [found] = await editor.diagnostics(uri);
    expect(told(text, [found!])).toEqual([['unknown-directive', 'Requir']]);
    const [related] = found!.relatedInformation!;
    expect(related!.message).toBe('used here');
    expect(textIn(text, related!.location.range)).toMatch(/^Use/);
  });

  test.each([
    [
      'a comment behind arguments',
      '<Location /a>\n  GssapiSSLonly On # ü\n</Location>\n',
      'comment-behind-line',
    ],
    ['a file that is not there', 'Include /no/such/file.conf\n', 'file-unreadable'],
    [
      'a macro that is used twice',
      '<Macro A $x>\n  ServerName ${NONE}$x\n</Macro>\nUse A a\nUse A b\n',
      'variable-undefined',
    ],
  ])('%s: what says the same of the same place is told once', async (_, text, code) => {
    const { uri } = place();
    editor.open(uri, text);
    expect((await editor.diagnostics(uri)).map((each) => each.code)).toEqual([code]);
    editor.close(uri);
  });

  test('thousands of findings are bounded, and the rest is counted', async () => {
    const { uri } = place();
    editor.open(uri, 'Wrong x\n'.repeat(3000));
    const found = await editor.diagnostics(uri);
    expect(found).toHaveLength(1001);
    expect(found.at(-1)!.message).toContain('2000 more');
    editor.close(uri);
  });

  test('a document that is no file is looked at, too', async () => {
    editor.open('untitled:Untitled-1', 'Wrong ü\n');
    expect((await editor.diagnostics('untitled:Untitled-1')).map(({ code }) => code)).toEqual([
      'unknown-directive',
    ]);
    editor.open('git:/a/b.conf?x=%zz', 'Wrong ü\n');
    expect(await editor.diagnostics('git:/a/b.conf?x=%zz')).toHaveLength(1);
    editor.open('file://elsewhere/b.conf', 'Wrong ü\n');
    expect(await editor.diagnostics('file://elsewhere/b.conf')).toHaveLength(1);
  });

  test('a closed document has nothing more to tell', async () => {
    const { uri } = place();
    editor.open(uri, 'Wrong x\n');
    expect(await editor.diagnostics(uri)).toHaveLength(1);
    editor.close(uri);
    await editor.told(uri, ({ diagnostics }) => diagnostics.length === 0);
  });
});

describe('settings of the linter', () => {
  test('the nearest file above counts, with its overrides', async () => {
    const { uri, here } = place('old.conf');
    const settings = {
      rules: { 'password-in-clear': 'error' },
      overrides: [{ files: ['old.conf'], rules: { 'password-in-clear': 'note' } }],
    };
    writeFileSync(join(here, 'kerbgate.json'), JSON.stringify(settings));
    editor.open(uri, inClear);
    const severity = async (): Promise<unknown> =>
      (await editor.diagnostics(uri)).find(({ code }) => code === 'password-in-clear')?.severity;
    expect(await severity()).toBe(3);
    writeFileSync(join(here, 'kerbgate.json'), '{"rules":{"password-in-clear":"off"}}');
    editor.notify('workspace/didChangeWatchedFiles', { changes: [] });
    await editor.told(
      uri,
      ({ diagnostics }) => !diagnostics.some(({ code }) => code === 'password-in-clear'),
    );
    writeFileSync(join(here, 'kerbgate.json'), '{"rules":{"no-such-rule":"off"}}');
    editor.notify('textDocument/didSave', { textDocument: { uri } });
    const found = await editor.told(uri, ({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 'settings'),
    );
    expect(found[0]!.message).toContain('no-such-rule');
    writeFileSync(join(here, 'kerbgate.json'), '{"ignore":["old.conf"]}');
    editor.notify('textDocument/didSave', { textDocument: { uri } });
    await editor.told(uri, ({ diagnostics }) => diagnostics.length === 0);
  });
});

describe('several files', () => {
  test('the text in the editor stands for an included file, whatever link leads to it', async () => {
    const { uri, here } = place();
    mkdirSync(join(here, 'available'));
    mkdirSync(join(here, 'enabled'));
    writeFileSync(join(here, 'available/x.conf'), '# ü\nRequir all granted\n');
    symlinkSync('../available/x.conf', join(here, 'enabled/x.conf'));
    const text = `# ü\nInclude "${here}/enabled/*.conf"\n`;
    editor.open(uri, text);
    const [there] = await editor.diagnostics(uri);
    expect(told(text, [there!])).toEqual([['in-included-file', 'Include']]);
    expect(there!.message).toMatch(/^1 error in .*x\.conf$/);
    const [related] = there!.relatedInformation!;
    expect(related!.location.uri).toMatch(/x\.conf$/);
    expect(related!.location.range.start).toEqual({ line: 1, character: 0 });
    const part = pathToFileURL(join(here, 'available/x.conf')).href;
    editor.open(part, '# nothing is wrong\n');
    await editor.told(uri, ({ diagnostics }) => diagnostics.length === 0);
    expect(await editor.diagnostics(part)).toEqual([]);
    editor.close(part);
    await editor.told(uri, ({ diagnostics }) => diagnostics.length === 1);
    editor.close(uri);
  });

  test('with a main file, parts are told what is found in the whole', async () => {
    const { uri, here } = place('part.conf');
    writeFileSync(join(here, 'httpd.conf'), 'Define PORT 8080\nInclude part.conf\nUse Site b\n');
    const text = 'Listen ${PORT}\n<Macro Site $x>\n  Wrong $x\n</Macro>\n';
    const whole = await Editor.start({ folder: here, settings: { main: 'httpd.conf', root: '.' } });
    whole.open(uri, text);
    const found = await whole.told(uri, ({ diagnostics }) => diagnostics.length > 0);
    expect(told(text, found)).toEqual([['unknown-directive', 'Wrong']]);
    const alone = pathToFileURL(join(here, 'alone.conf')).href;
    whole.open(alone, 'Listen ${PORT}\n');
    const undefinedThere = await whole.told(alone, ({ diagnostics }) => diagnostics.length > 0);
    expect(undefinedThere.map(({ code }) => code)).toContain('variable-undefined');
    const main = pathToFileURL(join(here, 'httpd.conf')).href;
    whole.open(main, 'Define PORT 8080\nInclude part.conf\n');
    await whole.told(uri, ({ diagnostics }) => diagnostics.length === 0);
    expect(await whole.diagnostics(main)).toEqual([]);
    whole.change(main, { text: 'Define PORT 8080\nInclude part.conf\nInclude alone.conf\n' });
    await whole.told(alone, ({ diagnostics }) => diagnostics.length === 0);
    expect(await whole.stop()).toBe(0);
  });

  test('a main file that is not there is told in the log, and parts are looked at by themselves', async () => {
    const { uri, here } = place('part.conf');
    const lost = await Editor.start({
      folder: here,
      initializationOptions: { main: 'none.conf', defines: ['X'] },
    });
    const text = '<IfDefine X>\nWrong x\n</IfDefine>\n';
    lost.open(uri, text);
    expect(told(text, await lost.diagnostics(uri))).toEqual([['unknown-directive', 'Wrong']]);
    expect(await lost.stop()).toBe(0);
  });
});
