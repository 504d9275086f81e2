import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFixture, type RequestLine } from '../kit/fixture.js';
import { projectFolder } from '../kit/project.js';

/**
 * One file of fixtures/migrate/realm: a virtual host with mod_auth_kerb and the requests that it must answer alike when it is migrated.
 * `METHOD PATH *` stands for all usual credentials; `differs MAPPING: REQUEST => EXPECTATION` is a request that is answered otherwise,
 * as the entries of that row in the report say.
 */
export interface RealmFixture {
  readonly name: string;
  readonly configuration: string;
  readonly requests: readonly RealmRequest[];
}

export interface RealmRequest extends RequestLine {
  /** The row that tells of the difference. */
  readonly differs?: string;
}

/** Users whom a realm knows or not, passwords that are right or not, and what no module takes. */
export const usualCredentials = [
  'none',
  'alice',
  'bob',
  'basic:alice:alice-pw',
  'basic:alice@EXAMPLE.TEST:alice-pw',
  'basic:alice:wrong',
  'basic:bob:bob-pw',
  'raw:"Negotiate AAAA"',
  'raw:"Bearer abc"',
] as const;

export function readRealmFixtures(): readonly RealmFixture[] {
  const folder = join(projectFolder, 'fixtures/migrate/realm');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => parseRealmFixture(name.replace(/\.txt$/, ''), readFileSync(join(folder, name), 'utf8')));
}

export function parseRealmFixture(name: string, text: string): RealmFixture {
  const [configuration = '', table = ''] = text.split(/^==== requests\n/m);
  const rows = table.split('\n').filter((row) => row !== '' && !row.startsWith('#'));
  const rowsWithOwn = rows.filter((row) => !row.endsWith(' *'));
  const differing = rowsWithOwn.map((row) => /^differs ([\w-]+): (.*)$/.exec(row));
  const own = rowsWithOwn.map((row, index) => differing[index]?.[2] ?? row);
  const named = new Set(own.map((row) => row.replace(/ +=> .*$/, '')));
  const usual = rows
    .filter((row) => row.endsWith(' *'))
    .flatMap((row) => usualCredentials.map((credential) => `${row.slice(0, -1)}${credential}`))
    .filter((row) => !named.has(row));
  const parsed = parseFixture(name, `${configuration}==== requests\n${[...own, ...usual].join('\n')}\n`);
  const requests = parsed.requests.map((request, index): RealmRequest => {
    const differs = differing[index]?.[1];
    return differs === undefined ? request : { ...request, differs };
  });
  return { name, configuration: parsed.configuration, requests };
}
