import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { kerbgateHere } from './in-process.js';
import { kerbgate } from './run.js';

const scratch: string[] = [];
afterAll(() => {
  for (const each of scratch) dropScratch(each);
});

let folder = '';
const at = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(at(name), 'latin1');

const wiki = `# The wiki is for employees.
<Location /wiki>
    AuthType Kerberos
    AuthName "Intranet"
    KrbMethodK5Passwd Off
    Krb5Keytab /etc/http.keytab
    AuthLDAPBindPassword in-the-clear
    Require valid-user
</Location>
`;
const newWiki = wiki
  .replace('AuthType Kerberos', 'AuthType GSSAPI')
  .replace('    KrbMethodK5Passwd Off\n', '')
  .replace(
    'Krb5Keytab /etc/http.keytab',
    [
      'GssapiCredStore keytab:/etc/http.keytab',
      'GssapiAcceptorName {HOSTNAME}',
      'GssapiAllowedMech krb5',
      'GssapiNegotiateOnce On',
    ].join('\n    '),
  );
const htaccess = 'AuthType Kerberos\nAuthName x\nKrbMethodK5Passwd Off\nRequire valid-user\n';

beforeEach(() => {
  folder = makeScratch('migrate-command');
  scratch.push(folder);
  for (const name of ['sites-available', 'sites-enabled', 'www', 'www/inner'])
    mkdirSync(at(name), { recursive: true });
  writeFileSync(
    at('apache2.conf'),
    [
      'ServerName intranet.example.com',
      `DocumentRoot "${folder}/www"`,
      `<Directory "${folder}/www">`,
      'AllowOverride AuthConfig',
      '</Directory>',
      'IncludeOptional sites-enabled/*.conf',
      '',
    ].join('\n'),
  );
  writeFileSync(at('sites-available/wiki.conf'), wiki);
  symlinkSync('../sites-available/wiki.conf', at('sites-enabled/wiki.conf'));
});

const chosen = ['--choose', 'acceptor=strict'];
const migrate = (...words: string[]) => kerbgateHere(['migrate', '--to', 'gssapi', ...words]);

describe('what becomes of the result', () => {
  test('a unified diff, and the report beside it; nothing is written', async () => {
    const { code, out, error } = await migrate(folder);
    expect(out.split('\n').slice(0, 2)).toEqual([
      `--- a${at('sites-available/wiki.conf')}`,
      `+++ b${at('sites-available/wiki.conf')}`,
    ]);
    expect(out).toContain('\n-    AuthType Kerberos\n+    AuthType GSSAPI\n');
    expect(error).toContain('1 choice to make: acceptor.\n');
    expect(error).toContain(', choice to make (acceptor)\n');
    expect(error).toContain('No request was found that is decided otherwise than before.');
    expect(read('sites-available/wiki.conf')).toBe(wiki);
    expect(code).toBe(1);
  });

  test('--in-place: the files themselves; links stay links, modes stay; a second run has nothing to do', async () => {
    chmodSync(at('sites-available/wiki.conf'), 0o640);
    const { code, out, error } = await migrate(folder, '--in-place', ...chosen);
    expect([code, error]).toEqual([0, '']);
    expect(out).toContain('Migration to gssapi: 1 file changes');
    expect(out).toContain(', choice made (acceptor)\n');
    expect(out).not.toContain('choice to make');
    expect(read('sites-available/wiki.conf')).toBe(newWiki);
    expect(readlinkSync(at('sites-enabled/wiki.conf'))).toBe('../sites-available/wiki.conf');
    expect(statSync(at('sites-available/wiki.conf')).mode & 0o777).toBe(0o640);
    const again = await migrate(folder, '--in-place');
    expect([again.code, again.out]).toEqual([0, 'Migration to gssapi: nothing to change.\n']);
  });

  test('--in-place writes nothing that is included from elsewhere, unless --also-in names it', async () => {
    const elsewhere = makeScratch('migrate-elsewhere');
    scratch.push(elsewhere);
    const [own, other] = [at('www/own.conf'), `${elsewhere}/other.conf`];
    writeFileSync(other, wiki);
    symlinkSync(other, at('www/link.conf'));
    writeFileSync(own, `Include ${at('www/link.conf')}\n`);
    const refused = await migrate(own, '--in-place', ...chosen);
    expect(refused.code).toBe(2);
    expect(refused.error).toContain(
      'nothing is written, since files would change that are included from elsewhere',
    );
    expect(readFileSync(other, 'latin1')).toBe(wiki);
    const allowed = await migrate(own, '--in-place', '--also-in', elsewhere, ...chosen);
    expect([allowed.code, readFileSync(other, 'latin1')]).toEqual([0, newWiki]);
  });

  test('a text that httpd refuses, and nothing to change in it, is told of', async () => {
    writeFileSync(at('odd.conf'), 'ServerName a\nListne 80\n');
    const { code, error } = await migrate(at('odd.conf'));
    expect(error).toContain(`httpd refuses the text at ${at('odd.conf')}:2: Invalid command 'Listne'`);
    expect(code).toBe(1);
  });

  test('a text that httpd refuses is told of where something changes, too', async () => {
    writeFileSync(at('odd.conf'), 'ServerName a\nMaxClients 5\nListne 80\n');
    const { code, error } = await kerbgateHere(['migrate', '--to', '2.4', at('odd.conf')]);
    expect(error).toContain(`  httpd refuses the text at ${at('odd.conf')}:3: Invalid command 'Listne'`);
    expect(code).toBe(1);
    const markdown = ['--format', 'markdown'];
    const said = await kerbgateHere(['migrate', '--to', '2.4', at('odd.conf'), ...markdown]);
    expect(said.error).toContain('**httpd refuses the text at ');
  });

  test('a refused line that the migration mends is no more to look at', async () => {
    writeFileSync(at('odd.conf'), 'ServerName a\nNameVirtualHost *:80\nAcceptMutex flock\n');
    const { code, error } = await kerbgateHere(['migrate', '--to', '2.4', at('odd.conf')]);
    expect(error).not.toContain('httpd refuses the text');
    expect(code).toBe(0);
  });

  test('examples have the options that the files were read with', async () => {
    const { error } = await migrate(
      ...[at('sites-available/wiki.conf'), '-d', folder, '-D', 'A', '-D', 'B'],
      ...['--choose', 'acceptor=any'],
    );
    expect(error).toMatch(new RegExp(`example +kerbgate explain .* -d ${folder} -D A -D B\n`));
  });

  test('what is there to do about mod_auth_gssapi is told where mod_auth_kerb was', async () => {
    writeFileSync(at('compat.conf'), 'LoadModule access_compat_module modules/mod_access_compat.so\n');
    const { error } = await kerbgateHere(['migrate', '--to', 'gssapi,2.4', at('compat.conf')]);
    expect(error).toContain('\n  1. on Debian: a2dismod access_compat\n');
    expect(error).not.toContain('a2enmod auth_gssapi');
  });

  test('--out: a folder with all that was read, links among it', async () => {
    const { code, out } = await migrate(folder, '--out', at('new'), ...chosen);
    expect(code).toBe(0);
    expect(read('new/sites-available/wiki.conf')).toBe(newWiki);
    expect(read('new/apache2.conf')).toBe(read('apache2.conf'));
    expect(lstatSync(at('new/sites-enabled/wiki.conf')).isSymbolicLink()).toBe(true);
    expect(read('new/sites-enabled/wiki.conf')).toBe(newWiki);
    expect(read('sites-available/wiki.conf')).toBe(wiki);
    expect(out).toContain(`cp -a ${at('new')}/. ${folder}/`);
  });

  test('--out: files lie as they lie below the folder that was named, though all of them are in one of its folders', async () => {
    const plain = at('plain');
    mkdirSync(join(plain, 'conf.d'), { recursive: true });
    writeFileSync(join(plain, 'conf.d/wiki.conf'), wiki);
    const { out } = await migrate(plain, '--out', at('new'), ...chosen);
    expect(read('new/conf.d/wiki.conf')).toBe(newWiki);
    expect(out).toContain(`cp -a ${at('new')}/. ${plain}/`);
  });

  test('--out: a folder that holds something is left alone', async () => {
    const { code, error } = await migrate(folder, '--out', at('www'));
    expect(error).toContain('it is there already and not empty');
    expect(code).toBe(2);
    expect(readdirSync(at('www'))).toEqual(['inner']);
  });

  test('a read-only file: all stay as they are', async () => {
    writeFileSync(at('www/.htaccess'), htaccess, { mode: 0o444 });
    const { code, error } = await migrate(folder, at('www/.htaccess'), '--in-place');
    expect(error).toContain('it is read-only');
    expect(code).toBe(2);
    expect(read('sites-available/wiki.conf')).toBe(wiki);
  });

  test('standard input: --in-place gives the new text', () => {
    const { code, out, error } = kerbgate(
      ['migrate', '--to', 'gssapi', '-', '--in-place', ...chosen],
      wiki.replaceAll('\n', '\r\n'),
    );
    expect(out).toBe(newWiki.replaceAll('\n', '\r\n'));
    expect(error).toContain('Migration to gssapi');
    expect(code).toBe(0);
  });
});

describe('per-directory files', () => {
  test('those that nobody named are told of', async () => {
    writeFileSync(at('www/inner/.htaccess'), htaccess);
    const { code, error } = await migrate(folder, ...chosen);
    expect(error).toMatch(/NOT NAMED.*\n {2}.*\/www\/inner\/\.htaccess: \d lines? to migrate/);
    expect(code).toBe(1);
  });

  test('named ones are migrated, as such', async () => {
    writeFileSync(at('www/inner/.htaccess'), htaccess);
    const { code, error } = await migrate(at('www/inner/.htaccess'), '--in-place', ...chosen);
    expect([code, error]).toEqual([0, '']);
    expect(read('www/inner/.htaccess')).toContain('AuthType GSSAPI\nAuthName x\n');
  });
});

describe('the report', () => {
  test('as JSON it follows its schema and tells no secret', async () => {
    const { out } = await migrate(folder, '--report', '-', '--format', 'json');
    const report = JSON.parse(out) as { readonly entries: readonly { readonly mapping: string }[] };
    const schema = readFileSync(join(projectFolder, 'src/migrate/migration-report.schema.json'), 'utf8');
    const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(schema));
    expect([validate(report), validate.errors]).toEqual([true, null]);
    expect(report.entries.map(({ mapping }) => mapping)).toContain('krb5-keytab');
    expect(out).not.toContain('in-the-clear');
  });

  test('as markdown into a file it lists choices as boxes', async () => {
    const { out } = await migrate(folder, '--report', at('report.md'), '--format', 'markdown');
    expect(out).toMatch(/^--- a\//);
    expect(read('report.md')).toContain('- [ ] ');
    expect(read('report.md')).toContain('`--choose acceptor=strict` **(taken)**');
    expect(read('report.md')).not.toContain('in-the-clear');
  });
});

describe('usage', () => {
  test.each([
    [['--to', 'apache3', 'x'], 'gssapi'],
    [['--to', 'gssapi', '--choose', 'colour=red', 'x'], 'acceptor'],
    [['--to', 'gssapi', '--choose', 'acceptor=red', 'x'], 'acceptor is one of strict, any'],
    [['--to', 'gssapi', '--in-place', '--out', 'y', 'x'], 'cannot be used with'],
    [['x'], '--to'],
    [['--to', 'gssapi', '/nowhere/to/be/found.conf'], 'found.conf'],
  ])('%j is told what there is', async (words, told) => {
    const { code, error } = await kerbgateHere(['migrate', ...words]);
    expect(error).toContain(told);
    expect(code).toBe(2);
    expect(existsSync('y')).toBe(false);
  });
});
