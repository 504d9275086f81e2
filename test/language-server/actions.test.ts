import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CodeAction, TextEdit } from 'vscode-languageserver';
import { kerbLocation } from '../../src/lint/example.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { Editor } from './editor.js';

let editor: Editor;

beforeAll(async () => {
  editor = await Editor.start();
});

afterAll(async () => {
  expect(await editor.stop()).toBe(0);
});

const everything = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

let last = 0;

async function opened(text: string): Promise<string> {
  last += 1;
  const uri = `file:///nowhere/${last}/httpd.conf`;
  editor.open(uri, text);
  await editor.diagnostics(uri);
  return uri;
}

const editsOf = (action: CodeAction | undefined, uri: string): readonly TextEdit[] =>
  action?.edit?.changes?.[uri] ?? [];

async function codesOf(uri: string): Promise<readonly unknown[]> {
  return (await editor.diagnostics(uri)).map(({ code }) => code);
}

/** The rules whose findings can be changed away, each with its first bad example. */
const fixable = lintRules.flatMap((rule) =>
  Object.values(rule.fixes ?? {}).length === 0 || rule.strict ? [] : [[rule.id, rule] as const],
);

describe('quick fixes', () => {
  test.each(fixable)('%s: the change takes the finding away', async (id, rule) => {
    const example = rule.examples.bad.find(({ files, htaccess }) => !files && !htaccess)!;
    const uri = await opened(`# ü😀\n${example.config}`);
    const actions = await editor.actions(uri, everything, ['quickfix']);
    const mine = actions.filter(
      ({ diagnostics, title }) => diagnostics![0]!.code === id && !title.startsWith('Ignore'),
    );
    expect(mine.length).toBeGreaterThan(0);
    for (const { title, isPreferred } of mine) expect(title.includes('unsafe')).toBe(!isPreferred);
    editor.edit(uri, editsOf(mine[0], uri));
    const before = mine.filter(
      ({ diagnostics }) => diagnostics![0]!.message === mine[0]!.diagnostics![0]!.message,
    );
    const after = (await editor.diagnostics(uri)).filter(
      ({ message }) => message === mine[0]!.diagnostics![0]!.message,
    );
    expect(after.length).toBeLessThan(before.length);
    editor.close(uri);
  });

  test('only what touches the range is offered', async () => {
    const uri = await opened('Listen 80\n<Location /ü>\n  AuthType None\n  Requir valid-user\n</Location>\n');
    expect(
      await editor.actions(uri, { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } }),
    ).toEqual([]);
  });

  test('with CRLF the lines that come in end so, too', async () => {
    const text = kerbLocation('/ü', 'KrbVerifyKDC Off').replaceAll('\n', '\r\n');
    const uri = await opened(`Listen 80\r\n${text}`);
    const actions = await editor.actions(uri, everything, ['quickfix']);
    const ignore = actions.find(({ title }) => title === 'Ignore krb-kdc-unverified on this line')!;
    editor.edit(uri, editsOf(ignore, uri));
    expect(editor.textOf(uri)).toContain('\r\n  # kerbgate-disable-next-line krb-kdc-unverified\r\n  ');
    expect(editor.textOf(uri).replaceAll('\r\n', '')).not.toContain('\n');
    expect(await codesOf(uri)).not.toContain('krb-kdc-unverified');
    expect(await codesOf(uri)).not.toContain('unused-disable');
  });
});

describe('findings in files that an Include brings in', () => {
  test.each([true, false])('are changed away from its line (with versions: %s)', async (versioned) => {
    const here = makeScratch('language-server');
    const part = join(here, 'part.conf');
    writeFileSync(part, kerbLocation('/ü', 'Krb5Keytab /etc/a.keytab', 'Krb5Keytab /etc/b.keytab'));
    const other = await Editor.start({
      abilities: { workspace: { workspaceEdit: { documentChanges: versioned } } },
    });
    const uri = pathToFileURL(join(here, 'httpd.conf')).href;
    other.open(uri, `Listen 80\nInclude ${part}\n`);
    await other.diagnostics(uri);
    const actions = await other.actions(uri, everything, ['quickfix']);
    const action = actions.find(({ title }) => title.startsWith(`${part}, line 4: `))!;
    expect(action.diagnostics![0]!.code).toBe('in-included-file');
    const target = pathToFileURL(part).href;
    const { changes, documentChanges } = action.edit!;
    if (versioned) expect(documentChanges).toMatchObject([{ textDocument: { uri: target, version: null } }]);
    else expect(Object.keys(changes!)).toEqual([target]);
    // What is made of a document at once is its own alone.
    expect(await other.actions(uri, everything, ['source.fixAll.kerbgate'])).toEqual([]);
    expect(await other.stop()).toBe(0);
    dropScratch(here);
  });
});

describe('all safe changes at once', () => {
  const twice = kerbLocation('/a', 'Krb5Keytab /etc/a.keytab', 'Krb5Keytab /etc/b.keytab');

  test('are made by source.fixAll, again and again until none is left', async () => {
    const safe = fixable.flatMap(([, { fixes, examples }]) =>
      Object.values(fixes!).every((fix) => fix?.safety === 'safe') ? [examples.bad[0]!.config] : [],
    );
    const uri = await opened(`# ü😀\r\n${twice}${safe.join('')}`);
    let rounds = 0;
    for (; rounds < 20; rounds += 1) {
      const [action] = await editor.actions(uri, everything, ['source.fixAll.kerbgate']);
      if (!action) break;
      expect(action.kind).toBe('source.fixAll.kerbgate');
      editor.edit(uri, editsOf(action, uri));
      await editor.diagnostics(uri);
    }
    expect(rounds).toBeGreaterThan(0);
    expect(rounds).toBeLessThan(20);
    const left = await editor.actions(uri, everything, ['quickfix']);
    expect(left.filter(({ isPreferred }) => isPreferred)).toEqual([]);
  });

  test('are offered only to who asks for source actions', async () => {
    const uri = await opened(twice);
    const kinds = async (only?: readonly string[]): Promise<readonly unknown[]> => [
      ...new Set((await editor.actions(uri, everything, only)).map(({ kind }) => kind)),
    ];
    expect(await kinds(['source'])).toEqual(['source.fixAll.kerbgate']);
    expect(await kinds(['source.fixAll'])).toEqual(['source.fixAll.kerbgate']);
    expect(await kinds()).toEqual(['quickfix']);
    expect(await kinds(['refactor'])).toEqual([]);
  });
});

describe('actions and versions', () => {
  test('what is asked while typing is answered for the text of then', async () => {
    const uri = await opened('Listen 80\n');
    editor.change(uri, { text: `# ü\nListen 80\n${kerbLocation('/a', 'KrbVerifyKDC Off')}` });
    const actions = await editor.actions(uri, everything, ['quickfix']);
    expect(actions.length).toBeGreaterThan(0);
    const lines = editor.textOf(uri).split('\n');
    const ignore = actions.find(({ title }) => title.startsWith('Ignore krb-kdc-unverified'))!;
    expect(lines[editsOf(ignore, uri)[0]!.range.start.line]).toContain('KrbVerifyKDC');
  });
});
