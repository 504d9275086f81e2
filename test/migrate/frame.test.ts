import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Line, rawOf } from '../../src/lint/line.js';
import type { Site } from '../../src/lint/site.js';
import type { Main } from '../../src/migrate/main.js';
import { type Migrated, migrate } from '../../src/migrate/migrate.js';
import type { DecisionAspect, Migration } from '../../src/migrate/migration.js';
import { renderMigrationText } from '../../src/report/migration-text.js';
import { replaceItem } from '../../src/syntax/edit-insert.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

const folder = makeScratch('migrate-frame');
afterAll(() => dropScratch(folder));

/** Opens what was denied: what a migration must never do, so that the proof has something to tell. */
const opener = (
  mayChange?: readonly DecisionAspect[],
  where: (line: Line) => boolean = () => true,
): Migration => ({
  target: '2.4',
  summary: 'for tests',
  choices: [],
  changes: (site: Site) =>
    site
      .named('Require')
      .filter((line) => rawOf(line) === 'all denied')
      .map((line) => ({
        at: line,
        edits: replaceItem(line.at, [
          { kind: 'comment', text: 'was denied' },
          { kind: 'directive', name: 'Require', args: ['all', 'granted'] },
        ]).edits!,
        entry: {
          kind: 'rewritten',
          mapping: 'opened',
          after: ['Require all granted'],
          message: 'Opened.',
          ...(mayChange && where(line) && { mayChange }),
        },
      })),
});

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, 'latin1');
  return path;
}

const main = (path: string): Main => ({ path, perDirectory: path.endsWith('.htaccess') });

function run(mains: readonly Main[], migration = opener()): Migrated {
  return migrate(mains, [migration], { defines: [], environment: {}, choices: {} });
}

const texts = ({ files }: Migrated): readonly string[] => files.map(({ after }) => after);

describe('files', () => {
  test('line ends, bytes that are no UTF-8 and a missing last line end stay', () => {
    const path = written(
      'bytes.conf',
      '# caf\xe9\r\n<Location /a>\r\n\tRequire all denied\r\n</Location>\r\n# \xff',
    );
    const wanted =
      '# caf\xe9\r\n<Location /a>\r\n\t# was denied\r\n\tRequire all granted\r\n</Location>\r\n# \xff';
    expect(texts(run([main(path)]))).toEqual([wanted]);
  });

  test('a file that two names lead to is edited once, also where both are read', () => {
    mkdirSync(join(folder, 'available'), { recursive: true });
    mkdirSync(join(folder, 'enabled'), { recursive: true });
    written('available/a.conf', '<Location /a>\nRequire all denied\n</Location>\n');
    symlinkSync('../available/a.conf', join(folder, 'enabled/a.conf'));
    const path = written(
      'both.conf',
      `Include ${folder}/enabled/*.conf\nInclude ${folder}/available/a.conf\n`,
    );
    const done = run([main(path)]);
    expect(done.report.changed).toEqual([join(folder, 'enabled/a.conf')]);
    expect(done.report.alsoChanged).toEqual(done.report.changed);
    expect(done.report.entries).toHaveLength(1);
    expect(texts(done)[1]).toBe('<Location /a>\n# was denied\nRequire all granted\n</Location>\n');
  });

  test('a file that is named and included by another named one is read as a part of that', () => {
    const part = written('part.conf', 'Require all denied\n');
    const path = written('whole.conf', `<Location /a>\nInclude ${part}\n</Location>\n`);
    const done = run([main(part), main(path)]);
    expect(done.report.proofs.map((proof) => proof.main)).toEqual([path]);
    expect(done.report.entries.map(({ place }) => place.file)).toEqual([part]);
  });

  test('files that include each other come to an end', () => {
    const [one, other] = [join(folder, 'one.conf'), join(folder, 'other.conf')];
    written('one.conf', `Include ${other}\nRequire all denied\n`);
    written('other.conf', `Include ${one}\n`);
    expect(run([main(one), main(other)]).report.changed).toEqual([one]);
  });

  test('a file that is read twice with other variables is edited once', () => {
    const part = written('variable.conf', '<Location ${PLACE}>\nRequire all denied\n</Location>\n');
    const path = written(
      'twice.conf',
      `Define PLACE /a\nInclude ${part}\nDefine PLACE /b\nInclude ${part}\n`,
    );
    const done = run([main(path)]);
    expect(done.report.entries).toHaveLength(1);
    expect(texts(done)[1]).toBe('<Location ${PLACE}>\n# was denied\nRequire all granted\n</Location>\n');
  });

  test('the text of a macro is edited where it is defined, with its parameters', () => {
    const text = [
      '# Require all denied',
      '<Macro Closed $place>',
      '  <Location $place>',
      '    Require all denied',
      '  </Location>',
      '</Macro>',
      'Use Closed /a',
      'Use Closed /b',
      '',
    ].join('\n');
    const done = run([main(written('macro.conf', text))]);
    const wanted = text.replace('    Require all denied', '    # was denied\n    Require all granted');
    expect(texts(done)).toEqual([wanted]);
    expect(done.report.entries.map(({ place }) => place.line)).toEqual([4]);
  });

  test('the text of a macro that is used in sections, too', () => {
    const text = '<Macro Closed>\nRequire all denied\n</Macro>\n<Location /a>\nUse Closed\n</Location>\n';
    const done = run([main(written('inner-macro.conf', text))]);
    expect(texts(done)).toEqual([text.replace('Require all denied', '# was denied\nRequire all granted')]);
    expect(done.report.entries).toHaveLength(1);
  });

  test('a per-directory file is proven, too', () => {
    const path = written('.htaccess', 'Require all denied\n');
    const done = run([main(path)]);
    expect(texts(done)).toEqual(['# was denied\nRequire all granted\n']);
    expect(done.report.proofs[0]!.differences).toHaveLength(1);
  });
});

describe('proof', () => {
  const text =
    '<Location /a>\nRequire all denied\n</Location>\n<Location /b>\nRequire all denied\n</Location>\n';

  test('what opens and no entry may change is unexplained', () => {
    const { differences } = run([main(written('open.conf', text))]).report.proofs[0]!;
    expect(differences.map(({ explainedBy }) => explainedBy)).toEqual([[]]);
    expect(differences.every(({ requests }) => requests.openings.length > 0)).toBe(true);
  });

  test('an entry explains what rests on its lines where it may change that', () => {
    const { differences } = run([main(written('told.conf', text))], opener(['granted'])).report.proofs[0]!;
    expect(differences.map(({ explainedBy }) => explainedBy)).toEqual([[0, 1]]);
  });

  test('of more places than are tried the one that changes is tried, and the others are named', () => {
    const many = Array.from(
      { length: 60 },
      (_, at) => `<Location /p${at}>\nRequire ip 10.1.1.1\n</Location>\n`,
    );
    const path = written('many.conf', `${many.join('')}<Location /last>\nRequire all denied\n</Location>\n`);
    const options = { defines: [], environment: {}, choices: {}, limits: { paths: 20 } };
    const { report } = migrate([main(path)], [opener(['granted'])], options);
    const { differences, effort } = report.proofs[0]!;
    expect(differences.map(({ requests }) => requests.paths)).toEqual([['/last and below']]);
    expect(effort.untried.length).toBeGreaterThan(40);
    expect(renderMigrationText(report)).toMatch(
      /not tried: <Location \/p\d+> \(\S+many.conf:\d+, \S+many.conf:\d+\): /,
    );
  });

  test('what explains one request of a kind does not explain the others', () => {
    const isInA = ({ around }: Line): boolean => around.some((section) => rawOf(section) === '/a');
    const path = written('half.conf', text);
    const { differences } = run([main(path)], opener(['granted'], isInA)).report.proofs[0]!;
    expect(differences.map(({ requests, explainedBy }) => [requests.paths, explainedBy])).toEqual([
      [['/b and below'], []],
      [['/a and below'], [0]],
    ]);
  });

  test('an entry does not explain what it may not change', () => {
    const { differences } = run([main(written('other.conf', text))], opener(['challenges', 'user'])).report
      .proofs[0]!;
    expect(differences.map(({ explainedBy }) => explainedBy)).toEqual([[]]);
  });

  test('lines that httpd refuses are left out and told', () => {
    const path = written('old.conf', `LockFile /x\n${text}`);
    const proof = run([main(path)]).report.proofs[0]!;
    expect(proof.leftOut.map(({ side, place }) => `${side} ${place?.line}`)).toEqual(['both 1']);
    expect(proof.differences).toHaveLength(1);
  });

  test('a line that httpd would refuse now is a mistake where it took the old text', () => {
    const wrong: Migration = {
      ...opener(),
      changes: (site) =>
        site.named('ServerSignature').map((line) => ({
          at: line,
          edits: replaceItem(line.at, [{ kind: 'directive', name: 'Require', args: ['all', 'granted'] }])
            .edits!,
          entry: { kind: 'rewritten', mapping: 'wrong', after: ['Require all granted'], message: 'Wrong.' },
        })),
    };
    const refused = (text: string) => run([main(written('refused.conf', text))], wrong).report.refused;
    expect(refused('ServerSignature Off\nListen 80\n')).toMatchObject([
      { isMistake: true, place: { line: 1 } },
    ]);
    expect(refused('ServerSignature Off\nNoSuchThing\n')).toMatchObject([{ isMistake: false }]);
    expect(refused('NoSuchThing\nListen 80\n')).toEqual([]);
  });
});
