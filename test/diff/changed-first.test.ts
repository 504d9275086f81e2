import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DiffResult } from '../../src/diff/decision-diff.js';
import { diffRulesets } from '../../src/diff/diff.js';
import type { DiffOptions } from '../../src/diff/diff-options.js';
import { renderDiffMarkdown } from '../../src/diff/render-markdown.js';
import { renderDiffText } from '../../src/diff/render-text.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { readPairFile, rulesetOf } from './pairs.js';

// Where not all can be tried, what has changed is tried first, wherever it stands, and what was left out is named.

let folder = '';
beforeAll(() => {
  folder = makeScratch('diff-changed-first');
});
afterAll(() => dropScratch(folder));

const compared = (old: string, now: string, limits: DiffOptions['limits']): DiffResult =>
  diffRulesets(rulesetOf(old, folder), rulesetOf(now, folder), {
    readFile: readPairFile,
    ...(limits && { limits }),
  });

const open = 'DocumentRoot {ROOT}\n<Directory {ROOT}>\n  Require all granted\n</Directory>\n';
const section = (name: string, inner = '  Require ip 10.1.1.1\n'): string => {
  const [kind] = name.split(' ');
  return `<${name}>\n${inner}</${kind}>\n`;
};
const many = Array.from({ length: 60 }, (_, at) => section(`Location /p${at}`)).join('');
const hosts = (inner: (at: number) => string): string =>
  Array.from(
    { length: 30 },
    (_, at) => `<VirtualHost *:80>\n  ServerName s${at}.example.test\n${open}${inner(at)}</VirtualHost>\n`,
  ).join('');
const denied = '  Require all denied\n';
const names = { old: 'old.conf', new: 'new.conf' };

describe('of an estate whose last section has changed', () => {
  test.each([
    ['Location', many, section('Location /last'), section('Location /last', denied), '/last'],
    [
      'LocationMatch',
      many,
      section('LocationMatch ^/last/.*[.]x$'),
      section('LocationMatch ^/last/.*[.]x$', denied),
      '/last/',
    ],
    [
      'Files below all places',
      many,
      section('Files secret.html'),
      section('Files secret.html', denied),
      'secret.html',
    ],
    ['Directory', many, section('Directory {ROOT}/last'), section('Directory {ROOT}/last', denied), '/last'],
    [
      'methods of a Limit',
      many,
      section('Location /last', '  <Limit GET>\n    Require all denied\n  </Limit>\n'),
      section('Location /last', '  <Limit GET DELETE>\n    Require all denied\n  </Limit>\n'),
      '/last',
    ],
    [
      'order of two sections',
      many,
      section('Location /') + section('Location /last', denied),
      section('Location /last', denied) + section('Location /'),
      '/last',
    ],
    ['Alias', many, 'Alias /last {ROOT}\n', 'Alias /last {ROOT}/else\n', '/last'],
  ])('%s: the limit of paths leaves it in', (_, before, old, now, path) => {
    const { classes, effort } = compared(before + open + old, before + open + now, { paths: 30 });
    expect(effort.cutOff.join()).toMatch(/^of \d+ paths of a server 30 were tried/);
    expect(classes.flatMap(({ paths }) => paths).join()).toContain(path);
    expect(effort.untried.length).toBeGreaterThan(40);
  });

  test('a server: the limit of requests leaves it in', () => {
    const old = hosts(() => section('Location /a'));
    const now = hosts((at) => section('Location /a', at === 29 ? denied : undefined));
    const { classes, effort } = compared(
      `${section('Location /b')}${old}`,
      `${section('Location /b')}${now}`,
      {
        requests: 400,
      },
    );
    expect(effort.cutOff).toContain('after 400 requests no others were tried');
    expect(classes.map(({ server }) => server)).toEqual([expect.stringContaining('s29.example.test')]);
  });

  test('a section that has not changed and stands in one that has', () => {
    const inner = section('Location /last/inner', '  AuthMerging And\n  Require method GET\n');
    const old = many + open + section('Location /last', '  Require method GET POST\n') + inner;
    const { classes } = compared(old, old.replace('Require method GET POST', 'Require all denied'), {
      paths: 20,
    });
    expect(classes.flatMap(({ paths }) => paths).join()).toContain('/last');
  });
});

describe('what was left out', () => {
  const old = many + open + section('Location /last');
  const now = many + open + section('Location /last', denied);

  test('is named by place, in all forms', () => {
    const result = compared(old, now, { paths: 30 });
    expect(result.effort.untried.filter(({ changed }) => changed)).toEqual([]);
    expect(result.effort.untried).toContainEqual({
      what: '<Location /p59>',
      why: 'beyond the limit of paths for one server',
      changed: false,
      side: 'both',
      places: [
        { file: expect.any(String), line: expect.any(Number), column: expect.any(Number) },
        { file: expect.any(String), line: expect.any(Number), column: expect.any(Number) },
      ],
      paths: expect.any(Number),
      example: expect.stringContaining('/p59'),
    });
    // Sections that were left out are not told of as if no request led to them.
    expect(result.undecided).toEqual([]);
    const line = /Location \/p\d+\\?> \(\S+:\d+, \S+:\d+\): .*beyond the limit of paths/;
    expect(renderDiffText(result, names)).toMatch(line);
    expect(renderDiffMarkdown(result, names)).toMatch(line);
  });

  test('changed places come first, and are told to be such', () => {
    const all = compared(many + open, many.replaceAll('10.1.1.1', '10.1.1.2') + open, { paths: 30 });
    expect(all.effort.untried[0]).toMatchObject({
      changed: true,
      what: expect.stringContaining('<Location /p'),
    });
    // Of each section something was tried before the second path of any was.
    expect(new Set(all.effort.untried.map(({ what }) => what)).size).toBeGreaterThan(55);
    const wide = compared(many + open, many.replaceAll('10.1.1.1', '10.1.1.2') + open, { paths: 70 });
    expect(wide.classes.flatMap(({ paths }) => paths).length).toBeGreaterThan(0);
    expect(wide.effort.untried.every(({ example }) => !/^\/p\d+$/.test(example))).toBe(true);
  });

  test('requests and combinations', () => {
    const requests = compared(old, now, { requests: 60 });
    expect(requests.effort.untried.map(({ why }) => why)).toContain('beyond the limit of requests');
    const combinations = compared(old, now, { requestsPerPath: 1 });
    expect(combinations.effort.untried).toContainEqual(
      expect.objectContaining({
        what: '<Location /last>',
        changed: true,
        why: 'not with all combinations of what its rules look at',
      }),
    );
  });

  test('nothing without limits', () => {
    expect(compared(old, now, undefined).effort).toMatchObject({ cutOff: [], untried: [] });
  });
});
