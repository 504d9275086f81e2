import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../kit/project.js';

/** A text of the project's fixtures, as bytes. */
export interface FixtureText {
  readonly name: string;
  readonly text: string;
}

/** Every file below fixtures/ as one text. */
export function fixtureFiles(folder = 'fixtures'): readonly FixtureText[] {
  return readdirSync(join(projectFolder, folder), { withFileTypes: true })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return fixtureFiles(name);
      return entry.isFile() ? [{ name, text: readFileSync(join(projectFolder, name), 'latin1') }] : [];
    });
}

/** The configurations in the fixtures: what stands before the first divider of each case, and the first column of tables. */
export function fixtureConfigurations(): readonly FixtureText[] {
  return fixtureFiles().flatMap(({ name, text }) => {
    if (name.endsWith('.tsv')) return rows(name, text);
    if (/^fixtures\/differential\//.test(name)) return [{ name, text }];
    if (!name.endsWith('.txt')) return [];
    const cases = /^#### /m.test(text) ? text.split(/^#### .*\n/m).slice(1) : [text];
    return cases.map((each, at) => ({ name: `${name} ${at + 1}`, text: each.split(/^====/m)[0]! }));
  });
}

function rows(name: string, text: string): readonly FixtureText[] {
  return text
    .split('\n')
    .slice(1)
    .map((line, at) => ({
      name: `${name}:${at + 2}`,
      text: line.split('\t')[0]!.replace(/\\([nrt\\])/g, (_, letter: string) => escapes[letter]!),
    }));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };
