import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { FolderSettings } from '../../src/evaluate/need.js';
import type { OverrideSetting } from '../../src/ruleset/core.js';
import { FolderFiles, folderFileLimits } from '../../src/serve/folder-files.js';
import { compileText } from '../compile/tester.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

const folder = makeScratch('folder-files');
afterAll(() => dropScratch(folder));

const { ruleset } = compileText('Define NAME value\n<Directory /a>\nAllowOverride All\n</Directory>');
const all: OverrideSetting = {
  classes: ['AuthConfig', 'FileInfo', 'Indexes', 'Limit', 'Options'],
  nonfatal: [],
};

const newFiles = (): FolderFiles => new FolderFiles(ruleset);

async function ask(
  files: FolderFiles,
  name: string,
  override: OverrideSetting | 'unset' = all,
): Promise<FolderSettings | undefined> {
  const asked = { need: 'folder-settings', folder: `${folder}/${name}/`, names: ['.htaccess'] } as const;
  return files.ask({ ...asked, override: override === 'unset' ? undefined : override, list: undefined });
}

/** Writes a folder's file with a date of its own: files that have just changed are read again for a while. */
function write(name: string, text: string, age = 60): string {
  mkdirSync(join(folder, name), { recursive: true });
  const path = join(folder, name, '.htaccess');
  writeFileSync(path, text);
  const time = Date.now() / 1000 - age;
  utimesSync(path, time, time);
  return path;
}

const named = (settings: FolderSettings | undefined): unknown =>
  settings?.section?.settings.mod_authn_core?.authName;

describe('per-directory files', () => {
  test('a file that comes, changes and goes is seen, and the same file is the same section', async () => {
    const files = newFiles();
    mkdirSync(join(folder, 'change'));
    expect(await ask(files, 'change')).toBeUndefined();
    write('change', 'AuthName one\n');
    const first = await ask(files, 'change');
    expect(named(first)).toBe('one');
    expect((await ask(files, 'change'))?.section).toBe(first?.section);
    write('change', 'AuthName two\n', 30);
    const second = await ask(files, 'change');
    expect(named(second)).toBe('two');
    rmSync(join(folder, 'change', '.htaccess'));
    expect(await ask(files, 'change')).toBeUndefined();
    write('change', 'Nonsense\n');
    expect(await ask(files, 'change')).toMatchObject({ status: 500 });
  });

  test('a file that is written again with the same text stays the same section', async () => {
    const files = newFiles();
    write('touched', 'AuthName same\n');
    const first = await ask(files, 'touched');
    write('touched', 'AuthName same\n', 30);
    expect((await ask(files, 'touched'))?.section).toBe(first?.section);
  });

  test('what AllowOverride admits counts, for the same file', async () => {
    const files = newFiles();
    write('classes', 'AuthName x\n');
    const narrow: OverrideSetting = { classes: ['FileInfo'], nonfatal: [] };
    expect(await ask(files, 'classes')).toHaveProperty('section');
    expect(await ask(files, 'classes', narrow)).toMatchObject({ status: 500 });
    expect(await ask(files, 'classes', { ...narrow, nonfatal: ['Override'] })).toHaveProperty('section');
    expect(await ask(files, 'classes', 'unset')).toMatchObject({ status: 500 });
  });

  test('the log names file, line and column', async () => {
    const path = write('told', '\n  Nonsense here\n');
    const message = `${path}: Invalid command 'Nonsense', perhaps misspelled or defined by a module not included in the server configuration (line 2, column 3)`;
    expect(await ask(newFiles(), 'told')).toEqual({
      status: 500,
      log: [{ level: 'alert', code: undefined, message }],
    });
  });

  test('origins name the file', async () => {
    const path = write('origin', '\nAuthName x\n<Files a>\nAuthName y\n</Files>\n');
    const { section } = (await ask(newFiles(), 'origin')) ?? {};
    expect(section?.settings.mod_authn_core?.from?.AuthName).toEqual([
      { file: -1, path, line: 2, column: 1 },
    ]);
    expect(section?.files[0]?.from).toEqual({ file: -1, path, line: 3, column: 1 });
  });

  test('directives that are not served refuse the request', async () => {
    write('unserved', 'CharsetDefault utf-8\n');
    expect(await ask(newFiles(), 'unserved')).toMatchObject({ status: 500 });
  });

  test('variables of the server are seen, and none is defined for others', async () => {
    const files = newFiles();
    write('variables', 'AuthName ${NAME}\n<Macro Own>\nAuthName macro\n</Macro>\n');
    write('macros', 'Use Own\n');
    expect(named(await ask(files, 'variables'))).toBe('value');
    expect(await ask(files, 'macros')).toMatchObject({ status: 500 });
  });

  test('what is no readable file denies access', async () => {
    mkdirSync(join(folder, 'directory', '.htaccess'), { recursive: true });
    mkdirSync(join(folder, 'pipe'));
    execFileSync('/usr/bin/mkfifo', [join(folder, 'pipe', '.htaccess')]);
    const files = newFiles();
    for (const name of ['directory', 'pipe']) {
      const settings = await ask(files, name);
      expect(settings).toMatchObject({ status: 403, log: [{ level: 'crit', code: 'AH00529' }] });
    }
  });

  test('a file that is too large refuses the request and is not kept', async () => {
    const files = newFiles();
    write('large', '#'.repeat(folderFileLimits.file + 1));
    expect(await ask(files, 'large')).toMatchObject({ status: 500 });
    expect(files.size).toBe(0);
  });

  test('the number and the bytes of files that are kept are bounded', async () => {
    const files = newFiles();
    for (let at = 0; at < folderFileLimits.files + 50; at++) {
      write(`many/${at}`, `AuthName n${at}\n`);
      await ask(files, `many/${at}`);
    }
    expect(files.size).toBe(folderFileLimits.files);
    const text = `${'# comment\n'.repeat(folderFileLimits.file / 10 - 10)}AuthName x\n`;
    for (let at = 0; at < 12; at++) {
      write(`big/${at}`, text);
      await ask(files, `big/${at}`);
    }
    expect(files.size).toBeLessThanOrEqual(Math.ceil(folderFileLimits.total / text.length));
  });

  test.each([
    [
      'macros that grow',
      `<Macro A>\n${'Use B\n'.repeat(300)}</Macro>\n<Macro B>\n${'AuthName x\n'.repeat(300)}</Macro>\nUse A\n`,
    ],
    ['lines without end', 'AuthName \\\n'.repeat(20_000)],
    ['sections nested too deep', `${'<If "true">\n'.repeat(5000)}`],
    ['bytes that are no text', '\x01\xff<(\n'.repeat(5000)],
  ])('%s end in a refusal', async (name, text) => {
    write(name, text);
    expect(await ask(newFiles(), name)).toMatchObject({ status: 500 });
  });

  test('a file that comes counts at once', () => {
    const files = newFiles();
    mkdirSync(join(folder, 'bare', 'below'), { recursive: true });
    expect(files.anyOnTheWay(join(folder, 'bare', 'below'), ['.htaccess'])).toBe(false);
    write('bare', '');
    expect(files.anyOnTheWay(join(folder, 'bare', 'below'), ['.htaccess'])).toBe(true);
    expect(newFiles().anyOnTheWay(join(folder, 'bare'), ['.other'])).toBe(false);
    expect(files.anyOnTheWay(join(folder, 'bare', 'below'), ['.other', '.htaccess'])).toBe(true);
  });
});
