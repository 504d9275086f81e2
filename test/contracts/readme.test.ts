import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { lintRules } from '../../src/lint/rules/index.js';
import { readSettings } from '../../src/lint/settings.js';
import { projectFolder } from '../kit/project.js';
import { readme } from '../kit/readme.js';
import { commandsIn, withRuns } from '../kit/readme-runs.js';
import { generatedPages, pagesFolder } from '../kit/reference-pages.js';

test('what the commands of the README print is what they print now (npm run readme)', () => {
  expect(withRuns(readme())).toBe(readme());
});

test('lint, its exit code, fixing, a decision diff, a migration to its end and nginx are shown', () => {
  const commands = commandsIn(readme());
  for (const part of [
    'lint site.conf',
    'echo $?',
    '--fix-dry-run',
    '--fix ',
    'diff old.conf',
    '--in-place',
    'nginx',
  ])
    expect(commands.filter((command) => command.includes(part))).not.toEqual([]);
  for (const part of [
    'error[limit-opens-methods]',
    '\n$ echo $?\n1\n',
    '\n-  AuthName Intranet\n',
    '\nOPENS\n',
  ])
    expect(readme()).toContain(part);
});

test('a run of which lines are left out has to print the others, in their order', () => {
  const text = (shown: string) =>
    `<!-- run -->\n\`\`\`console\n$ printf 'a\\nb\\nc\\n'\n${shown}\`\`\`\n<!-- end of run -->`;
  expect(withRuns(text(''))).toBe(text('a\nb\nc\n'));
  expect(withRuns(text('a\n…\nc\n'))).toBe(text('a\n…\nc\n'));
  expect(withRuns(text('…\nb\n…\n'))).toBe(text('…\nb\n…\n'));
  for (const other of ['b\n…\n', 'a\n…\nb\n', '…\nc\n…\na\n…\n', 'a\n…\nx\n…\n'])
    expect(() => withRuns(text(other))).toThrow('prints no more what is shown');
});

test('the settings shown are taken', () => {
  const [, text = ''] = /```json\n(\{\n {2}"preset"[\s\S]*?)```/.exec(readme()) ?? [];
  const { settings, problem } = readSettings(text, 'kerbgate.json', lintRules);
  expect({ problem, preset: settings?.preset }).toEqual({ problem: undefined, preset: 'strict' });
});

test('the reference pages are what the definitions say (npm run readme)', () => {
  const pages = generatedPages();
  const standing = Object.keys(pages).map((name) => [name, readFileSync(join(pagesFolder, name), 'utf8')]);
  expect(Object.fromEntries(standing)).toEqual(pages);
});

const documents = ['README.md', ...readdirSync(pagesFolder).map((name) => `src/reference/pages/${name}`)].map(
  (path) => [path, readFileSync(join(projectFolder, path), 'utf8')] as const,
);

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

test.each(documents)('each link of %s leads to a file and a heading', (path, text) => {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^https?:/.test(link));
  for (const link of links) {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    expect({ link, there: existsSync(join(projectFolder, target)) }).toEqual({ link, there: true });
    if (anchor !== undefined)
      expect(anchorsIn(readFileSync(join(projectFolder, target), 'utf8'))).toContain(anchor);
  }
});

test('the README leads to each reference page', () => {
  for (const name of readdirSync(pagesFolder)) expect(readme()).toContain(`(src/reference/pages/${name})`);
});

test('the README names every production dependency', () => {
  const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(manifest.dependencies)) expect(readme()).toContain(`| ${name} |`);
});
