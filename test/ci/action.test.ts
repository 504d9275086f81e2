import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { compiled, projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { actionText, type JobResult, parseActionText, runAction } from './run-action.js';

const site = `Listen 80
ServerName www.example.test
<Location /private>
  AuthType GSSAPI
  AuthName Site
  GssapiCredStore keytab:/etc/none.keytab
  Require valid-user
</Location>
`;
const opened = site.replace(/( +Require valid-user\n)/, '  <Limit GET>\n$1  </Limit>\n');
const changed = site.replace('Require valid-user', 'Require user bob@EXAMPLE.COM');

let folder = '';
let base = '';
let uses = 0;
const workspace = (): string => join(folder, 'a workspace');

function git(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    'git',
    ['-c', 'user.name=A', '-c', 'user.email=a@example.test', '-c', 'init.defaultBranch=main', ...words],
    { cwd: workspace(), encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(workspace(), path)), { recursive: true });
  writeFileSync(join(workspace(), path), text);
}

const use = (inputs: Readonly<Record<string, string>>, event?: Readonly<Record<string, string>>): JobResult =>
  runAction({
    workspace: workspace(),
    temporary: join(folder, `use ${uses++}`),
    inputs,
    ...(event && { event }),
  });

beforeAll(() => {
  compiled('src/cli/main.js');
  folder = makeScratch('action');
  write('conf/apache2.conf', 'Include sites/*.conf\n');
  write('conf/sites/a site.conf', site);
  write('other.conf', site.replace('<Location', '<Directory').replace('</Location', '</Directory'));
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'before');
  base = git('rev-parse', 'HEAD');
});
afterAll(() => dropScratch(folder));

describe('action.yml', () => {
  test("is an action by GitHub's own parser, which finds mistakes", () => {
    const { action, problems } = parseActionText(actionText());
    expect(problems).toEqual([]);
    expect(action.inputs!.map(({ id }) => id)).toContain('fail-level');
    expect(
      parseActionText(actionText().replace('using: composite', 'using: composite\n  image: x')).problems,
    ).not.toEqual([]);
    expect(parseActionText(actionText().replace('      shell: bash\n', '')).problems).not.toEqual([]);
  });

  test('the workflow in the README is one, and gives inputs that there are', async () => {
    const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
    const [, content = ''] = /```yaml\n(on: pull_request\n[\s\S]*?)```/.exec(readme) ?? [];
    const { context, value } = parseWorkflow({ name: 'apache.yml', content }, new NoOperationTraceWriter());
    expect(context.errors.getErrors()).toEqual([]);
    const { jobs } = await convertWorkflowTemplate(context, value!);
    const [job] = jobs;
    expect(job?.type === 'job' && job.steps.map((step) => ('uses' in step ? step.uses.value : ''))).toEqual([
      'actions/checkout@v4',
      'OWNER/kerbgate@REVISION',
    ]);
    const [, given = ''] = /\n {8}with:\n([\s\S]*)/.exec(content) ?? [];
    const ids = parseActionText(actionText()).action.inputs!.map(({ id }) => id);
    const names = [...given.matchAll(/^ {10}([\w-]+):/gm)].map(([, name]) => name!);
    expect(names).toEqual(['paths', 'diff', 'format']);
    expect(names.filter((name) => !ids.includes(name))).toEqual([]);
  });

  test('no text from outside is put into a script', () => {
    const runs = parseActionText(actionText()).action.runs;
    for (const step of 'steps' in runs ? runs.steps : [])
      if ('run' in step) expect(step.run.toString()).not.toContain('${{');
  });
});

describe('lint', () => {
  test('fails where something is found, with the log, annotations and a SARIF file', () => {
    write('conf/sites/a site.conf', opened);
    const { failed, log, outputs } = use({ paths: ' conf \n\nother.conf\n', format: 'github, sarif' });
    expect(failed).toBe(true);
    expect(log).toContain('conf/sites/a site.conf:7:3: error[limit-opens-methods]: ');
    expect(log).toMatch(/^::error file=conf\/sites\/a site\.conf,line=7,.*title=limit-opens-methods::/m);
    expect(log).toContain('3 files: 1 error');
    const { runs } = JSON.parse(readFileSync(outputs.sarif!, 'utf8')) as {
      runs: [{ results: { ruleId: string }[] }];
    };
    expect(runs[0].results.map(({ ruleId }) => ruleId)).toEqual(['limit-opens-methods']);
  });

  test('passes on what is set', () => {
    write('conf/sites/a site.conf', opened);
    write('no limits.json', '{ "rules": { "limit-opens-methods": "off" } }');
    expect(use({ paths: 'conf', 'fail-level': 'none' })).toMatchObject({ failed: false, outputs: {} });
    expect(use({ paths: 'conf', config: 'no limits.json' })).toMatchObject({ failed: false });
  });

  test('fails on what cannot be read, and on words that it does not know', () => {
    const { failed, log } = use({ paths: 'none.conf' });
    expect({ failed, log }).toMatchObject({ failed: true, log: expect.stringContaining('none.conf') });
    expect(use({ paths: 'other.conf', format: 'xml' }).log).toContain(
      '::error::format is github or sarif, not xml',
    );
  });
});

describe('what strangers wrote', () => {
  afterEach(() => {
    for (const path of strangers) rmSync(join(workspace(), path), { force: true });
    delete process.env.KERBGATE_TEST_SECRET;
  });
  const strangers = ['::error::x.conf', 'strange.conf'];
  const printed = (log: string): string => log.replace(/^::stop-commands::(\w+)\n[\s\S]*?\n::\1::$/gm, '');

  test('cannot give commands to the workflow by the names and texts of files', () => {
    write('::error::x.conf', `${site}Require all granted ##[error]x\n`);
    const { log } = use({ paths: '::error::x.conf' });
    expect(log).toMatch(/^::error::x\.conf:9:/m);
    expect(printed(log)).not.toMatch(/^(?!::error file=).*(?:::error|##\[)/m);
    expect(printed(log)).toMatch(/^::error file=%3A%3Aerror%3A%3Ax\.conf,line=9,/m);
  });

  test('shows no variable of the job and no file outside of the workspace', () => {
    process.env.KERBGATE_TEST_SECRET = 'never shown';
    const outside = join(folder, 'outside.conf');
    writeFileSync(outside, 'NotForOthers 1\n');
    const text = `Include "${outside}"\nInclude /proc/self/environ\n\${KERBGATE_TEST_SECRET} 1\n`;
    write('strange.conf', site + text);
    const inputs = {
      paths: 'strange.conf',
      diff: 'other.conf\nstrange.conf',
      base: 'HEAD',
      format: 'github, sarif',
    };
    git('add', 'strange.conf');
    git('commit', '--quiet', '-m', 'strange');
    const { log, summary, outputs } = use(inputs);
    const all = log + summary + readFileSync(outputs.sarif!, 'utf8');
    git('reset', '--quiet', '--hard', base);
    expect(all).not.toMatch(/never shown|NotForOthers|PATH=/);
    expect(all).toContain('outside of the folders');
    const shown = use({ ...inputs, diff: '', environment: 'KERBGATE_TEST_SECRET\nNONE\n$(false)' }).log;
    expect(shown).not.toContain('PATH=');
  });
});

describe('diff', () => {
  const pull = (): Readonly<Record<string, string>> => ({ 'pull_request.base.sha': base });

  test('what opens against the base of a pull request fails, and is told in the summary', () => {
    write('conf/sites/a site.conf', opened);
    const { failed, log, outputs, summary } = use({ paths: '', diff: 'conf\nother.conf' }, pull());
    expect(failed).toBe(true);
    expect(outputs).toEqual({ changed: 'true' });
    expect(summary).toContain('#### Opens');
    expect(summary).toContain('after/conf/sites/a site.conf:8');
    expect(log).toContain("kerbgate explain after/conf/apache2.conf 'POST /private' -d after/conf\n");
    expect(git('status', '--porcelain')).not.toContain('before');
  });

  test('other changes are told and pass, unless they shall not; lint may have failed before', () => {
    write('conf/sites/a site.conf', changed);
    const inputs = { paths: 'none.conf', diff: 'conf/sites/a site.conf', base: 'HEAD' };
    const { failed, log, outputs, summary } = use(inputs);
    expect({ failed, outputs }).toEqual({ failed: true, outputs: { changed: 'true' } });
    expect(log).toContain('none.conf');
    expect(summary).toContain('### Decisions that change');
    expect(use({ ...inputs, paths: '' })).toMatchObject({ failed: false });
    expect(use({ ...inputs, paths: '', 'fail-on': 'changes' })).toMatchObject({ failed: true });
  });

  test('without a base, or a file in it, there is nothing to compare', () => {
    write('conf/new.conf', site);
    expect(use({ paths: '', diff: 'conf/new.conf' }, pull())).toMatchObject({
      failed: false,
      outputs: { changed: 'false' },
      summary: 'conf/new.conf is not in the base revision: there is nothing to compare it with\n',
    });
    const first = use({ paths: '', diff: 'conf' }, { before: '0'.repeat(40) });
    expect(first).toMatchObject({ failed: false, outputs: {}, summary: '' });
  });
});
