import { describe, expect, test } from '@jest/globals';
import { baselineOf, beyondBaseline, readBaseline } from '../../src/lint/baseline.js';
import { type Finding, fingerprinted } from '../../src/lint/finding.js';
import { fixRound } from '../../src/lint/fix.js';
import { globMatcher } from '../../src/lint/glob.js';
import { worded } from '../../src/lint/message.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { activeRules, readSettings } from '../../src/lint/settings.js';
import { type Site, siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';
import { applyEdits } from '../../src/syntax/edit.js';
import { findingsIn, idsOf } from './lint-text.js';

const siteOfText = (text: string): Site => siteOf(loadSnippet(text, { path: 'a.conf' }));
const recommended = lintRules.filter(({ strict }) => !strict);
const idsIn = (text: string): readonly string[] => idsOf(findingsIn(siteOfText(text), recommended));

const open =
  '<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire user b@R\nRequire valid-user\n</Location>\n';

describe('comments that switch off', () => {
  const commented = (line: string, comment: string): string => open.replace(line, `${comment}\n${line}`);

  test.each([
    [
      'of the next line',
      commented('Require valid-user', '# kerbgate-disable-next-line require-or -- b owns it'),
      [],
    ],
    ['of the next line, every rule', commented('Require valid-user', '# kerbgate-disable-next-line'), []],
    ['from there on', `# kerbgate-disable require-or\n${open}`, []],
    [
      'up to enable',
      `# kerbgate-disable require-or\nListen 80\n# kerbgate-enable require-or\n${open}`,
      ['require-or', 'unused-disable'],
    ],
    ['several', `# kerbgate-disable session-not-on, require-or -- both\n${open}`, []],
    [
      'another line',
      commented('AuthName a', '# kerbgate-disable-next-line require-or'),
      ['require-or', 'unused-disable'],
    ],
    ['another rule', `# kerbgate-disable session-not-on\n${open}`, ['require-or', 'unused-disable']],
    [
      'behind a line: no comment to httpd',
      open.replace('valid-user', 'valid-user # kerbgate-disable require-or'),
      ['require-or'],
    ],
  ])('%s', (_, text, ids) => expect(idsIn(text)).toEqual(ids));
});

describe('settings', () => {
  const read = (value: unknown) => readSettings(JSON.stringify(value), 'kerbgate.json', lintRules);

  test.each([
    [
      { rules: { 'no-such': 'off' } },
      'kerbgate.json:1:11: there is no rule "no-such" ("kerbgate rules" lists',
    ],
    [{ rules: { 'requires-or': 'off' } }, 'there is no rule "requires-or"; do you mean require-or?'],
    [
      { rules: { 'require-or': 'loud' } },
      'must be equal to one of the allowed values: off, note, warning, error',
    ],
    [{ presets: 'strict' }, '"presets" is not known at the top level'],
    [{ maxWarnings: -1 }, 'maxWarnings must be >= 0'],
  ])('%j is refused', (value, text) => expect(read(value).problem).toContain(text));

  const problemIn = (text: string) => readSettings(text, 'x.json', lintRules).problem;

  test('what is no JSON is told so, with its place', () => {
    expect(problemIn('')).toBe('x.json:1:1: this is no JSON: value expected');
    expect(problemIn('{')).toBe('x.json:1:2: this is no JSON: close brace expected');
    expect(problemIn('{\n  "rules": {}\n  "ignore": []\n}')).toBe(
      'x.json:3:3: this is no JSON: comma expected',
    );
  });

  test('each mistake is told with its place, in lists and under odd names too', () => {
    const text =
      '{\n  "overrides": [\n    { "files": [""], "rules": { "a/~b": "off" } }\n  ],\n  "failLevel": 1\n}';
    const problem = problemIn(text);
    for (const place of ['x.json:3:17: ', 'x.json:3:33: there is no rule "a/~b"', 'x.json:5:16: failLevel '])
      expect(problem).toContain(place);
  });

  test('as deep as a stranger likes, and as many mistakes', () => {
    expect(problemIn('['.repeat(300_000))).toBe('x.json: this is nested too deeply');
    const rules = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`r${at}`, 'off']));
    expect(read({ rules }).problem).toMatch(/"r9" .*; and 40 more$/);
  });

  test('comments and commas behind the last one may stand in it', () => {
    const text = '{\n  // strict later\n  "preset": "none", /* all */\n}\n';
    expect(readSettings(text, 'x.json', lintRules)).toEqual({ settings: { preset: 'none' } });
  });

  test('presets, severities and overrides by path', () => {
    const { settings } = read({
      rules: { 'require-or': 'note' },
      overrides: [{ files: ['old/**'], rules: { 'require-or': 'off', 'refused-asks-again': 'error' } }],
    });
    const levels = (path: string) =>
      Object.fromEntries(
        activeRules(lintRules, settings!, path).map(({ rule, severity }) => [rule.id, severity]),
      );
    expect(levels('new/a.conf')).toMatchObject({ 'require-or': 'note', 'limit-opens-methods': 'error' });
    expect(levels('new/a.conf')).not.toHaveProperty('refused-asks-again');
    expect(levels('old/x/a.conf')).toMatchObject({ 'refused-asks-again': 'error' });
    expect(levels('old/x/a.conf')).not.toHaveProperty('require-or');
    const strict = activeRules(lintRules, { preset: 'strict' }, 'a.conf');
    expect(strict.map(({ rule }) => rule)).toEqual(lintRules);
    expect(activeRules(lintRules, { preset: 'none' }, 'a.conf')).toEqual([]);
  });

  test.each([
    ['*.conf', 'a/b.conf', true],
    ['a/*.conf', 'a/b.conf', true],
    ['a/*.conf', 'a/b/c.conf', false],
    ['a/**/*.conf', 'a/b/c.conf', true],
    ['**/x', 'x', true],
    ['a', 'a/b/c', true],
    ['b.conf', 'a/xb.conf', false],
    ['a/**', 'a', false],
    ['a/**', 'a/b/c', true],
    ['**/a/**/b', 'a/x/a/b/c', true],
    // What tries every way to share the folders out takes years.
    [`${'**/*/'.repeat(25)}z`, 'a/'.repeat(60), false],
    [`${'**/'.repeat(40)}z`, 'a/'.repeat(60), false],
  ])('%s on %s: %s', (glob, path, expected) => expect(globMatcher(glob)(path)).toBe(expected));
});

describe('fingerprints and the baseline', () => {
  const keysOf = (text: string): readonly (readonly [Finding, string])[] =>
    fingerprinted(findingsIn(siteOfText(text), recommended), (path) => path);

  test('a finding keeps its own when lines are added around, and loses it when its line changes', () => {
    const [[, key] = []] = keysOf(open);
    expect(keysOf(`Listen 80\n\n${open.replaceAll('Require', '   Require')}`)[0]?.[1]).toBe(key);
    expect(keysOf(open.replace('valid-user', 'valid-user ""'))[0]?.[1]).not.toBe(key);
  });

  test('alike findings are told apart, and new ones are told beside known ones', () => {
    const twice = open + open.replace('/a', '/b');
    const known = keysOf(open);
    const all = keysOf(twice);
    expect(new Set(all.map(([, key]) => key)).size).toBe(all.length);
    const baseline = readBaseline(JSON.stringify(baselineOf(known))).baseline!;
    expect(beyondBaseline(known, baseline)).toEqual([]);
    expect(beyondBaseline(all, baseline)).toHaveLength(1);
    expect(readBaseline('{"version":2}').problem).toContain('of version 2');
  });
});

describe('fixes', () => {
  const fixed = (text: string, level: 'safe' | 'unsafe'): string => {
    const site = siteOfText(text);
    return fixRound(findingsIn(site, recommended), site, level).texts.get('a.conf') ?? text;
  };
  const text = open.replace('b@R', 'b@R # me').replace('AuthName a', '# kept\n\tAuthName   a \\\n  ');

  test('unsafe ones only where they are asked for; other bytes stay', () => {
    expect(fixed(text, 'safe')).toBe(text);
    expect(fixed(text, 'unsafe')).toBe(text.replace(' # me', ''));
  });

  test('each rule that offers a fix takes its finding away with it, on its own example', () => {
    for (const rule of lintRules.filter(({ fixes }) => fixes)) {
      for (const { config } of rule.examples.bad) {
        const site = siteOfText(config);
        const before = findingsIn(site, [rule]).filter(({ fix }) => fix);
        for (const { fix, message } of before) {
          const { edits, problem } = fix!.edit(fix!.line, site);
          expect({ rule: rule.id, problem }).toEqual({ rule: rule.id, problem: undefined });
          const after = applyEdits(site.files[0]!, edits!).file!.text;
          const left = findingsIn(siteOfText(after), [rule]).map((each) => each.message);
          expect({ rule: rule.id, left: left.includes(message) }).toEqual({ rule: rule.id, left: false });
        }
      }
    }
  });

  test('what is safe decides as before', () => {
    for (const rule of lintRules)
      for (const { config } of rule.examples.bad) {
        const after = fixed(config, 'safe');
        if (after !== config)
          expect({ [rule.id]: decisions(after) }).toEqual({ [rule.id]: decisions(config) });
      }
  });
});

/** How the requests that stand for the places of a text are decided. */
function decisions(text: string): unknown {
  return siteOfText(text).places.map((place) =>
    ['GET', 'POST', 'OPTIONS'].map((method) => [place.target, method, place.ask({ method })?.decision]),
  );
}

describe('places', () => {
  test('every set of sections is found once, with a request that it decides', () => {
    const { places } = siteOfText(
      'DocumentRoot /srv/www\n<Directory /srv/www/d>\nRequire all granted\n</Directory>\n<Location />\nRequire all denied\n</Location>\n<Location /a/>\nAuthName a\n</Location>\n<LocationMatch "^/(x|y)+/[0-9]{2}\\.html$">\nAuthName b\n</LocationMatch>\n',
    );
    expect(places.map(({ title, target }) => [title, target])).toEqual([
      ['<Location />', '/x'],
      ['<Location /a/>', '/a/x'],
      ['<LocationMatch "^/(x|y)+/[0-9]{2}\\.html$">', '/x/00.html'],
      ['<Location />', '/d/x'],
      ['the main server', undefined],
    ]);
  });

  test('a text with errors is judged without the lines that are wrong', () => {
    expect(idsIn(`NoSuchThing\n${open}`)).toEqual(['not-accepted', 'require-or']);
  });

  test.each(['SSLRequireSSL', 'GssapiSSLonly On'])('a part with %s is asked over TLS', (line) => {
    const text = `<Location /a>\n${line}\nAuthType GSSAPI\nAuthName a\nRequire user alice\n</Location>\n`;
    expect(idsIn(text)).toEqual(['require-user-realm']);
    expect(siteOfText(text).places[0]?.ask()?.decision.kind).toBe('challenge');
  });

  test('a server without TLS is asked in the clear, whatever its sections want', () => {
    const text = `<VirtualHost *:80>\n<Location /a>\nSSLRequireSSL\n${open.split('\n').slice(1).join('\n')}</VirtualHost>\n`;
    const { places } = siteOfText(`Listen 80\n${text}`);
    expect(places.map((place) => place.ask()?.status)).toContain(403);
  });

  test('what a macro makes is told where the macro is written', () => {
    const text = `<Macro login $who>\n${open.replace('b@R', '$who')}</Macro>\nUse login c@R\n`;
    const [finding] = findingsIn(siteOfText(text), recommended);
    expect(finding?.id).toBe('require-or');
    expect(finding?.span.file.pieces).toBeDefined();
  });

  test('holes are filled, other braces stay', () =>
    expect(worded('{a} %{REMOTE_USER}s {b}', { a: '1' })).toBe('1 %{REMOTE_USER}s {b}'));
});
