import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fixtureConfigurations } from '../fuzz/fixture-texts.js';
import { projectFolder } from '../kit/project.js';
import { Editor } from './editor.js';

describe('the end', () => {
  test('exit after shutdown is fine, without it a failure', async () => {
    const editor = await Editor.start();
    expect(await editor.stop()).toBe(0);
    const rude = await Editor.start();
    rude.notify('exit', null);
    expect(await rude.ended()).toBe(1);
  });

  test('an editor that is gone ends the server, whatever it is busy with', async () => {
    const editor = await Editor.start();
    editor.open('untitled:a', hugeText());
    // The answer shows that the text has come.
    expect(await editor.hover('untitled:a', { line: 0, character: 2 })).not.toBeNull();
    expect(await editor.hangUp()).toBe(1);
  });

  const unreadable: readonly (readonly [string, string, string])[] = [
    ['half a message', 'Content-Length: 5\r\n\r\n{"x":', ''],
    ['a length below nothing', 'Content-Length: -5\r\n\r\n{}', 'Content-Length: -5 is not from 2 to'],
    [
      'a length beyond all texts',
      'Content-Length: 99999999999\r\n\r\n{}',
      'Content-Length: 99999999999 is not',
    ],
    ['a length that is no number', 'Content-Length: 0x10\r\n\r\n{}', 'Content-Length: 0x10 is not'],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}', 'has to have one Content-Length'],
    ['no length', 'Content-Type: a\r\n\r\n{}', 'has to have one Content-Length'],
    ['a head without an end', 'Content-Length: 2\r\n'.repeat(1000), 'the head of a message does not end'],
  ];

  test.each(unreadable)('%s ends the server, which tells why', async (_, text, problem) => {
    const child = spawn(process.execPath, [join(projectFolder, 'bin/kerbgate'), 'language-server']);
    const output: Buffer[] = [];
    let log = '';
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    // It ends while its input is still open.
    const closed = new Promise((resolve) => child.once('close', resolve));
    if (problem === '') child.stdin.end(text);
    else child.stdin.write(text);
    expect(await closed).toBe(1);
    const said = Buffer.concat(output).toString();
    expect(said).toMatch(/^(?:Content-Length: \d+\r\n\r\n\{[^\r]*\})*$/);
    expect(log).toContain(problem);
    if (problem !== '')
      expect(said).toContain(`"code":-32700,"message":"the editor's messages cannot be read: `);
  });
});

describe('whatever the text', () => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.start();
  });

  afterAll(async () => {
    expect(await editor.stop()).toBe(0);
    expect(editor.log).not.toMatch(/error/i);
  });

  /** Everything an editor may ask for, at some places. */
  async function askAll(
    uri: string,
    positions: readonly { readonly line: number; readonly character: number }[],
  ) {
    for (const position of positions) {
      await editor.hover(uri, position);
      await editor.completion(uri, position);
      await editor.definition(uri, position);
    }
    await editor.symbols(uri);
    await editor.folds(uri);
    await editor.actions(uri, { start: { line: 0, character: 0 }, end: { line: 99999, character: 0 } });
  }

  const odd: readonly (readonly [string, string])[] = [
    ['empty', ''],
    ['a bracket', '<'],
    ['only closes', '</Location>\n</\n</>\n<>\n'],
    ['open quotes', 'ServerName "\n<Location "/a\nRequire \'x\n'],
    ['half a variable', 'ServerName ${\nServerName ${}\nServerName ${A${B}}\n'],
    ['half an expression', '<If "%{">\n<If "%{REMOTE_USER">\nRequire expr %{\n'],
    ['zero bytes', 'Server\0Name x\n\0\0\n'],
    ['carriage returns', 'ServerName a\rListen 80\r\r\n\r'],
    ['a backslash at the end', 'ServerName \\\n\\'],
    ['surrogates', '# \ud800\nServerName \udc00\ud83d\n'],
    ['a macro without its end', '<Macro A $x\nUse A\nUse A x y z\n<Macro\n'],
    ['a circle of macros', '<Macro A>\nUse A\n</Macro>\nUse A\n'],
    ['many open sections', '<Location /a>\n'.repeat(3000)],
    ['a run of blank lines', `<Location /a>\n${'\n'.repeat(50_000)}# x\n`],
    ['a long line', `ServerName ${'ü'.repeat(200_000)}`],
    ['a long name in a condition', `<If "${'a'.repeat(50_000)}!`],
    ['many names', 'Define A 1\n'.repeat(20_000)],
    [
      'names of objects',
      '__proto__ x\n<constructor>\nUse toString\nRequire hasOwnProperty\nOptions constructor\n',
    ],
  ];

  test.each(odd)('%s', async (name, text) => {
    const uri = `untitled:${name.replaceAll(' ', '-')}`;
    editor.open(uri, text);
    await editor.diagnostics(uri);
    const lines = text.split(/\r\n|\n|\r/);
    const ends = [0, 1, 2, lines.length - 1].map((line) => ({ line, character: lines[line]?.length ?? 7 }));
    await askAll(uri, [
      { line: 0, character: 0 },
      { line: 0, character: 5 },
      ...ends,
      { line: 1e9, character: 1e9 },
    ]);
    editor.close(uri);
  });

  test('texts of the fixtures, cut and mixed', async () => {
    const texts = fixtureConfigurations().map(({ text }) => text);
    const piece = fc
      .constantFrom(...texts)
      .chain((text) =>
        fc.tuple(fc.nat(text.length), fc.nat(400)).map(([from, length]) => text.slice(from, from + length)),
      );
    const uri = 'untitled:mixed';
    editor.open(uri, '');
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 4 }),
        fc.nat(30),
        fc.nat(40),
        async (pieces, line, character) => {
          editor.change(uri, { text: pieces.join('') });
          await askAll(uri, [{ line, character }]);
          expect((await editor.diagnostics(uri)).map(({ code }) => code)).not.toContain('not-looked-at');
        },
      ),
      { numRuns: 25, seed: 1 },
    );
  });

  test('requests about what is not open have no answer', async () => {
    const uri = 'untitled:never';
    expect(await editor.hover(uri, { line: 0, character: 0 })).toBeNull();
    expect(await editor.definition(uri, { line: 0, character: 0 })).toEqual([]);
    expect(await editor.symbols(uri)).toEqual([]);
    editor.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: 'x' }],
    });
    editor.notify('textDocument/didClose', { textDocument: { uri } });
    expect(await editor.folds(uri)).toEqual([]);
  });

  test('while a huge document is looked at, other requests are answered, and outdated looks are dropped', async () => {
    const huge = 'untitled:huge';
    const small = 'untitled:small';
    editor.open(small, 'ServerName x\n');
    editor.open(huge, hugeText());
    for (let edit = 0; edit < 3; edit += 1) {
      const at = { line: 0, character: 0 };
      editor.change(huge, { range: { start: at, end: at }, text: `# ${edit}\n` });
      expect(await editor.hover(small, { line: 0, character: 2 })).not.toBeNull();
    }
    const at = { line: 0, character: 0 };
    editor.change(huge, { range: { start: at, end: at }, text: 'Wrong x\n' });
    expect((await editor.diagnostics(huge)).map(({ code }) => code)).toContain('unknown-directive');
    expect((await editor.completion(huge, { line: 54_000, character: 0 })).length).toBeGreaterThan(100);
    editor.close(huge);
  });
});

function hugeText(): string {
  const lines = (number: number): string =>
    `<Location /a${number}>\n  AuthType GSSAPI\n  AuthName "ü"\n  GssapiBasicAuth On\n  Require valid-user\n</Location>\n`;
  return Array.from({ length: 9_000 }, (_, number) => lines(number)).join('');
}
