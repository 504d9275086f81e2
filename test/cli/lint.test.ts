import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { DiffResult } from '../../src/diff/decision-diff.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { kerbgateHere } from './in-process.js';
import { type CommandResult, kerbgate } from './run.js';

let folder = '';
const bad = '<Location /a>\n  AuthType GSSAPI\n  AuthName a\n  Require user b@R # me\n</Location>\n';
const good = bad.replace(' # me', '');
const idle =
  '<Location /a>\n  AuthType GSSAPI\n  AuthName a\n  GssapiBasicAuthMech krb5\n  Require valid-user\n</Location>\n';

beforeAll(() => {
  folder = makeScratch('lint-cli');
});
afterAll(() => dropScratch(folder));

/** What changes come to, in JSON. */
interface Told {
  readonly changes?: readonly { readonly diff: string }[];
  readonly decisions: readonly { readonly result: DiffResult }[];
}

/** Settings with one rule on. */
const settingsFor = (rule: string): string =>
  file(`${rule}.json`, JSON.stringify({ preset: 'none', rules: { [rule]: 'error' } }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const words = ['lint', '--format', 'compact'];
const lint = (args: readonly string[]): Promise<CommandResult> => kerbgateHere([...words, ...args]);
const rulesIn = ({ out }: CommandResult): readonly string[] =>
  [...out.matchAll(/\[([a-z0-9-]+)\]$/gm)].map(([, id]) => id!);

test("Debian's main file is read with what stands beside it, and the command that shows a finding says so", async () => {
  const main = file('estate/apache2.conf', 'Listen 80\nIncludeOptional sites-enabled/*.conf\n');
  file(
    'estate/sites-enabled/a.conf',
    '<Location /a>\nAuthType GSSAPI\nAuthName a\n<Limit GET>\nRequire valid-user\n</Limit>\n</Location>\n',
  );
  for (const named of [main, join(folder, 'estate')]) {
    const { out } = await kerbgateHere(['lint', named]);
    expect(out).toContain('error[limit-opens-methods]');
    expect(out).toContain(`explain --suppose-files there -d ${join(folder, 'estate')} ${main} 'POST /a'`);
  }
});

describe('exit codes', () => {
  test('0 without findings, 1 with errors, 2 for what cannot be read', async () => {
    expect(await lint([file('good.conf', good)])).toMatchObject({ code: 0, out: '' });
    expect((await lint([file('bad.conf', bad)])).code).toBe(1);
    expect(await lint([join(folder, 'none.conf')])).toMatchObject({ code: 2, out: '' });
    expect(await lint([])).toMatchObject({ code: 2 });
    expect((await lint(['--format', 'odd', file('good.conf', good)])).code).toBe(2);
  });

  test('--fail-level and --max-warnings', async () => {
    const path = file('idle.conf', idle);
    expect(rulesIn(await lint([path]))).toEqual(['basicmech-without-basic']);
    expect((await lint([path])).code).toBe(0);
    expect((await lint(['--fail-level', 'warning', path])).code).toBe(1);
    expect((await lint(['--max-warnings', '1', path])).code).toBe(0);
    expect(await lint(['--max-warnings', '0', path])).toMatchObject({
      code: 1,
      error: 'kerbgate: 1 warning, more than 0\n',
    });
    expect((await lint(['--fail-level', 'none', file('bad.conf', bad)])).code).toBe(0);
  });
});

describe('what is looked at', () => {
  test('standard input under a name', async () => {
    const { out, code } = kerbgate([...words, '--stdin', '--stdin-filename', 'sites/x.conf'], bad);
    expect(code).toBe(1);
    expect(out).toMatch(/^sites\/x\.conf:4:3: error: /);
  });

  test('a ServerRoot from its main file on, with what it includes', async () => {
    file('root/apache2.conf', 'Listen 80\nInclude conf.d/*.conf\n');
    file('root/conf.d/a.conf', bad);
    const { out } = await lint([join(folder, 'root')]);
    expect(out).toContain('root/conf.d/a.conf:4:3: error');
  });

  test.each(['lint', 'check'])('%s calls included files as they are called from here', async (command) => {
    const main = file('here/httpd.conf', `ServerRoot ${join(folder, 'here')}\nInclude conf.d/*.conf\n`);
    file('here/conf.d/a.conf', `${bad}AuthType\n`);
    const here = jest.spyOn(process, 'cwd').mockReturnValue(folder);
    try {
      const { out } = await kerbgateHere([command, main]);
      expect(out).toMatch(/^here\/conf\.d\/a\.conf:6:1: error/m);
      expect(out).toContain('  included from here/httpd.conf:2:1\n');
      expect(out).not.toContain(join(folder, 'here/conf.d'));
    } finally {
      here.mockRestore();
    }
  });

  test('a folder by its files, and a pattern', async () => {
    file('many/a.conf', bad);
    file('many/b/c.conf', bad);
    file('many/b/.htaccess', 'AuthType GSSAPI\nAuthName a\nRequire user b@R # me\n');
    file('many/notes.txt', bad);
    expect(rulesIn(await lint([join(folder, 'many')]))).toEqual(Array(3).fill('comment-in-require'));
    expect(rulesIn(await lint([join(folder, 'many/**/c.conf')]))).toHaveLength(1);
    expect(await lint([join(folder, 'many/*.nothing')])).toMatchObject({ code: 2 });
  });
});

test('settings are found above, and their paths are relative to them', async () => {
  const path = file('set/old/a.conf', bad);
  const config = file(
    'set/kerbgate.json',
    JSON.stringify({ overrides: [{ files: ['old/*'], rules: { 'comment-in-require': 'note' } }] }),
  );
  expect(await lint(['--config', config, path])).toMatchObject({ code: 0 });
  expect((await lint(['--config', config, path])).out).toContain(': note: ');
  const wrong = file('set/wrong.json', '{"rules":{"nothing":"off"}}');
  expect(await lint(['--config', wrong, path])).toMatchObject({
    code: 2,
    error: expect.stringContaining('there is no rule "nothing"'),
  });
});

test('a baseline holds what is known', async () => {
  const path = file('base.conf', bad);
  const baseline = join(folder, 'baseline.json');
  expect((await lint(['--baseline', baseline, path])).code).toBe(2);
  expect(await lint(['--baseline', baseline, '--update-baseline', path])).toMatchObject({ code: 0, out: '' });
  expect(await lint(['--baseline', baseline, path])).toMatchObject({ code: 0, out: '' });
  writeFileSync(path, bad + bad.replaceAll('/a', '/b').replace('# me', '# you'));
  expect(rulesIn(await lint(['--baseline', baseline, path]))).toEqual(['comment-in-require']);
});

describe('fixes', () => {
  test('--fix makes the safe ones, --fix-unsafe all; other bytes stay', async () => {
    const path = file('fix.conf', `# kept\r\n${idle}${bad}`);
    expect((await lint(['--fix', path])).code).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(
      `# kept\r\n${idle.replace('  GssapiBasicAuthMech krb5\n', '')}${bad}`,
    );
    expect(await lint(['--fix-unsafe', path])).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(path, 'utf8')).toContain('  Require user b@R\n');
  });

  test('--fix-dry-run writes nothing and prints a unified diff, of included files, too', async () => {
    file('dry/httpd.conf', 'Listen 80\nInclude part.conf\n');
    const part = file('dry/part.conf', idle);
    const { out, code } = await lint(['--fix-dry-run', join(folder, 'dry')]);
    expect(code).toBe(1);
    expect(out).toContain('-  GssapiBasicAuthMech krb5\n');
    expect(out).toMatch(/^--- a\/.*part\.conf/);
    expect(readFileSync(part, 'utf8')).toBe(idle);
  });

  test('changes that are not safe come with the requests that they decide otherwise', async () => {
    const path = file('decides.conf', bad);
    const words = ['--fix-unsafe', '--config', settingsFor('comment-in-require')];
    const dry = await lint([...words, '--fix-dry-run', path]);
    expect(dry.out).toContain('+  Require user b@R\n');
    expect(dry.error).toMatch(
      /^One kind of request is decided differently between \S*decides\.conf as it was/,
    );
    expect(dry.error).toContain('me by a token of another mechanism');
    const planned = JSON.parse(
      (await lint([...words, '--fix-dry-run', '--format', 'json', path])).out,
    ) as Told;
    expect(planned.changes?.[0]?.diff).toContain('+  Require user b@R\n');
    expect(planned.decisions[0]?.result.classes[0]?.aspects).toContain('status');
    expect(readFileSync(path, 'utf8')).toBe(bad);
    const done = JSON.parse((await lint([...words, '--format', 'json', path])).out) as Told;
    expect(done.decisions).toEqual(planned.decisions);
    expect(readFileSync(path, 'utf8')).toBe(good);
  });

  test('safe changes are told as they are', async () => {
    const { error } = await lint(['--fix', file('safe.conf', idle)]);
    expect(error).toBe('');
  });

  test('what cannot be read or written is told, with exit code 2', async () => {
    const path = file('plain.conf', idle);
    for (const [words, said] of [
      [
        ['--baseline', join(folder, 'none/b.json'), '--update-baseline'],
        'cannot be written: No such file or directory',
      ],
      [['--baseline', folder], 'cannot be read: Is a directory'],
      [['--config', join(folder, 'none.json')], 'cannot be read: No such file'],
    ] as const) {
      const { error, code } = await lint([...words, path]);
      expect(code).toBe(2);
      expect(error).toContain(said);
    }
  });

  test('--fix-dry-run says when there is nothing safe to change', async () => {
    const { out, error, code } = await lint(['--fix-dry-run', file('unsafe.conf', bad)]);
    expect({ out, code }).toEqual({ out: '', code: 0 });
    expect(error).toContain('--fix-dry-run --fix-unsafe');
  });
});

describe('rules', () => {
  const rules = (...args: readonly string[]): Promise<CommandResult> => kerbgateHere(['rules', ...args]);

  test('all of them as a table, group by group', async () => {
    const { out, code } = await rules();
    expect(code).toBe(0);
    for (const { id, severity } of lintRules) expect(out).toMatch(new RegExp(`\\n  ${id} +${severity} `));
    expect(out).toMatch(/^opens: .*\n {2}[a-z-]+ /);
    expect(out).toMatch(/\n {2}session-endless +note +sf /);
    expect((await rules('--format', 'markdown')).out).toContain('| [require-or](require-or.md) | error |');
  });

  test('one with what it finds in an example, the request that proves it, and how to switch it off', async () => {
    const { out } = await rules('require-or');
    for (const part of [
      'require-or: Require valid-user or "Require all granted" beside',
      '\n  severity  error\n  preset    recommended\n',
      '\nWhy\n',
      '\nWhat to do\n',
      '\nFound\n  | <Location',
      'is answered to anybody@EXAMPLE.COM:\n    kerbgate explain ',
      '\nNot found\n  | ',
      '# kerbgate-disable-next-line require-or -- ',
      '\nSources\n  http',
    ])
      expect(out).toContain(part);
    const texts = out.split('\n').filter((line) => !line.startsWith('    kerbgate '));
    for (const line of texts) expect(line.length).toBeLessThanOrEqual(100);
    expect((await rules('negotiateonce-off')).out).toContain(
      '\n  fix       add GssapiNegotiateOnce On (--fix-unsafe)\n',
    );
  });

  test('as Markdown and as JSON', async () => {
    const { out } = await rules('keytab-without-key', '--format', 'markdown');
    expect(out).toMatch(/^# keytab-without-key\n/);
    expect(out).toContain('with `a.keytab` in `/etc/apache2`\n\nthe keytab … has no key of HTTP: it has …\n');
    const page = JSON.parse((await rules('require-or', '--format', 'json')).out) as unknown;
    expect(page).toMatchObject({
      id: 'require-or',
      group: 'opens',
      bad: [{ found: [{ request: 'GET /a' }] }, {}, {}],
    });
    const all = JSON.parse((await rules('--format', 'json')).out) as readonly { readonly id: string }[];
    expect(all.map(({ id }) => id)).toEqual(lintRules.map(({ id }) => id));
  });

  test('a name that is close to one is told', async () => {
    expect(await rules('requires-or')).toMatchObject({
      code: 2,
      out: '',
      error: 'kerbgate: there is no rule "requires-or"; do you mean require-or? (kerbgate rules lists all)\n',
    });
    expect((await rules('xyzzy')).error).toBe(
      'kerbgate: there is no rule "xyzzy" (kerbgate rules lists all)\n',
    );
  });
});
