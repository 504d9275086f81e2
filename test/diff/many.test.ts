import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DiffResult } from '../../src/diff/decision-diff.js';
import { diffRulesets } from '../../src/diff/diff.js';
import type { DiffOptions } from '../../src/diff/diff-options.js';
import { renderDiffMarkdown } from '../../src/diff/render-markdown.js';
import { renderDiffText } from '../../src/diff/render-text.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { readPairFile, rulesetOf } from './pairs.js';

// Large configurations: nothing is passed over in silence, and what is told can be read.

let folder = '';
beforeAll(() => {
  folder = makeScratch('diff-many');
});
afterAll(() => dropScratch(folder));

const compared = (old: string, now: string, options: DiffOptions = {}): DiffResult =>
  diffRulesets(rulesetOf(old, folder), rulesetOf(now, folder), { readFile: readPairFile, ...options });

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const open = 'DocumentRoot {ROOT}\n<Directory {ROOT}>\n  Require all granted\n</Directory>\n';
const names = { old: 'old.conf', new: 'new.conf' };

function servers(requirement: string): string {
  return numbers(30)
    .map(
      (at) =>
        `<VirtualHost *:80>\n  ServerName s${at}.example.test\n  ${open}  <Location /a>\n    ${requirement}\n  </Location>\n</VirtualHost>\n`,
    )
    .join('');
}

function places(requirement: (at: number) => string): string {
  return (
    open +
    numbers(150)
      .map((at) => `<Location /p${at}>\n  ${requirement(at)}\n</Location>\n`)
      .join('')
  );
}

function users(last: string): string {
  const all = [...numbers(200).map((at) => `user${at}`), last];
  const lines = 'AuthType Basic\n  AuthName x\n  AuthUserFile /none/users';
  return `${open}<Location /a>\n  ${lines}\n  Require user ${all.join(' ')}\n</Location>\n`;
}

describe('many', () => {
  test('servers that decide alike are one class, which names them', () => {
    const { classes } = compared(servers('Require all denied'), servers('Require ip 10.0.0.0/8'));
    expect(classes.map(({ paths }) => paths)).toEqual([['/a and below']]);
    expect(classes[0]!.server).toMatch(/ and 29 others$/);
    expect(classes[0]!.servers.length).toBe(30);
  });

  test('kinds of requests: text and markdown show some of them, and say how many there are', () => {
    const result = compared(
      places((at) => `Require ip 10.0.${at}.0/24`),
      places((at) => `Require ip 10.1.${at}.0/24`),
    );
    expect(result.classes.length).toBe(300);
    expect(renderDiffText(result, names)).toContain('\n200 more kinds are not shown here');
    const markdown = renderDiffMarkdown(result, names);
    expect(markdown).toContain('\n270 more kinds are not shown here');
    // What GitHub takes for a comment.
    expect(markdown.length).toBeLessThan(65_536);
  });

  test('users: the one that only one configuration names is tried, and that others were not is told', () => {
    const { classes, effort } = compared(users('alice'), users('bob'));
    expect(classes.flatMap(({ credentials = [] }) => credentials).sort()).toEqual([
      'alice by password',
      'bob by password',
    ]);
    expect(effort.cutOff).toEqual(['of 202 users or values that some places name 60 were tried']);
  });
});

describe('limits', () => {
  const old = places((at) => `Require ip 10.0.${at}.0/24`);
  const now = old.replace('<Location /p149>', '<Location /p150>');

  test.each([
    ['paths', { paths: 20 }, /^of \d+ paths of a server 20 were tried$/],
    ['requests', { requests: 50 }, /^after 50 requests no others were tried$/],
    ['requests for a path', { requestsPerPath: 1 }, /^for some paths 1 combinations .* were tried, not all$/],
  ])('%s: what was not tried is told', (_, limits, told) => {
    const result = compared(old, now, { limits });
    expect(result.effort.cutOff).toEqual(expect.arrayContaining([expect.stringMatching(told)]));
    expect(renderDiffText(result, names)).toContain('Not all was tried: ');
    expect(renderDiffMarkdown(result, names)).toContain('Not all was tried: ');
  });

  test('without them all is', () => {
    expect(compared(old, now).effort.cutOff).toEqual([]);
  });
});
