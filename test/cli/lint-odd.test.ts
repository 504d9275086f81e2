import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { kerbgateHere } from './in-process.js';
import type { CommandResult } from './run.js';

// Whatever the linter is given, it tells where something is wrong, ends with 0, 1 or 2, and loses nothing of a file.

let folder = '';
beforeAll(() => {
  folder = makeScratch('lint-odd');
});
afterAll(() => dropScratch(folder));

const idle = '  GssapiBasicAuthMech krb5\n';
const site = `<Location /a>\n  AuthType GSSAPI\n  AuthName a\n${idle}  Require valid-user\n</Location>\n`;
const fixed = site.replace(idle, '');
const wrong = '<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire user b@R # me\n</Location>\n';

/** Texts are byte strings. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, 'latin1');
  return path;
}
const read = (path: string): string => readFileSync(path, 'latin1');
const lint = (...args: readonly string[]): Promise<CommandResult> =>
  kerbgateHere(['lint', '--format', 'compact', ...args]);

describe('texts of strangers', () => {
  test('--only-in reads no file elsewhere, be it included, linked to or named', async () => {
    const outside = file('outside.conf', 'NotForOthers 1\n');
    const inside = join(folder, 'inside');
    const include = file('inside/a.conf', `Include "${outside}"\nInclude "${inside}/b.conf"\n`);
    const link = join(inside, 'b.conf');
    symlinkSync(outside, link);
    expect((await lint(include)).out).toContain('NotForOthers');
    const { out } = await lint('--only-in', inside, include);
    expect(out.match(/outside of the folders/g)).toHaveLength(2);
    expect(out).not.toContain('NotForOthers');
    for (const path of [link, outside]) {
      const { code, error } = await lint('--only-in', inside, path);
      expect({ code, error }).toEqual({ code: 2, error: expect.stringContaining('outside of the folders') });
    }
    for (const command of ['lint', 'diff']) {
      const files = command === 'diff' ? [include, include] : [include];
      const { out, error } = await kerbgateHere([command, '--only-in', inside, ...files]);
      expect(out + error).not.toContain('NotForOthers');
    }
  });

  test('a baseline that is none steers no terminal', async () => {
    const baseline = file('baseline.json', '\x1b]0;x\x07\n::error::x');
    const { code, error } = await lint('--baseline', baseline, file('a.conf', site));
    expect(code).toBe(2);
    expect(error).toMatch(/^kerbgate: .* is no JSON: [^\x00-\x1f]*\n$/);
  });

  test('what is no character of XML is none in it', async () => {
    const path = file('noncharacters.conf', '\xef\xbf\xbf\xef\xbf\xbe 1\n');
    for (const format of ['junit', 'checkstyle']) {
      const { out } = await kerbgateHere(['lint', '--format', format, path]);
      expect(out).toContain('\ufffd\ufffd');
      expect(out).not.toMatch(/[\ufffe\uffff]/);
    }
  });
});

describe('odd texts', () => {
  test.each([
    ['no text', ''],
    ['blank lines and a line that goes on to the end of the file', '\n\n\\\n'],
    ['all octets', String.fromCharCode(...Array.from({ length: 256 }, (_, at) => at)).repeat(20)],
    ['a mark of byte order', `\xef\xbb\xbf${site}`],
    ['UTF-16', Buffer.from(site, 'utf16le').toString('latin1')],
    ['carriage returns alone', site.replaceAll('\n', '\r')],
    ['a line of a million octets', `<Location /a>\nRequire user ${'x'.repeat(1e6)} # a\n</Location>\n`],
    ['sections nested 5000 deep', '<If "true">\n'.repeat(5000)],
    ['a comment of spaces', `# kerbgate-disable${' '.repeat(100_000)}x y\n`],
    ['sections that never end', '<Location /a>\n<RequireAll>\n'],
    ['ends without beginnings', '</If>\n</Location>\n'],
  ])('%s', async (_, text) => {
    const path = file('odd.conf', text);
    const { code, out, error } = await lint(path);
    expect({ code: code === 0 || code === 1, error }).toEqual({ code: true, error: '' });
    for (const line of out.split('\n').filter(Boolean)) expect(line).toMatch(/odd\.conf:\d+:\d+: \w+: .*\]$/);
    await lint('--fix-unsafe', path);
    // Once made, nothing is left to change.
    expect(await lint('--fix-dry-run', '--fix-unsafe', path)).toMatchObject({ code: 0, out: '' });
  });

  test('110,000 lines, each tenth with a finding', async () => {
    const users = Array.from(
      { length: 110_000 },
      (_, at) => `Require user u${at}@R${at % 10 === 0 ? ' # x' : ''}\n`,
    ).join('');
    const path = file('long.conf', `<Location /a>\nAuthType GSSAPI\nAuthName a\n${users}</Location>\n`);
    const { code, out } = await lint(path);
    expect({ code, findings: out.split('\n').length - 1 }).toEqual({ code: 1, findings: 11_000 });
  });

  test('files that include themselves, and files that are not there', async () => {
    const loop = file('loop.conf', `Include ${folder}/loop.conf\n`);
    expect((await lint(loop)).out).toMatch(/loop\.conf:1:9: error: .*recursion/);
    const missing = file('missing.conf', `# one\n  Include ${folder}/none.conf\n`);
    expect((await lint(missing)).out).toMatch(/missing\.conf:2:11: note: Could not open.*\[not-judged\]/);
    expect((await lint(missing, '-d', folder)).out).toMatch(/missing\.conf:2:11: error: Could not open/);
  });
});

describe('odd places', () => {
  test('what cannot be read ends with 2', async () => {
    const around = join(folder, 'around');
    symlinkSync('around', around);
    mkdirSync(join(folder, 'empty'));
    for (const path of [around, join(folder, 'x'.repeat(5000)), join(folder, 'empty'), join(folder, 'none')])
      expect(await lint(path)).toMatchObject({
        code: 2,
        out: '',
        error: expect.stringContaining('kerbgate: '),
      });
  });

  test('links to files count, as in sites-enabled; links that lead nowhere or in circles do not', async () => {
    file('available/a.conf', wrong);
    mkdirSync(join(folder, 'enabled'));
    symlinkSync('../available/a.conf', join(folder, 'enabled/a.conf'));
    symlinkSync('../enabled', join(folder, 'enabled/again.conf'));
    symlinkSync('gone', join(folder, 'enabled/gone.conf'));
    const { code, out } = await lint(join(folder, 'enabled'));
    expect(code).toBe(1);
    expect(out.match(/comment-in-require/g)).toHaveLength(1);
  });

  test.each([
    ['[]', 'the top level must be object'],
    ['{"rules":{"require-or":3}}', 'rules.require-or'],
    ['{"rules":[]}', 'rules must be object'],
    ['{"overrides":[{"files":"a","rules":{}}]}', 'overrides.0.files must be array'],
    ['{"maxWarnings":-1}', 'maxWarnings must be >= 0'],
    ['{"ignore":[""]}', 'ignore.0'],
    ['{"failLevel":null}', 'failLevel'],
    ['{', 'is no JSON'],
  ])('settings %s', async (text, said) => {
    const config = file('settings/kerbgate.json', text);
    expect(await lint('--config', config, file('a.conf', site))).toMatchObject({
      code: 2,
      error: expect.stringContaining(said),
    });
  });

  test.each([
    ['{"version":2,"findings":{}}', 'is a baseline of version 2'],
    ['{"version":1,"findings":[]}', 'is no baseline'],
    ['null', 'is no baseline'],
    ['', 'is no JSON'],
  ])('baseline %s', async (text, said) => {
    const path = file('a.conf', site);
    expect(await lint('--baseline', file('baseline.json', text), path)).toMatchObject({
      code: 2,
      error: expect.stringContaining(said),
    });
    const nowhere = join(folder, 'no/such/baseline.json');
    expect((await lint('--baseline', nowhere, '--update-baseline', path)).code).toBe(2);
  });

  test('comments that switch off: before the first line, at the end, within sections, before blank lines', async () => {
    const next = '# kerbgate-disable-next-line comment-in-require\n';
    const inside = wrong.replace('Require', `  ${next}\n\n# more\nRequire`);
    expect((await lint(file('in.conf', inside))).code).toBe(0);
    expect((await lint(file('first.conf', `#kerbgate-disable\n${wrong}`))).code).toBe(0);
    expect(
      (await lint(file('last.conf', `${wrong}${next.trim()}`))).out.match(/unused-disable/g),
    ).toHaveLength(1);
    const behind = wrong.replace('# me', '# kerbgate-disable-line');
    expect((await lint(file('behind.conf', behind))).code).toBe(1);
    const open = wrong.replace('Require', '# kerbgate-disable comment-in-require -- known\nRequire');
    const { out } = await lint(file('open.conf', `${open}# kerbgate-enable\n${wrong}`));
    expect(out).toMatch(/^[^\n]*open\.conf:11:1: error: [^\n]*\[comment-in-require\]\n$/);
  });
});

describe('fixes lose nothing', () => {
  test.each([
    ['carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
    ['no end of the last line', (text: string) => text.trimEnd()],
    ['octets that are not UTF-8', (text: string) => `# \xff\xfe\xe4 \x01\x7f\n${text}`],
    ['a mark of byte order', (text: string) => `# \xef\xbb\xbf\n${text}`],
    ['lines that go on', (text: string) => `# a \\\n  b\n${text}`],
  ])('%s', async (_, made) => {
    const path = file('fix.conf', made(site));
    chmodSync(path, 0o640);
    expect((await lint('--fix', path)).code).toBe(0);
    expect(read(path)).toBe(made(fixed));
    expect(statSync(path).mode & 0o7777).toBe(0o640);
  });

  test('a link stays a link, and nothing is left beside', async () => {
    const target = file('target/real.conf', site);
    mkdirSync(join(folder, 'links'));
    const link = join(folder, 'links/a.conf');
    symlinkSync('../target/real.conf', link);
    expect((await lint('--fix', link, target)).code).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(read(target)).toBe(fixed);
    expect([readdirSync(join(folder, 'target')), readdirSync(join(folder, 'links'))]).toEqual([
      ['real.conf'],
      ['a.conf'],
    ]);
  });

  test('a file that is included twice is changed once', async () => {
    const part = file('twice/part.conf', site);
    const main = file('twice/main.conf', `Include ${part}\nInclude ${folder}/twice/p*.conf\n`);
    await lint('--fix', main, part);
    expect(read(part)).toBe(fixed);
  });

  test('a file of several names is left alone: the others would keep the old text', async () => {
    const path = file('linked/a.conf', site);
    linkSync(path, join(folder, 'linked/b.conf'));
    expect(await lint('--fix', path)).toMatchObject({
      code: 2,
      error: expect.stringMatching(/a\.conf cannot be written: it has 2 names \(hard links\)/),
    });
    expect(read(path)).toBe(site);
  });

  test('where one file cannot be written none is', async () => {
    const [first, second] = [file('ro/a.conf', site), file('ro/b.conf', site)];
    chmodSync(second, 0o444);
    expect(await lint('--fix', first, second)).toMatchObject({
      code: 2,
      error: expect.stringMatching(/b\.conf cannot be written: /),
    });
    expect([read(first), read(second), readdirSync(join(folder, 'ro'))]).toEqual([
      site,
      site,
      ['a.conf', 'b.conf'],
    ]);
  });
});
