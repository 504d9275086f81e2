import { expect, test } from '@jest/globals';
import { modAuthKerb } from '../../src/directives/mod_auth_kerb.js';
import { toGssapi } from '../../src/migrate/gssapi/gssapi.js';
import { gssapiMappings } from '../../src/migrate/gssapi/index.js';
import { readMigrationFixtures } from './migration-fixture.js';

const fixtures = readMigrationFixtures().filter(({ targets }) => targets.includes('gssapi'));
/** Entries about what is not in force come of no row. */
const besides = ['commented-out', 'include-skipped'];
const used = new Set(
  fixtures
    .flatMap(({ entries }) => entries.map((entry) => entry.split(' ')[1]!))
    .filter((mapping) => !besides.includes(mapping)),
);

test('every directive of mod_auth_kerb has a row', () => {
  const read = new Set(gssapiMappings.flatMap(({ reads }) => reads));
  expect(Object.keys(modAuthKerb.directives).filter((name) => !read.has(name))).toEqual([]);
});

test('rows have ids of their own', () => {
  const ids = gssapiMappings.map(({ id }) => id);
  expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
});

test('every row has a fixture, and every entry a row', () => {
  expect([...used].toSorted()).toEqual(gssapiMappings.map(({ id }) => id).toSorted());
});

test('every answer to a choice has a fixture', () => {
  const chosen = new Set(
    fixtures.flatMap(({ choices }) => Object.entries(choices).map((pair) => pair.join('='))),
  );
  const others = toGssapi.choices.flatMap(({ id, options }) =>
    options.slice(1).map(({ value }) => `${id}=${value}`),
  );
  const missing = others.filter((choice) => !chosen.has(choice) && !/^ccache-folder=/.test(choice));
  expect(missing).toEqual([]);
});
