import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { migrate } from '../../src/migrate/migrate.js';
import type { Migration } from '../../src/migrate/migration.js';
import { migrations } from '../../src/migrate/migrations.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

// What is not in force is told of, and changes nothing of what is.

const scratch: string[] = [];
afterAll(() => {
  for (const each of scratch) dropScratch(each);
});

const kerberos = (path: string): string =>
  `<Location ${path}>\n  AuthType Kerberos\n  AuthName a\n  KrbMethodK5Passwd Off\n  Require valid-user\n</Location>\n`;
const gssapi = migrations.filter(({ target }) => target === 'gssapi');

function migrated(files: Readonly<Record<string, string>>, wanted: readonly Migration[] = gssapi) {
  const folder = makeScratch('not-in-force');
  scratch.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text.replaceAll('{ROOT}', folder));
  }
  const [first = ''] = Object.keys(files);
  const main = { path: join(folder, first), perDirectory: false };
  const named = (path: string): string => path.replace(`${folder}/`, '');
  const { files: found, report } = migrate([main], wanted, {
    defines: [],
    environment: {},
    choices: {},
    named,
  });
  const changed = found.filter(({ before, after }) => before !== after).map(({ path }) => named(path));
  const told = report.entries
    .filter(({ mapping }) => /^(?:include-skipped|commented-out)$/.test(mapping))
    .map(({ kind, mapping, place, before, message }) => ({
      ...{ kind, mapping, at: `${place.file}:${place.line}`, before },
      message,
    }));
  return { changed, told, report, textOf: (name: string) => readFileSync(join(folder, name), 'latin1') };
}

describe('Include lines in conditions that do not hold', () => {
  const main = `ServerRoot {ROOT}\n${kerberos('/a')}<IfDefine Other>\n  Include conf.d/*.conf\n</IfDefine>\n`;

  test('are told of, and their files are migrated by themselves', () => {
    const { changed, told, report } = migrated({
      'httpd.conf': main,
      'conf.d/b.conf': kerberos('/b'),
      'conf.d/plain.conf': 'AddType text/plain .x\n',
    });
    expect(changed.toSorted()).toEqual(['conf.d/b.conf', 'httpd.conf']);
    expect(report.alsoChanged).toEqual(['conf.d/b.conf']);
    expect(told).toEqual([
      {
        kind: 'kept',
        mapping: 'include-skipped',
        at: 'httpd.conf:9',
        before: 'Include conf.d/*.conf',
        message:
          '<IfDefine Other> does not hold here, so that nothing of this is in force. conf.d/b.conf: read by itself and migrated as a part; look at it, since nothing here shows what will stand around it.',
      },
    ]);
  });

  test('what is in force becomes the same with and without them', () => {
    const { report: without } = migrated({ 'httpd.conf': main });
    const { report: beside } = migrated({ 'httpd.conf': main, 'conf.d/b.conf': kerberos('/a') });
    const own = ({ entries }: typeof without) =>
      entries
        .filter(({ place, mapping }) => place.file === 'httpd.conf' && mapping !== 'include-skipped')
        .map(({ mapping, after }) => [mapping, after]);
    expect(own(beside)).toEqual(own(without));
    expect(beside.proofs.find((proof) => proof.main === 'httpd.conf')?.differences).toEqual([]);
  });

  test('lead on to others that are behind conditions, too, and each file is read once', () => {
    const { changed, told } = migrated({
      'httpd.conf': main,
      'conf.d/b.conf': `${kerberos('/b')}<IfModule mod_nowhere.c>\nInclude c.inc\nInclude httpd.conf\n</IfModule>\n`,
      'c.inc': kerberos('/c'),
    });
    expect(changed.toSorted()).toEqual(['c.inc', 'conf.d/b.conf', 'httpd.conf']);
    expect(told.map(({ at }) => at)).toEqual(['httpd.conf:9', 'conf.d/b.conf:8']);
  });

  test('of a section are migrated as parts of one', () => {
    const { changed } = migrated({
      'httpd.conf': `<Location /a>\n<IfDefine Other>\nInclude {ROOT}/a.inc\n</IfDefine>\nRequire all granted\n</Location>\n`,
      'a.inc': 'AuthType Kerberos\nAuthName a\nRequire valid-user\n',
    });
    expect(changed).toEqual(['a.inc']);
  });

  test('for another version of httpd stay, and are told of', () => {
    const { changed, told } = migrated({
      'httpd.conf': '<IfVersion < 2.4>\nInclude {ROOT}/old.inc\n</IfVersion>\n',
      'old.inc': kerberos('/a'),
    });
    expect(changed).toEqual([]);
    expect(told.map(({ message }) => message)).toEqual([
      '<IfVersion < 2.4> does not hold here, so that nothing of this is in force. old.inc: with lines to migrate; for another version of httpd, and left as it is.',
    ]);
  });

  test('that name very many files: the first are looked at, and it is told how many are not', () => {
    const many = Array.from({ length: 203 }, (_, index) => [`conf.d/${index}.conf`, '# nothing\n'] as const);
    const { told } = migrated({ 'httpd.conf': main, ...Object.fromEntries(many) });
    expect(told.map(({ message }) => message)).toEqual([
      '<IfDefine Other> does not hold here, so that nothing of this is in force. 3 more files are not looked at: name them to have them migrated.',
    ]);
  });

  test('are not told of where there is nothing to migrate, or the files are in force elsewhere', () => {
    const files = { 'b.conf': 'AddType text/plain .x\n', 'c.conf': kerberos('/c') };
    const include = (name: string) => `Include {ROOT}/${name}\n`;
    const skipped = (name: string) => `<IfDefine Other>\n${include(name)}</IfDefine>\n`;
    expect(migrated({ 'a.conf': `${skipped('b.conf')}${skipped('none.conf')}`, ...files }).told).toEqual([]);
    const { told, changed } = migrated({ 'a.conf': `${include('c.conf')}${skipped('c.conf')}`, ...files });
    expect({ told, changed }).toEqual({ told: [], changed: ['c.conf'] });
  });
});

describe('lines of mod_auth_kerb that are comments', () => {
  const commented = kerberos('/a').replace(
    '  Require',
    '  #Krb5Keytab /etc/a.keytab\n  # KrbServiceName HTTP\n  # Krb words in a sentence\n  #AuthType Kerberos\n  Require',
  );

  test('are told of row by row, and stay', () => {
    const { told, report } = migrated({ 'a.conf': commented });
    expect(told).toEqual([
      {
        ...{ kind: 'kept', mapping: 'commented-out', at: 'a.conf:5', before: '#Krb5Keytab /etc/a.keytab' },
        message:
          '2 comments from here on with lines of mod_auth_kerb: they stay. Without that module httpd refuses them once the # is taken away.',
      },
      {
        ...{ kind: 'kept', mapping: 'commented-out', at: 'a.conf:8', before: '#AuthType Kerberos' },
        message:
          'A comment with a line of mod_auth_kerb: it stays. Without that module httpd refuses it once the # is taken away.',
      },
    ]);
    expect(report.changed).toEqual(['a.conf']);
  });

  test('are not told of where mod_auth_kerb is not in use, nor those that the migration makes', () => {
    expect(migrated({ 'a.conf': '# Krb5Keytab /etc/a.keytab\n<Location /a>\n</Location>\n' }).told).toEqual(
      [],
    );
    const gone = kerberos('/a').replace('KrbMethodK5Passwd Off', 'KrbVerifyKDC Off');
    expect(migrated({ 'a.conf': gone }).told).toEqual([]);
  });
});
