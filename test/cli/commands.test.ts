import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { kerbgate } from './run.js';

let folder = '';
const file = (name: string): string => join(folder, name);

const good = `ServerName localhost
<Location /private>
  AuthType GSSAPI
  AuthName "Private"
  GssapiCredStore keytab:/etc/none.keytab
  Require valid-user
</Location>
`;
const bad = `Foo bar
<Location /x>
AuthType
</Location>
`;

beforeAll(() => {
  folder = makeScratch('cli');
  writeFileSync(file('good.conf'), good);
  writeFileSync(file('bad.conf'), bad);
  writeFileSync(file('unserved.conf'), `${good}ChrootDir /srv\n`);
});
afterAll(() => dropScratch(folder));

describe('usage', () => {
  test.each([
    ['nothing', []],
    ['an unknown command', ['swerve']],
    ['a missing file', ['check']],
    ['an unknown option', ['check', '--nope', 'x']],
    ['a bad choice', ['check', '--format', 'xml', 'x']],
    ['no number of workers', ['serve', 'x', '--workers', 'many']],
    ['no request', ['explain', '/dev/null', 'GET']],
    ['no URL', ['probe', 'ftp://localhost/']],
    ['an unknown directive', ['directives', 'AuthTpye']],
    ['a file that is not there', ['check', '/nonexistent/x.conf']],
    ['a folder', ['check', '/']],
  ])('%s ends with 2 and words on standard error', (_, args) => {
    const { code, out, error } = kerbgate(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(error).not.toBe('');
  });

  test('help and version are no errors', () => {
    expect(kerbgate(['--help'])).toMatchObject({ code: 0, error: '' });
    const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(kerbgate(['--version'])).toEqual({ code: 0, out: `${version}\n`, error: '' });
  });
});

describe('check', () => {
  test('tells that nothing is wrong', () => {
    expect(kerbgate(['check', file('good.conf')])).toMatchObject({ code: 0, error: '' });
  });

  test('tells everything that is wrong, with places and excerpts', () => {
    const { code, out } = kerbgate(['check', file('bad.conf')]);
    expect(code).toBe(1);
    expect(out).toContain(`${file('bad.conf')}:1:1: error: Invalid command 'Foo'`);
    expect(out).toContain(`${file('bad.conf')}:3:1: error: AuthType takes one argument`);
    expect(out).toContain('  1 | Foo bar');
    expect(out).toContain('2 errors');
  });

  test('reads standard input', () => {
    const { code, out } = kerbgate(['check', '-'], bad);
    expect(code).toBe(1);
    expect(out).toContain('<stdin>:1:1: error');
  });

  test('tells it as JSON', () => {
    const { code, out } = kerbgate(['check', file('bad.conf'), '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { severity: 'error', file: file('bad.conf'), line: 1, column: 1, endLine: 1, endColumn: 4 },
      { severity: 'error', line: 3, column: 1 },
    ]);
  });

  test('knows -D and -d', () => {
    const text = '<IfDefine WITH_MISTAKE>\nFoo bar\n</IfDefine>\n';
    expect(kerbgate(['check', '-'], text).code).toBe(0);
    expect(kerbgate(['check', '-', '-DWITH_MISTAKE'], text).code).toBe(1);
    expect(kerbgate(['check', '-', '-D', 'OTHER', '-D', 'WITH_MISTAKE'], text).code).toBe(1);
    expect(kerbgate(['check', '-'], 'Include good.conf\n').code).toBe(1);
    expect(kerbgate(['check', '-', '-d', folder], 'Include good.conf\n').code).toBe(0);
  });
});

describe('compile', () => {
  test('writes a ruleset that every command takes in place of the configuration', () => {
    expect(kerbgate(['compile', file('good.conf'), '-o', file('good.json')])).toMatchObject({
      code: 0,
      out: '',
    });
    expect(kerbgate(['check', file('good.json')]).code).toBe(0);
    expect(kerbgate(['compile', file('good.json')]).out).toBe(readFileSync(file('good.json'), 'utf8'));
  });

  test('refuses what is not served, and writes nothing then', () => {
    const { code, out, error } = kerbgate(['compile', file('unserved.conf')]);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(error).toContain(`${file('unserved.conf')}:8:1: error: ChrootDir is not served`);
    expect(error).toContain('hint:');
  });

  test('tells when it cannot write', () => {
    expect(kerbgate(['compile', file('good.conf'), '-o', '/nonexistent/x.json']).code).toBe(2);
  });

  test('takes what is no JSON for unreadable', () => {
    writeFileSync(file('broken.json'), '{ "format": ');
    expect(kerbgate(['compile', file('broken.json')])).toMatchObject({ code: 2, out: '' });
  });
});

describe('serve', () => {
  test('refuses what is wrong, and a configuration that listens nowhere', () => {
    expect(kerbgate(['serve', file('bad.conf')])).toMatchObject({ code: 1, out: '' });
    const { code, error } = kerbgate(['serve', file('good.conf')]);
    expect(code).toBe(1);
    expect(error).toContain('Listen 127.0.0.1:8080');
  });
});

describe('directives', () => {
  test('lists all of them', () => {
    const { code, out } = kerbgate(['directives']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}GssapiCredStore +full$/m);
    expect(out).toMatch(/^ {2}ChrootDir +refused {2}/m);
  });

  test('tells about one, in any case, and about sections', () => {
    expect(kerbgate(['directives', 'gssapicredstore']).out).toContain('module    mod_auth_gssapi');
    expect(kerbgate(['directives', '<location>']).out).toMatch(/^<Location>\n/);
  });

  test('tells about those that are known and not served', () => {
    expect(kerbgate(['directives', 'cacheenable']).out).toContain('refused: it belongs to mod_cache');
    const { out } = kerbgate(['directives', '--module', 'cache']);
    expect(out).toMatch(/^mod_cache\n/);
    expect(out).toMatch(/^ {2}CacheEnable +refused {2}/m);
    expect(out).not.toContain('GssapiCredStore');
  });

  test('suggests what may have been meant', () => {
    expect(kerbgate(['directives', 'GssapiCredStor']).error).toContain('GssapiCredStore');
    expect(kerbgate(['directives', 'WSGIScriptAlias']).error).toContain('mod_wsgi');
    expect(kerbgate(['directives', 'LockFile']).error).toContain('Mutex');
    expect(kerbgate(['directives', '--module', 'mod_rewrit']).error).toContain('mod_rewrite');
  });
});
