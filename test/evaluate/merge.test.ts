import { setFlagsFromString } from 'node:v8';
import { describe, expect, test } from '@jest/globals';
import { isMergedRule, mergeSettings } from '../../src/evaluate/merge.js';
import { deepFreeze } from '../../src/ruleset/freeze.js';
import type { Rule } from '../../src/ruleset/mod_authz_core.js';
import type { HeaderEdit } from '../../src/ruleset/mod_headers.js';
import type { RewriteRule } from '../../src/ruleset/mod_rewrite.js';
import type { Settings, SettingsModule } from '../../src/ruleset/ruleset.js';
import { nowhere } from './build.js';

const at = (line: number) => ({ file: 0, line, column: 1 });
const header = (name: string): HeaderEdit => ({ action: 'unset', name, from: nowhere });
const redirect = (status: number) =>
  ({ match: { kind: 'prefix', prefix: '/' }, status, from: nowhere }) as const;
const reverse = (target: string) => ({ prefix: '/', target, from: nowhere });
const cookie = (internal: string) => ({ internal, public: 'p' });
const marked = (name: string) => ({
  test: { kind: 'header', header: name, regex: { pattern: 'x', flags: '' } } as const,
  variables: [],
  from: nowhere,
});

/** Every module with a merge: the outer settings, the inner, and what both make. */
const rewriteRule = (pattern: string): RewriteRule => ({
  pattern: { pattern, flags: '' },
  negated: false,
  substitution: '-',
  flags: [],
  conditions: [],
  status: 302,
  from: { file: 0, line: 1, column: 1 },
});

const requirement = (text: string) => ({ text, expression: { kind: 'constant', value: true } }) as const;

const cases: readonly (readonly [string, Settings, Settings, Settings])[] = [
  [
    'mod_auth_basic: later settings win, and a list of providers replaces one',
    { mod_auth_basic: { providers: [{ provider: 'file' }], authoritative: false } },
    { mod_auth_basic: { providers: [{ provider: 'anon' }], fake: 'off' } },
    { mod_auth_basic: { providers: [{ provider: 'anon' }], authoritative: false, fake: 'off' } },
  ],
  [
    'mod_authn_anon: the inner section replaces the outer',
    { mod_authn_anon: { users: ['guest'], noUserId: true } },
    { mod_authn_anon: { logEmail: false } },
    { mod_authn_anon: { logEmail: false } },
  ],
  [
    'mod_authn_file and mod_authz_groupfile: the inner file is the one',
    { mod_authn_file: { userFile: '/a' }, mod_authz_groupfile: { groupFile: '/b' } },
    { mod_authn_file: { userFile: '/c' } },
    { mod_authn_file: { userFile: '/c' }, mod_authz_groupfile: { groupFile: '/b' } },
  ],
  [
    'mod_allowmethods: the inner list replaces the outer',
    { mod_allowmethods: { methods: ['GET'] } },
    { mod_allowmethods: { methods: 'reset' } },
    { mod_allowmethods: { methods: 'reset' } },
  ],
  [
    'core: later settings win, one by one',
    { core: { limitRequestBody: 1, useCanonicalName: 'On' } },
    { core: { limitRequestBody: 2, forceType: 'a/b' } },
    { core: { limitRequestBody: 2, useCanonicalName: 'On', forceType: 'a/b' } },
  ],
  [
    'core: error documents by status',
    { core: { errorDocuments: { 401: { kind: 'text', text: 'a' }, 404: { kind: 'default' } } } },
    { core: { errorDocuments: { 401: { kind: 'default' } } } },
    { core: { errorDocuments: { 401: { kind: 'default' }, 404: { kind: 'default' } } } },
  ],
  [
    'core: error documents stay when the inner section has none',
    { core: { errorDocuments: { 401: { kind: 'default' } } } },
    { core: { limitRequestBody: 1 } },
    { core: { errorDocuments: { 401: { kind: 'default' } }, limitRequestBody: 1 } },
  ],
  [
    'mod_ssl: signed options change the outer ones, requirements add up',
    {
      mod_ssl: {
        options: { options: ['StdEnvVars'], add: ['StdEnvVars'], remove: [], relative: true },
        requirements: [requirement('a')],
      },
    },
    {
      mod_ssl: {
        options: {
          options: ['FakeBasicAuth'],
          add: ['FakeBasicAuth'],
          remove: ['StdEnvVars'],
          relative: true,
        },
        requirements: [requirement('b')],
        verifyDepth: 2,
      },
    },
    {
      mod_ssl: {
        options: {
          options: ['FakeBasicAuth'],
          add: ['FakeBasicAuth'],
          remove: ['StdEnvVars'],
          relative: true,
        },
        requirements: [requirement('a'), requirement('b')],
        verifyDepth: 2,
      },
    },
  ],
  [
    'mod_ssl: options without a sign take the place of the outer ones',
    { mod_ssl: { options: { options: ['StdEnvVars'], add: ['StdEnvVars'], remove: [], relative: true } } },
    {
      mod_ssl: {
        options: { options: ['StrictRequire'], add: ['StrictRequire'], remove: [], relative: false },
      },
    },
    {
      mod_ssl: {
        options: { options: ['StrictRequire'], add: ['StrictRequire'], remove: [], relative: false },
      },
    },
  ],
  [
    'mod_expires: by type, the inner section first',
    { mod_expires: { active: true, types: [{ type: 'a/b', expiry: { from: 'access', seconds: 1 } }] } },
    { mod_expires: { types: [{ type: 'a/b', expiry: { from: 'access', seconds: 2 } }] } },
    { mod_expires: { active: true, types: [{ type: 'a/b', expiry: { from: 'access', seconds: 2 } }] } },
  ],
  [
    'mod_include: each setting by itself',
    { mod_include: { errorMessage: 'a', xBitHack: 'On' } },
    { mod_include: { errorMessage: 'b', timeFormat: '%F' } },
    { mod_include: { errorMessage: 'b', timeFormat: '%F', xBitHack: 'On' } },
  ],
  [
    'mod_autoindex: options without signs forget those outside, and signs beside them',
    { mod_autoindex: { options: { set: ['fancyindexing'], add: [], remove: [] } } },
    { mod_autoindex: { options: { set: ['htmltable'], add: ['xhtml'], remove: [] } } },
    {
      mod_autoindex: {
        options: { set: ['htmltable'], add: [], remove: [] },
        icons: [],
        alts: [],
        descriptions: [],
        ignored: [],
      },
    },
  ],
  [
    'core: Options without signs replace',
    { core: { options: { set: ['Indexes'], add: ['ExecCGI'], remove: [] } } },
    { core: { options: { set: ['Includes'], add: [], remove: [] } } },
    { core: { options: { set: ['Includes'], add: [], remove: [] } } },
  ],
  [
    'core: Options with signs change what is there',
    { core: { options: { set: ['Indexes'], add: ['ExecCGI'], remove: ['MultiViews'] } } },
    { core: { options: { add: ['MultiViews'], remove: ['ExecCGI'] } } },
    { core: { options: { set: ['Indexes'], add: ['MultiViews'], remove: ['ExecCGI'] } } },
  ],
  [
    'core: signs add up',
    { core: { options: { add: ['ExecCGI'], remove: [] } } },
    { core: { options: { add: ['Indexes'], remove: ['FollowSymLinks'] } } },
    { core: { options: { add: ['ExecCGI', 'Indexes'], remove: ['FollowSymLinks'] } } },
  ],
  [
    'core: IncludesNOEXEC takes exec away',
    { core: { options: { add: ['Includes'], remove: [] } } },
    { core: { options: { add: ['IncludesNOEXEC'], remove: [] } } },
    { core: { options: { add: ['IncludesNOEXEC'], remove: ['Includes'] } } },
  ],
  [
    'mod_authn_core',
    { mod_authn_core: { authType: 'GSSAPI', authName: 'a' } },
    { mod_authn_core: { authName: 'b' } },
    { mod_authn_core: { authType: 'GSSAPI', authName: 'b' } },
  ],
  [
    'mod_access_compat has no merge: the later replaces',
    { mod_access_compat: { satisfy: [{ value: 'Any' }], order: [{ value: 'allow,deny' }] } },
    { mod_access_compat: { deny: [{ operand: { kind: 'all' } }] } },
    { mod_access_compat: { deny: [{ operand: { kind: 'all' } }] } },
  ],
  [
    'mod_auth_gssapi has no merge: the later replaces',
    { mod_auth_gssapi: { sslOnly: true, credentialStore: { keytab: '/k' } } },
    { mod_auth_gssapi: { localName: true } },
    { mod_auth_gssapi: { localName: true } },
  ],
  [
    'mod_auth_kerb has no merge: the later replaces',
    { mod_auth_kerb: { keytab: '/k' } },
    { mod_auth_kerb: { methodK5Passwd: false } },
    { mod_auth_kerb: { methodK5Passwd: false } },
  ],
  [
    'mod_alias: the inner redirects come first',
    { mod_alias: { redirects: [redirect(301)], alias: { target: '/a' } } },
    { mod_alias: { redirects: [redirect(302)], alias: { target: '/b' } } },
    { mod_alias: { redirects: [redirect(302), redirect(301)], alias: { target: '/b' } } },
  ],
  [
    'mod_dir',
    { mod_dir: { index: ['a'], slash: false } },
    { mod_dir: { index: [] } },
    { mod_dir: { index: [], slash: false } },
  ],
  [
    'mod_mime: extensions, property by property',
    { mod_mime: { extensions: { x: { type: 'a/b', handler: 'h' }, y: { charset: 'c' } } } },
    { mod_mime: { extensions: { x: { type: null, encoding: 'e' } }, defaultLanguage: 'de' } },
    {
      mod_mime: {
        extensions: { x: { type: null, handler: 'h', encoding: 'e' }, y: { charset: 'c' } },
        defaultLanguage: 'de',
      },
    },
  ],
  [
    'mod_env: unset, then set; names in any case, as first written',
    { mod_env: { set: { A: '1', B: '2', C: '3' }, pass: ['P', 'Q'] } },
    { mod_env: { unset: ['a', 'p'], set: { b: '4' } } },
    { mod_env: { set: { B: '4', C: '3' }, pass: ['Q'] } },
  ],
  [
    'mod_env: what is passed on takes the place of what was set outside only where it exists',
    { mod_env: { set: { A: '1' } } },
    { mod_env: { pass: ['A'] } },
    { mod_env: { set: { A: '1' }, pass: ['A'] } },
  ],
  [
    'mod_setenvif appends',
    { mod_setenvif: { tests: [marked('A')] } },
    { mod_setenvif: { tests: [marked('B')] } },
    { mod_setenvif: { tests: [marked('A'), marked('B')] } },
  ],
  [
    'mod_headers appends, list by list',
    { mod_headers: { request: [header('A')], response: [header('B')] } },
    { mod_headers: { request: [header('C')], responseAlways: [header('D')] } },
    {
      mod_headers: {
        request: [header('A'), header('C')],
        response: [header('B')],
        responseAlways: [header('D')],
      },
    },
  ],
  [
    'mod_session',
    { mod_session: { enabled: true, maxAge: 5, include: ['/a'], exclude: ['/b'] } },
    { mod_session: { enabled: false, include: ['/c'] } },
    { mod_session: { enabled: false, maxAge: 5, include: ['/a', '/c'], exclude: ['/b'] } },
  ],
  [
    'mod_session_cookie',
    { mod_session_cookie: { cookie: { name: 'a', attributes: 'x' }, remove: true } },
    { mod_session_cookie: { cookie: { name: 'b', attributes: '' } } },
    { mod_session_cookie: { cookie: { name: 'b', attributes: '' }, remove: true } },
  ],
  [
    'mod_proxy',
    {
      mod_proxy: {
        preserveHost: true,
        reverse: [reverse('a')],
        cookieDomains: [cookie('a')],
        cookiePaths: [cookie('a')],
      },
    },
    {
      mod_proxy: {
        preserveHost: false,
        reverse: [reverse('b')],
        cookieDomains: [cookie('b')],
        cookiePaths: [cookie('b')],
      },
    },
    {
      mod_proxy: {
        preserveHost: false,
        reverse: [reverse('a'), reverse('b')],
        cookieDomains: [cookie('a'), cookie('b')],
        cookiePaths: [cookie('a'), cookie('b')],
      },
    },
  ],
  [
    'mod_rewrite: rules, folder and base are the inner ones',
    { mod_rewrite: { engine: true, rules: [rewriteRule('a')], baseUrl: '/a', directory: '/a/' } },
    { mod_rewrite: { rules: [rewriteRule('b')], directory: '/b/' } },
    { mod_rewrite: { engine: true, rules: [rewriteRule('b')], directory: '/b/' } },
  ],
  [
    'mod_rewrite: Inherit puts outer rules behind, and options of the outer section stay',
    { mod_rewrite: { rules: [rewriteRule('a')], options: ['Inherit', 'MergeBase'], baseUrl: '/a' } },
    { mod_rewrite: { rules: [rewriteRule('b')] } },
    {
      mod_rewrite: {
        rules: [rewriteRule('b'), rewriteRule('a')],
        options: ['Inherit', 'MergeBase'],
        baseUrl: '/a',
      },
    },
  ],
  [
    'mod_rewrite: InheritDownBefore puts outer rules before',
    { mod_rewrite: { rules: [rewriteRule('a')], options: ['InheritDownBefore'] } },
    { mod_rewrite: { rules: [rewriteRule('b')], options: ['AllowNoSlash'] } },
    { mod_rewrite: { rules: [rewriteRule('a'), rewriteRule('b')], options: ['AllowNoSlash'] } },
  ],
  [
    'mod_rewrite: IgnoreInherit keeps out what is handed down',
    { mod_rewrite: { rules: [rewriteRule('a')], options: ['InheritDown'] } },
    { mod_rewrite: { rules: [rewriteRule('b')], options: ['IgnoreInherit'] } },
    { mod_rewrite: { rules: [rewriteRule('b')], options: ['IgnoreInherit'] } },
  ],
  [
    'mod_authnz_ldap: the section replaces all there was',
    { mod_authnz_ldap: { bindName: 'cn=reader', searchAsUser: true } },
    { mod_authnz_ldap: { bindName: 'cn=other' } },
    { mod_authnz_ldap: { bindName: 'cn=other' } },
  ],
  [
    'util_ldap: the section replaces all there was',
    { util_ldap: { referrals: false } },
    { util_ldap: { hopLimit: 2 } },
    { util_ldap: { hopLimit: 2 } },
  ],
  [
    'mod_kerbgate: each setting of the section over that of the outer one',
    { mod_kerbgate: { channelBinding: 'required', optionalLogin: true } },
    { mod_kerbgate: { optionalLogin: false } },
    { mod_kerbgate: { channelBinding: 'required', optionalLogin: false } },
  ],
];

describe('settings merge module by module', () => {
  test.each(cases)('%s', (_title, base, add, merged) => {
    expect(mergeSettings(base, add)).toEqual(merged);
  });

  test('every module is in the table above or has tests of its own', () => {
    const modules: Readonly<Record<SettingsModule, true>> = {
      core: true,
      mod_authn_core: true,
      mod_authz_core: true,
      mod_access_compat: true,
      mod_allowmethods: true,
      mod_authn_file: true,
      mod_authn_anon: true,
      mod_authz_groupfile: true,
      mod_auth_basic: true,
      mod_auth_gssapi: true,
      mod_auth_kerb: true,
      mod_alias: true,
      mod_dir: true,
      mod_mime: true,
      mod_env: true,
      mod_setenvif: true,
      mod_headers: true,
      mod_expires: true,
      mod_include: true,
      mod_autoindex: true,
      mod_session: true,
      mod_session_cookie: true,
      mod_proxy: true,
      mod_ssl: true,
      mod_rewrite: true,
      util_ldap: true,
      mod_authnz_ldap: true,
      mod_kerbgate: true,
    };
    const seen = new Set(cases.flatMap(([, base]) => Object.keys(base)));
    expect(Object.keys(modules).filter((module) => !seen.has(module))).toEqual(['mod_authz_core']);
  });

  test('a module that only one side has keeps its object', () => {
    const base: Settings = { mod_dir: { slash: true } };
    const add: Settings = { mod_session: { enabled: true } };
    const merged = mergeSettings(base, add);
    expect(merged.mod_dir).toBe(base.mod_dir);
    expect(merged.mod_session).toBe(add.mod_session);
    expect(mergeSettings(base, {})).toBe(base);
  });

  test('origins follow their settings', () => {
    const base: Settings = {
      mod_authn_core: { authType: 'A', authName: 'a', from: { AuthType: [at(1)], AuthName: [at(2)] } },
    };
    const add: Settings = { mod_authn_core: { authName: 'b', from: { AuthName: [at(3), at(4)] } } };
    expect(mergeSettings(base, add).mod_authn_core?.from).toEqual({
      AuthType: [at(1)],
      AuthName: [at(3), at(4)],
    });
  });

  test('neither side changes, and the result is frozen', () => {
    const [, base, add] = cases.find(([title]) => title.startsWith('mod_headers'))!;
    const before = structuredClone([base, add]);
    const merged = mergeSettings(base, add);
    expect([base, add]).toEqual(before);
    expect(Object.isFrozen(merged)).toBe(true);
    expect(Object.isFrozen(merged.mod_headers)).toBe(true);
    expect(Object.isFrozen(merged.mod_headers?.request)).toBe(true);
  });
});

describe('merged settings have few hidden classes, so that they are read fast', () => {
  setFlagsFromString('--allow-natives-syntax');
  const ofOneClass = new Function('one', 'other', 'return %HaveSameMap(one, other)') as (
    one: unknown,
    other: unknown,
  ) => boolean;

  test.each(cases)('%s', (_title, base, add) => {
    // Each time as read from a file of its own; the first few are made by code that is not settled yet.
    const merged = Array.from({ length: 100 }, () => {
      const [outer, inner] = deepFreeze(JSON.parse(JSON.stringify([base, add])) as [Settings, Settings]);
      return mergeSettings(outer, inner);
    });
    const [one, other] = merged.slice(-2) as [Settings, Settings];
    expect(ofOneClass(one, other)).toBe(true);
    for (const module of Object.keys(one) as SettingsModule[])
      expect([module, ofOneClass(one[module], other[module])]).toEqual([module, true]);
  });
});

describe('AuthMerging', () => {
  const rule = (line: number): Rule => ({ kind: 'any', negated: false, rules: [], from: at(line) });
  const [outer, inner] = [rule(1), rule(2)];
  const both = (kind: 'all' | 'any'): Rule => ({ kind, negated: false, rules: [outer, inner], from: at(2) });

  test.each<
    readonly [string, Settings['mod_authz_core'], Settings['mod_authz_core'], Settings['mod_authz_core']]
  >([
    ['replaces by default', { rule: outer }, { rule: inner }, { rule: inner }],
    ['Off replaces', { rule: outer }, { rule: inner, merging: 'Off' }, { rule: inner, merging: 'Off' }],
    ['Off without Require drops what is outside', { rule: outer }, { merging: 'Off' }, { merging: 'Off' }],
    [
      'And asks both',
      { rule: outer },
      { rule: inner, merging: 'And' },
      { rule: both('all'), merging: 'And' },
    ],
    ['Or asks either', { rule: outer }, { rule: inner, merging: 'Or' }, { rule: both('any'), merging: 'Or' }],
    [
      'And without Require keeps the outer',
      { rule: outer },
      { merging: 'And' },
      { rule: outer, merging: 'And' },
    ],
    [
      'And without an outer rule is the inner',
      {},
      { rule: inner, merging: 'And' },
      { rule: inner, merging: 'And' },
    ],
    [
      'is kept with the outer rule by a section without either',
      { rule: outer, merging: 'Or' },
      { forbiddenOnFailure: true },
      { rule: outer, merging: 'Or', forbiddenOnFailure: true },
    ],
    [
      'is not inherited by a rule further in',
      { rule: outer, merging: 'And' },
      { rule: inner },
      { rule: inner },
    ],
    [
      'leaves AuthzSendForbiddenOnFailure alone',
      { rule: outer, forbiddenOnFailure: true },
      { rule: inner },
      { rule: inner, forbiddenOnFailure: true },
    ],
  ])('%s', (_title, base, add, merged) => {
    expect(mergeSettings({ mod_authz_core: base! }, { mod_authz_core: add! }).mod_authz_core).toEqual(merged);
  });

  test('makes rules that are known to be merged', () => {
    const merged = mergeSettings(
      { mod_authz_core: { rule: outer } },
      { mod_authz_core: { rule: inner, merging: 'Or' } },
    );
    expect(isMergedRule(merged.mod_authz_core!.rule!)).toBe(true);
    expect(isMergedRule(inner)).toBe(false);
  });
});
