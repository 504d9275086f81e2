import { describe, expect, test } from '@jest/globals';
import { loadPerDirectory } from '../../src/lint/per-directory.js';
import type { LintRule } from '../../src/lint/rule.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { type Site, siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';
import { findingsIn } from './lint-text.js';

// The same thing is written in many ways: what a rule finds in its examples it has to find in all of them, and nothing where nothing is.

type Variant = (config: string) => string;

const variants: Readonly<Record<string, Variant>> = {
  'in IfModule': (config) => `<IfModule mod_authz_core.c>\n${config}</IfModule>\n`,
  'in IfVersion': (config) => `<IfVersion >= 2.4>\n${config}</IfVersion>\n`,
  'in IfDefine': (config) => `<IfDefine !NEVER>\n${config}</IfDefine>\n`,
  'in a macro': (config) => `<Macro wrapped $unused>\n${config}</Macro>\nUse wrapped x\n`,
  'in a virtual host': (config) =>
    `<VirtualHost *:443>\nServerName a.test\nSSLEngine On\n${config}</VirtualHost>\n`,
  'in upper case': (config) =>
    config.replace(
      /^(\s*<?\/?)([A-Za-z]\w+)/gm,
      (_, before: string, name: string) => before + name.toUpperCase(),
    ),
  'in lower case': (config) =>
    config.replace(
      /^(\s*<?\/?)([A-Za-z]\w+)/gm,
      (_, before: string, name: string) => before + name.toLowerCase(),
    ),
  'with continued lines': (config) => config.replace(/^(\s*[A-Z]\w+) (?=\S)/gm, '$1 \\\n   '),
  'with tabs': (config) => config.replace(/^ *(\S+) /gm, '\t$1\t'),
  'with line ends of Windows': (config) => config.replaceAll('\n', '\r\n'),
};

/** What is not the same thing any more in another form. */
const others: Readonly<Record<string, readonly string[]>> = {
  // The lines that load modules would be in a branch that is not taken.
  'authtype-without-module': ['in IfModule', 'in a macro', 'in a virtual host'],
  // A macro of which nothing is read leaves no trace.
  'ifmodule-name': ['in a macro'],
  // There it is known whether there is TLS.
  'password-perhaps-in-clear': ['in a virtual host'],
  'password-in-clear': ['in a virtual host'],
  'sslonly-in-clear': ['in a virtual host'],
  'session-cookie-path': ['in a virtual host'],
  // Then it stands in something.
  'section-missing': ['in a macro', 'in a virtual host'],
  // Lines for the main server alone.
  'field-size-small': ['in a virtual host'],
  'not-accepted': ['in a virtual host'],
  'two-kerberos-modules': ['in a virtual host'],
};

/** About the paths of sections, or of sections alone. */
const apart: ReadonlySet<string> = new Set([
  'session-cookie-path',
  'section-missing',
  'user-lost-by-redirect',
]);

const finds = (site: Site, rule: LintRule): boolean => findingsIn(site, [rule]).length > 0;
const siteOfText = (config: string): Site => siteOf(loadSnippet(config, { path: 'variant.conf' }));
const rules = lintRules.filter(({ id }) => id !== 'unused-disable');

describe.each(Object.entries(variants))('%s', (name, vary) => {
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    if (others[id]?.includes(name)) {
      expect(finds(siteOfText(rule.examples.bad[0]!.config), rule)).toBe(true);
      return;
    }
    const plain = (kind: 'bad' | 'ok'): readonly string[] =>
      rule.examples[kind].flatMap(({ files, htaccess, config }) => (files || htaccess ? [] : [config]));
    const missed = plain('bad').filter((config) => !finds(siteOfText(vary(config)), rule));
    const cried = plain('ok').filter((config) => finds(siteOfText(vary(config)), rule));
    expect({ missed, cried }).toEqual({ missed: [], cried: [] });
  });
});

describe('in a per-directory file', () => {
  const inside = (config: string): string | undefined =>
    /^<Location \/a>\n((?:(?!<\/Location)[\s\S])*)<\/Location>\n$/.exec(config)?.[1];
  const cases = rules.flatMap((rule) =>
    (['bad', 'ok'] as const).flatMap((kind) =>
      rule.examples[kind].flatMap(({ files, config }, at) => {
        const text = files ? undefined : inside(config);
        return text === undefined || apart.has(rule.id)
          ? []
          : [[`${rule.id} ${kind} ${at + 1}`, rule, kind, text] as const];
      }),
    ),
  );

  test.each(cases)('%s', (_, rule, kind, text) => {
    const site = siteOf(loadPerDirectory({ path: '/srv/www/.htaccess', text }, '/srv/www'));
    expect(finds(site, rule)).toBe(kind === 'bad');
  });
});
