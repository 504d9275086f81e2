import { describe, expect, test } from '@jest/globals';
import type { Bound } from '../../src/bind/bound.js';
import type { ModuleDefinition } from '../../src/directives/define.js';
import { modAuthGssapi } from '../../src/directives/mod_auth_gssapi.js';
import { modAuthKerb } from '../../src/directives/mod_auth_kerb.js';
import { load } from '../../src/serve/load.js';
import { type Fixture, readFixtures } from '../kit/fixture.js';
import { projectFiles } from './source-files.js';

// Every directive of the two login modules is shown by requests: switched on and off, or with several values; with logins that are
// let in and others that are not.

/** A line of a fixture's configuration, macros replaced. */
interface Shown {
  readonly name: string;
  readonly value: string;
  readonly fixture: string;
}

const options = { serverRoot: '/', defines: [], before: [], after: [], environment: {} };

function linesOf(fixture: string, items: readonly Bound[]): readonly Shown[] {
  return items.flatMap((item) =>
    item.kind === 'section'
      ? linesOf(fixture, item.items)
      : [{ name: item.name, value: item.at.args.raw.trim(), fixture }],
  );
}

const fixtures = readFixtures('conformance').filter(({ requests }) => requests.length > 0);

const inFixtures = fixtures.flatMap(({ name, configuration }) => {
  const { bound } = load({ path: `${name}.txt`, text: configuration }, options);
  return linesOf(name, bound?.items ?? []);
});

/** What mod_auth_kerb has answered is recorded; its configurations are read as they stand. */
const recorded = projectFiles(['fixtures/kerb'], /\.txt$/).flatMap(({ path, text }) =>
  [...text.matchAll(/^\s*(Krb\w+)[ \t]+(\S.*?)\s*$/gm)].map(([, name = '', value = '']) => ({
    name,
    value,
    fixture: path,
  })),
);

const shown = [...inFixtures, ...recorded];

const valuesOf = (name: string): ReadonlySet<string> =>
  new Set(
    shown
      .filter((line) => line.name.toLowerCase() === name.toLowerCase())
      .map(({ value }) => value.toLowerCase()),
  );

/** Whether a fixture has a request with a whole login, and one without or with a broken or wrong one. */
function showsBoth({ requests }: Fixture): boolean {
  const broken = /^none$|^raw:|:(?:wrong|x|flipped|truncated|replay)$/;
  return [true, false].every((wanted) =>
    requests.some(({ credential }) => broken.test(credential) === wanted),
  );
}

const both = new Set(fixtures.filter(showsBoth).map(({ name }) => name));

function served({ directives }: ModuleDefinition): readonly (readonly [string, string])[] {
  return Object.entries(directives).flatMap(([name, { args, support }]) => {
    const alone = support.level === 'partial' && support.differs.includes('no effect');
    return support.level === 'refused' || alone ? [] : [[name, args.kind] as const];
  });
}

describe.each([
  ['mod_auth_gssapi', served(modAuthGssapi)],
  ['mod_auth_kerb', served(modAuthKerb)],
])('%s', (_, directives) => {
  test.each(directives)('%s has been seen at work', (name, kind) => {
    const values = valuesOf(name);
    if (kind === 'flag') expect([...values]).toEqual(expect.arrayContaining(['on', 'off']));
    else expect(values.size).toBeGreaterThan(1);
    expect(shown.some((line) => line.name === name && both.has(line.fixture))).toBe(true);
  });
});
