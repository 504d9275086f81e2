import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { type CommandResult, kerbgate, run } from './run.js';

// What httpd's command line says and how it ends, beside the real one.

const apache = '/usr/sbin/apache2';
let folder = '';

beforeAll(() => {
  folder = makeScratch('httpd');
  writeFileSync(join(folder, 'part.conf'), 'AuthName\n');
  writeFileSync(join(folder, 'open.conf'), '<Location /x>\n');
});
afterAll(() => dropScratch(folder));

const modules = [
  'mpm_prefork',
  'authz_core',
  'authz_host',
  'authn_core',
  'authz_user',
  'access_compat',
  'auth_gssapi',
]
  .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`)
  .join('');

function conf(text: string): string {
  const file = join(folder, 'main.conf');
  writeFileSync(
    file,
    `ServerName localhost\nServerRoot ${folder}\nDocumentRoot ${folder}\nListen 127.0.0.1:9\n${modules}${text}`,
  );
  return file;
}

const httpd = (...args: string[]): CommandResult => kerbgate(['httpd', ...args]);
/** Real Apache calls itself by the name of its program. */
function real(...args: string[]): CommandResult {
  const { code, out, error } = run(apache, args);
  const named = (text: string): string =>
    text.replaceAll('/usr/sbin/apache2', 'httpd').replaceAll('apache2:', 'httpd:');
  return { code, out: named(out), error: named(error) };
}

test('real Apache is there to compare with', () => expect(existsSync(apache)).toBe(true));

describe('-t says what httpd says and ends as httpd ends', () => {
  test.each([
    ['nothing wrong', 'ErrorLog error.log\n'],
    ['no folder for the error log', ''],
    ['an error log below a file', 'ErrorLog part.conf/error.log\n'],
    ['an unknown command', 'Foo bar\n'],
    ['an unknown section', '<Foo>\n</Foo>\n'],
    ['a missing argument', '<Location /x>\nAuthName\n</Location>\n'],
    ['a flag that is none', '<Location /x>\nGssapiUseSessions maybe\n</Location>\n'],
    ['a directive in the wrong place', 'AuthName x\n'],
    ['a section that is not closed', '<Location /x>\nAuthName x\n'],
    ['a section closed twice', '<Location /x>\n</Location>\n</Location>\n'],
    ['a section closed by another', '<Location /x>\n</Directory>\n'],
    ['an unknown require', '<Location /x>\nRequire nobody-knows\n</Location>\n'],
    ['a bad address', '<Location /x>\nRequire ip 300.1.1.1\n</Location>\n'],
    ['a bad expression', '<If "%{REMOTE_USER">\n</If>\n'],
    ['a bad regular expression', '<LocationMatch "(">\n</LocationMatch>\n'],
    ['a missing include', 'Include /nonexistent/x.conf\n'],
    ['a mistake in an included file', 'Include part.conf\n'],
    ['an included file that does not end its section', 'Include open.conf\n'],
    ['continued lines', 'Foo \\\n  bar\n'],
    ['an unknown user', 'User kerbgate-nobody\n'],
    ['a DocumentRoot that is not there', `DocumentRoot /nonexistent\n`],
    ['a forbidden nesting', '<Location /x>\n<Directory /y>\n</Directory>\n</Location>\n'],
    ['an Order with a blank', '<Location /x>\nOrder allow, deny\n</Location>\n'],
  ])('%s', (_, text) => {
    const file = conf(text);
    const { code, out, error } = httpd('-t', '-f', file);
    expect({ code, out, error }).toEqual(real('-t', '-f', file));
  });

  test.each([
    ['a file that is not there', ['-t', '-f', '/nonexistent/x.conf']],
    ['a root that is not there', ['-t', '-d', '/nonexistent']],
    ['-C', ['-t', '-C', 'Foo bar', '-f']],
    ['-c', ['-t', '-c', 'Foo bar', '-f']],
    ['-D', ['-t', '-D', 'BROKEN', '-f']],
    ['-D without a blank', ['-t', '-DBROKEN', '-f']],
    ['letters in one word', ['-tDBROKEN', '-f']],
  ])('%s', (_, args) => {
    const file = conf('<IfDefine BROKEN>\nFoo bar\n</IfDefine>\n');
    const all = args.at(-1) === '-f' ? [...args, file] : args;
    expect(httpd(...all)).toEqual(real(...all));
  });

  test('what kerbgate does not serve is a warning there, and refuses the start', () => {
    const file = conf('ErrorLog error.log\nChrootDir /srv\n');
    const tested = httpd('-t', '-f', file);
    expect(tested.code).toBe(0);
    expect(tested.error).toContain(`${file}:13:1: warning: ChrootDir is not served`);
    expect(tested.error).toMatch(/Syntax OK\n$/);
    const started = httpd('-DFOREGROUND', '-f', file);
    expect(started.code).toBe(1);
    expect(started.error).toContain(`${file}:13:1: error: ChrootDir is not served`);
    expect(started.error).toContain('hint:');
  });
});

describe('usage', () => {
  test.each([
    [['-Z']],
    [['-f']],
    [['-k', 'bogus']],
    [['-kbogus']],
    [['-e', 'bogus']],
    [['-h']],
    [['-t', 'extra']],
    [['-tZ']],
  ])('%j', (args) => {
    const expected = real(...args);
    const { code, out, error } = httpd(...args);
    expect({ code, out }).toEqual({ code: expected.code, out: expected.out });
    expect(trimmed(error)).toBe(trimmed(expected.error));
  });

  /** httpd's name is longer or shorter, which moves its usage's columns. */
  function trimmed(text: string): string {
    return text
      .split('\n')
      .map((line) => line.trim())
      .join('\n');
  }
});

describe('answers that scripts parse', () => {
  test('-v', () => {
    const { code, out, error } = httpd('-v');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(
      /^Server version: Apache\/2\.4\.\d+ \(kerbgate \d+\.\d+\.\d+\)\nServer built: {3}\d{4}-\d\d-\d\dT[\d:]+\n$/,
    );
    expect(out.replace(/\(.*?\)|[\d.T:-]{5,}/g, '')).toBe(
      real('-v').out.replace(/\(.*?\)|[\d.T:-]{5,}/g, ''),
    );
  });

  test('-V has the lines and defines of httpd', () => {
    const file = conf('ErrorLog error.log\n');
    const ours = httpd('-V', '-f', file);
    const theirs = real('-V', '-f', file);
    expect(ours.code).toBe(0);
    const keys = (text: string): string[] =>
      [...text.matchAll(/^(Server[^:]*|Compiled using|Architecture):/gm)].map(([key]) => key);
    expect(keys(ours.out)).toEqual(keys(theirs.out));
    expect(ours.out).toContain('Server MPM:     prefork\n');
    const defines = (text: string): string[] =>
      [...text.matchAll(/^ -D (\w+)(?:=|\s|$)/gm)].map(([, name]) => name!);
    const known = new Set(defines(theirs.out));
    expect(defines(ours.out).filter((name) => !known.has(name))).toEqual([]);
    for (const name of [
      'HTTPD_ROOT',
      'SERVER_CONFIG_FILE',
      'DEFAULT_PIDLOG',
      'DEFAULT_ERRORLOG',
      'AP_TYPES_CONFIG_FILE',
    ])
      expect(defines(ours.out)).toContain(name);
  });

  test('-V is told with a refused configuration too', () => {
    const { code, out, error } = httpd('-V', '-f', conf('Foo bar\n'));
    expect(code).toBe(1);
    expect(out).toContain(' -D HTTPD_ROOT="');
    expect(error).toContain("Invalid command 'Foo'");
  });

  test('-M names the loaded modules', () => {
    const file = conf('ErrorLog error.log\n');
    const names = ({ out }: CommandResult): string[] =>
      [...out.matchAll(/^ (\w+_module) \((?:static|shared)\)$/gm)].map(([, name]) => name!);
    const ours = names(httpd('-M', '-f', file));
    expect(httpd('-M', '-f', file).out).toMatch(/^Loaded Modules:\n/);
    for (const name of ['core_module', 'auth_gssapi_module', 'authz_core_module', 'mpm_prefork_module'])
      expect(ours).toContain(name);
    const theirs = new Set(names(real('-M', '-f', file)));
    expect(ours.filter((name) => !theirs.has(name))).toEqual([]);
  });

  test('-l and -L', () => {
    expect(httpd('-l').out).toMatch(/^Compiled in modules:\n {2}core\.c\n/);
    expect(httpd('-L', '-f', conf('ErrorLog error.log\n')).out).toContain(
      'GssapiCredStore (mod_auth_gssapi.c)\n',
    );
  });

  test('-S tells hosts and run settings in the form of httpd', () => {
    const file = conf('PidFile run/x.pid\nErrorLog x.log\nUser www-data\nGroup www-data\n');
    const lines = ({ out }: CommandResult): string[] =>
      out.split('\n').filter((line) => !line.startsWith('Mutex'));
    expect(lines(httpd('-S', '-f', file))).toEqual(lines(real('-S', '-f', file)));
    expect(lines(httpd('-t', '-D', 'DUMP_RUN_CFG', '-f', file))).toEqual(
      lines(real('-t', '-D', 'DUMP_RUN_CFG', '-f', file)),
    );
  });
});
