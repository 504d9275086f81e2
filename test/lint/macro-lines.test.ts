import { expect, test } from '@jest/globals';
import { titleOf } from '../../src/lint/line.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { type Site, siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';
import { findingsIn, idsOf } from './lint-text.js';

const siteOfText = (text: string): Site => siteOf(loadSnippet(text, { path: 'macro.conf' }));

const macro = (...lines: readonly string[]): string =>
  ['<Macro protect $path>', ...lines, '</Macro>', ''].join('\n');

test('lines of a macro stand in all that is around them, conditions and methods among it', () => {
  const text = `${macro('<Location $path>', '<If "true">', '<Limit GET>', 'Require valid-user', '</Limit>', '</If>', '</Location>')}<IfModule mod_authz_core.c>\nUse protect /a\nUse protect /b\n</IfModule>\n`;
  const seen = siteOfText(text)
    .named('Require')
    .filter(({ around }) => around.every(({ name }) => name !== '<Macro'))
    .map(({ around }) => around.map(titleOf));
  expect(seen).toEqual(['/a', '/b'].map((path) => [`<Location ${path}>`, '<If "true">', '<Limit GET>']));
});

test('a macro that another one uses stands in the sections of both', () => {
  const inner = '<Macro inner>\n<If "true">\nRequire valid-user\n</If>\n</Macro>\n';
  const site = siteOfText(`${inner}${macro('<Location $path>', 'Use inner', '</Location>')}Use protect /a\n`);
  const [line] = site.named('Require').filter(({ around }) => around[0]?.name !== '<Macro');
  expect(line?.around.map(titleOf)).toEqual(['<Location /a>', '<If "true">']);
});

test('what is wrong in a macro is seen beside what is not', () => {
  const site = siteOfText(
    `${macro('<Location $path>', 'Require all denied', '...', '</Location>')}Use protect /a\n`,
  );
  expect(idsOf(findingsIn(site, lintRules))).toContain('pasted-documentation');
});
