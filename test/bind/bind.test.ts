import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bound } from '../../src/bind/bound.js';
import { positionAt } from '../../src/source/file.js';
import { bindText } from './apache.js';

/** Findings as `line:column code message`. */
/** What is wrong with a text, apart from files that only this machine lacks. */
function findings(text: string, options: Parameters<typeof bindText>[1] = {}): readonly string[] {
  const there = bindText(text, options).diagnostics.filter(({ missingHere }) => !missingHere);
  return there.map(({ span, code, message }) => {
    const { line, column } = span ? positionAt(span.file, span.start) : { line: 0, column: 0 };
    return `${line}:${column} ${code} ${message}`;
  });
}

/** Names of what was bound, sections with their contents. */
function shape(items: readonly Bound[]): readonly unknown[] {
  return items.map((item) => (item.kind === 'section' ? [item.name, ...shape(item.items)] : item.name));
}

const unknown = (name: string) =>
  `Invalid command '${name}', perhaps misspelled or defined by a module not included in the server configuration`;

test('all errors of a run are found, each at its place', () => {
  const text = [
    'KeepAliv On',
    'KeepAlive maybe',
    '<Location /a>',
    '  Require al granted',
    '  Listen 80',
    '  AuthName "a" b',
    '</Location>',
    'Require all granted',
  ].join('\n');
  expect(findings(text)).toEqual([
    `1:1 unknown-directive ${unknown('KeepAliv')}`,
    '2:11 bad-arguments KeepAlive must be On or Off',
    '4:11 bad-arguments Unknown Authz provider: al',
    '5:3 not-allowed-here Listen not allowed in <Location> context',
    '6:12 bad-arguments AuthName takes one argument, the authentication realm (e.g. "Members Only")',
    '8:1 not-allowed-here Require not allowed here',
  ]);
});

test.each([
  ['<Directory /a>\nAllowOverride None\n</Directory>', 0],
  ['<VirtualHost *>\n<Directory /a>\nAllowOverride None\n</Directory>\n</VirtualHost>', 0],
  ['<Directory /a>\n<IfModule core.c>\nAllowOverride None\n</IfModule>\n</Directory>', 0],
  ['<Proxy *>\nAllowOverride None\n</Proxy>', 0],
  ['<Location /a>\nAllowOverride None\n</Location>', 1],
  ['<LocationMatch a>\n<IfModule core.c>\nAllowOverrideList None\n</IfModule>\n</LocationMatch>', 1],
  ['<Directory /a>\n<FilesMatch a>\nAllowOverride None\n</FilesMatch>\n</Directory>', 1],
  ['<Directory /a>\n<If true>\nAllowOverrideList None\n</If>\n</Directory>', 1],
  ['<Directory /a>\n<Limit GET>\nAllowOverride None\n</Limit>\n</Directory>', 1],
])('AllowOverride is useless where httpd says so: %j', (text, count) => {
  expect(bindText(text).diagnostics.filter(({ code }) => code === 'useless')).toHaveLength(count);
});

describe('hints', () => {
  const hint = (text: string) => bindText(text).diagnostics[0]?.hint;
  test.each([
    ['KeepAliv On', 'did you mean KeepAlive?'],
    ['Location /a', 'Location is a section: write <Location …> and </Location>'],
    ['<KeepAlive On>\n</KeepAlive>', 'KeepAlive is a directive: write it without < and >'],
    ['\xef\xbb\xbfKeepAlive On', 'the file begins with a UTF-8 byte order mark: save it without one'],
    ['MinSpareServers 5', 'MinSpareServers belongs to another MPM than the loaded one (event)'],
    ['<Location /a>\nGssapiAllowedMech Krb5\n</Location>', 'mechanism names are in lower case: krb5'],
    ['<Location /a>\nRequire Valid-User\n</Location>', 'provider names are in lower case: valid-user'],
    ['<Location /a>\nRequire valid-users\n</Location>', 'did you mean valid-user?'],
    [
      '<Location /a>\nRequire unix-group wheel\n</Location>',
      'it belongs to mod_authz_unixgroup, which kerbgate does not know; name the users with Require user',
    ],
    [
      '<Location /a>\nRequire pam-account web\n</Location>',
      'it belongs to mod_authnz_pam, which kerbgate does not know; write AuthType GSSAPI, and GssapiBasicAuth On for passwords',
    ],
    [
      '<Location /a>\nRequire what-else\n</Location>',
      'known are all, valid-user, user, group, ip, host, env, method, expr and local',
    ],
    ['<Location /a>\nRequire all granted # x\n</Location>', 'a comment needs a line of its own'],
    ['<If %{A} == 1>\n</If>', 'put the whole condition into double quotes'],
    ['GssapiBasicAuth On', 'it belongs into a section such as <Location>'],
    [
      '<Location /a>\nSSLProxyEngine On\n</Location>',
      'it belongs to the top level of the configuration, or into <VirtualHost> or <Proxy>',
    ],
    [
      '<Location /a>\nServerName a.test\n</Location>',
      'it belongs to the top level of the configuration, or into <VirtualHost>',
    ],
    ['<Location /a>\nUser nobody\n</Location>', 'it belongs to the top level of the configuration'],
  ])('%j', (text, expected) => {
    expect(hint(text)).toBe(expected);
  });
});

describe('modules', () => {
  const alias = 'LoadModule alias_module modules/mod_alias.so\n';

  test('without LoadModule all count as loaded', () => {
    expect(findings('<Location /a>\nGssapiBasicAuth On\nKrbServiceName HTTP\n</Location>')).toEqual([]);
  });

  test('with LoadModule only those and the built-in ones do, before that line too', () => {
    const text = `<Location /a>\nKrbServiceName HTTP\n</Location>\n${alias}Alias /a /b\nKeepAlive On\n`;
    expect(findings(text)).toEqual([`2:1 unknown-directive ${unknown('KrbServiceName')}`]);
    expect(bindText(text).diagnostics.find(({ hint }) => hint)?.hint).toBe(
      'KrbServiceName belongs to mod_auth_kerb, which is not loaded: add LoadModule auth_kerb_module modules/mod_auth_kerb.so',
    );
  });

  test('a branch sees what is loaded above it', () => {
    const text = `<IfModule mod_alias.c>\nBogus\n</IfModule>\n${alias}<IfModule alias_module>\nOther\n</IfModule>\n`;
    expect(findings(text)).toEqual([`6:1 unknown-directive ${unknown('Other')}`]);
  });

  test('an unknown module counts as loaded and is warned about', () => {
    const text = 'LoadModule frob_module modules/mod_frob.so\n<IfModule mod_frob.c>\nFrob On\n</IfModule>\n';
    expect(findings(text)).toEqual([
      '1:12 unknown-module frob_module is not a module kerbgate knows',
      `3:1 unknown-directive ${unknown('Frob')}`,
    ]);
    expect(bindText(text).value.modules.has('mod_frob')).toBe(true);
  });

  test('an MPM decides which of its directives are known', () => {
    const text =
      'LoadModule mpm_prefork_module modules/mod_mpm_prefork.so\nMaxSpareServers 5\nThreadLimit 5\n';
    expect(findings(text)).toEqual([`3:1 unknown-directive ${unknown('ThreadLimit')}`]);
  });

  test('providers of modules that are not loaded are unknown', () => {
    const text = 'LoadModule authz_core_module x.so\n<Location /a>\nRequire ip 127.0.0.1\n</Location>\n';
    expect(findings(text)).toEqual(['3:9 bad-arguments Unknown Authz provider: ip']);
  });
});

describe('what is bound', () => {
  test('branches and limits dissolve, limits stay on what they held', () => {
    const text = [
      '<Location /a>',
      '<IfDefine !X>',
      '<Limit GET POST>',
      'Require valid-user',
      '<LimitExcept POST>',
      'AuthType GSSAPI',
      '</LimitExcept>',
      '</Limit>',
      '</IfDefine>',
      'AuthName x',
      '</Location>',
    ].join('\n');
    const { value, diagnostics } = bindText(text);
    expect(diagnostics).toEqual([]);
    expect(shape(value.items)).toEqual([['Location', 'Require', 'AuthType', 'AuthName']]);
    const [location] = value.items;
    const limits = location?.kind === 'section' ? location.items.map((item) => item.limits) : [];
    expect(limits).toEqual([
      [{ except: false, methods: ['GET', 'POST'] }],
      [
        { except: false, methods: ['GET', 'POST'] },
        { except: true, methods: ['POST'] },
      ],
      [],
    ]);
  });

  test('arguments are typed, names canonical', () => {
    const { value } = bindText('<location /a>\nORDER Deny,Allow\nrequirE not user bob\n</location>\n');
    const [location] = value.items;
    expect(location?.name).toBe('Location');
    expect(location?.args).toEqual({ kind: 'path', path: '/a' });
    const inner = location?.kind === 'section' ? location.items : [];
    expect(inner.map(({ name, module, args }) => [name, module, args])).toEqual([
      ['Order', 'mod_access_compat', 'deny,allow'],
      [
        'Require',
        'mod_authz_core',
        {
          negated: true,
          provider: 'user',
          argument: 'bob',
          words: ['bob'],
          test: { provider: 'user', users: 'bob' },
        },
      ],
    ]);
  });

  test('what is not served stays, with a finding of its own code', () => {
    const { value, diagnostics } = bindText('ContentDigest On\n');
    expect(shape(value.items)).toEqual(['ContentDigest']);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['not-served', 'error']]);
    expect(diagnostics[0]?.hint).toContain('take the directive out');
  });

  test('what has wrong arguments is left out, its section stays', () => {
    const { value } = bindText('<Location /a>\nRequire nope\nAuthName x\n</Location>\n');
    expect(shape(value.items)).toEqual([['Location', 'AuthName']]);
  });

  test('a section with wrong arguments is left out, its contents are still judged', () => {
    const { value, diagnostics } = bindText('<LocationMatch "(">\nRequire nope\n</LocationMatch>\n');
    expect(value.items).toEqual([]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'Regex could not be compiled',
      'Unknown Authz provider: nope',
    ]);
  });
});

describe('defines and the command line', () => {
  test('-D names, -C before and -c after', () => {
    const options = { defines: ['A'], before: ['Define B x'], after: ['ServerAdmin ${B}', 'Bogus'] };
    const text = '<IfDefine A>\nServerName ${B}\n</IfDefine>\n';
    const { value } = bindText(text, options);
    expect(value.items.map(({ name, args }) => [name, args])).toEqual([
      ['Define', ['B', 'x']],
      ['ServerName', { name: 'x' }],
      ['ServerAdmin', 'x'],
    ]);
    expect(findings(text, options)).toEqual([`2:1 unknown-directive ${unknown('Bogus')}`]);
  });

  test('the environment comes after Define, and an unknown name is warned about', () => {
    const options = { environment: { HOST: 'h', __proto__: null } as never };
    expect(bindText('ServerName ${HOST}', options).value.items[0]?.args).toEqual({ name: 'h' });
    expect(findings('ServerAdmin ${__proto__}')).toEqual([
      '1:13 variable-undefined AH00111: Config variable ${__proto__} is not defined',
    ]);
  });
});

describe('includes', () => {
  let folder = '';
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kerbgate-include-'));
    mkdirSync(join(folder, 'conf.d'));
    write('conf.d/b.conf', 'ServerAdmin b\n');
    write('conf.d/a.conf', 'ServerAdmin a\nBogus\n');
    write('outer.conf', '<Location /x>\nInclude inner.conf\n</Location>\n');
    write('inner.conf', 'AuthName x\nKeepAlive On\n');
    write('twice.conf', 'Include twice.conf\nInclude twice.conf\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('wildcards come in order of names; findings know the way', () => {
    const { value, diagnostics } = bindText('Include conf.d/*.conf\n', { serverRoot: folder });
    expect(value.items.map(({ args }) => args)).toEqual(['a', 'b']);
    expect(value.files.map(({ path }) => path.slice(folder.length))).toEqual([
      'test.conf'.slice(folder.length),
      '/conf.d/a.conf',
      '/conf.d/b.conf',
    ]);
    const [finding] = diagnostics;
    expect(finding?.span?.file.path).toBe(join(folder, 'conf.d/a.conf'));
    expect(finding?.span?.file.includedFrom?.file.path).toBe('test.conf');
  });

  test('places are judged where the file was brought in', () => {
    const { value, diagnostics } = bindText('Include outer.conf\n', { serverRoot: folder });
    expect(shape(value.items)).toEqual([['Location', 'AuthName']]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'KeepAlive not allowed in <Location> context',
    ]);
  });

  test('a circle ends with one finding', () => {
    const { diagnostics } = bindText('Include twice.conf\n', { serverRoot: folder });
    expect(diagnostics.map(({ code }) => code)).toEqual(['include-too-deep']);
  });
});
