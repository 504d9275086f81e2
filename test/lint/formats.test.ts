import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { fingerprinted } from '../../src/lint/finding.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';
import { type LintFormat, renderLint } from '../../src/report/lint-formats.js';
import type { LintReport } from '../../src/report/lint-report.js';
import { projectFolder } from '../kit/project.js';
import { findingsIn } from './lint-text.js';

const text =
  'Listen 80\n<Location "/a&b">\n  AuthType GSSAPI\n  AuthName "Site & Co"\n  SetEnv gssapi-no-negotiate 1\n  Require user b@R # me\n  Require valid-user\n</Location>\n';
const site = siteOf(loadSnippet(text, { path: 'conf d/ä,1.conf' }));
const report: LintReport = {
  findings: fingerprinted(
    findingsIn(
      site,
      lintRules.filter(({ strict }) => !strict),
    ),
    (path) => path,
  ),
  named: (path) => path,
  wordsOf: () => ['conf d/ä,1.conf'],
  files: 1,
  ignored: 0,
  known: 0,
  version: '0.0.0',
};
const rendered = (format: LintFormat): string =>
  renderLint(format, report, lintRules, { colour: false, width: 100 });

test('compact: a line for each finding', () =>
  expect(
    rendered('compact')
      .split('\n')
      .map((line) => line.replace(/^.*conf:/, '')),
  ).toEqual([
    '5:3: warning: SetEnv comes too late: Negotiate is offered as if gssapi-no-negotiate were not set [setenv-no-negotiate]',
    '6:3: error: "# me" is no comment: httpd lets in whoever is called "me", too [comment-in-require]',
    '7:3: error: "Require valid-user" lets in every user, so "Require user b@R # me" has no effect: one of several Require lines is enough [require-or]',
    '',
  ]));

test('pretty: the line, what to do, a request that shows it, and how many there are', () => {
  const pretty = rendered('pretty');
  expect(pretty).toContain('    |   ^^^^^^^^^^^^^^^^^^^^^^'.slice(2));
  expect(pretty).toContain('  do: Take the wide line out, or put both into <RequireAll>.');
  expect(pretty).toContain('  shown by: "GET /a&b" is answered to anybody@EXAMPLE.COM');
  expect(pretty).toContain(
    "kerbgate explain --suppose-files there 'conf d/ä,1.conf' 'GET /a&b' --user anybody@EXAMPLE.COM",
  );
  expect(pretty).toMatch(/\n1 file: 2 errors, 1 warning\n$/);
  expect(pretty).not.toContain('\x1b');
  expect(renderLint('pretty', report, lintRules, { colour: true, width: 100 })).toContain('\x1b[31merror');
});

test('json: all of it, with the request', () => {
  const { counts, findings } = JSON.parse(rendered('json')) as {
    readonly counts: unknown;
    readonly findings: readonly Record<string, unknown>[];
  };
  expect(counts).toEqual({ error: 2, warning: 1, note: 0 });
  expect(findings[2]).toMatchObject({
    rule: 'require-or',
    line: 7,
    column: 3,
    endLine: 7,
    endColumn: 21,
    proof: { request: { method: 'GET', target: '/a&b' }, consequence: { kind: 'granted' } },
    related: [{ line: 6, column: 3, message: 'beside this line' }],
  });
});

test('sarif: as its schema wants it, with every rule', () => {
  const schema = JSON.parse(
    readFileSync(join(projectFolder, 'fixtures/lint/sarif-2.1.0.schema.json'), 'utf8'),
  ) as object;
  const check = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  const log = JSON.parse(rendered('sarif')) as {
    runs: [
      {
        tool: { driver: { rules: { id: string; help: { markdown: string } }[] } };
        results: { ruleId: string; ruleIndex: number }[];
      },
    ];
  };
  expect(check(log) ? [] : check.errors).toEqual([]);
  const [{ tool, results }] = log.runs;
  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(
    results.map(({ ruleId }) => ruleId),
  );
  const { help } = tool.driver.rules.find(({ id }) => id === 'require-or')!;
  expect(help.markdown).toContain('Found:\n\n```apache\n<Location');
  expect(check({ ...log, version: '2' })).toBe(false);
});

test('github: properties and data are escaped', () =>
  expect(rendered('github').split('\n')[1]).toBe(
    '::error file=conf d/ä%2C1.conf,line=6,col=3,endLine=6,title=comment-in-require::"# me" is no comment: httpd lets in whoever is called "me", too',
  ));

test('gitlab: one entry for each, with a fingerprint of its own', () => {
  const entries = JSON.parse(rendered('gitlab')) as {
    fingerprint: string;
    severity: string;
    location: unknown;
  }[];
  expect(entries.map(({ severity }) => severity)).toEqual(['major', 'critical', 'critical']);
  expect(entries[0]!.location).toEqual({ path: 'conf d/ä,1.conf', lines: { begin: 5 } });
  expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(3);
});

test.each(['junit', 'checkstyle'] as const)('%s: XML whose texts are escaped', (format) => {
  const xml = rendered(format);
  expect(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n')).toBe(true);
  expect(xml).toContain('&quot;# me&quot; is no comment');
  const tags = [...xml.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)];
  const open: string[] = [];
  for (const [, closes, name, single] of tags) {
    if (closes) expect(open.pop()).toBe(name);
    else if (!single) open.push(name!);
  }
  expect(open).toEqual([]);
});
