import { describe, expect, test } from '@jest/globals';
import type { ModuleDefinition, Place } from '../../src/directives/define.js';
import { knownDirectives, modules, nameInMessages } from '../../src/directives/index.js';
import { apacheModules, type DirectiveFacts } from '../../src/directives/known/facts.js';
import { withApache } from '../kit/apache-check.js';
import { installedModules, loadable } from '../kit/facts.js';
import { forbiddenPlaces } from '../kit/forbidden-places.js';

const known = apacheModules();
const withoutPlaces = ({ notIn: _notIn, ...directive }: DirectiveFacts) => directive;

describe('the facts about the directives of httpd (npm run facts)', () => {
  test('are what the modules of the installed Apache state', () => {
    const recorded = known.map((module) => ({ ...module, directives: module.directives.map(withoutPlaces) }));
    expect(recorded).toEqual(installedModules());
    expect(known.flatMap(({ directives }) => directives).length).toBeGreaterThan(750);
  });

  test('the places where directives are forbidden are those the installed Apache forbids, in a sample', async () => {
    const others = known.filter(({ name }) => name !== 'prefork');
    const sample = others.map((module) => ({
      ...module,
      directives: module.directives.filter((each, at) => at % 24 === 0 || (each.notIn && at % 9 === 0)),
    }));
    const found = await withApache(loadable(), (check) => forbiddenPlaces(sample, check));
    const recorded = sample.flatMap(({ directives }) =>
      directives.map(({ name, notIn = [] }) => [name, notIn] as const),
    );
    expect(recorded.length).toBeGreaterThan(60);
    expect(recorded.map(([name]) => [name, found.get(name)])).toEqual(recorded);
  });
});

describe('definitions by hand', () => {
  const mpms = ['event', 'worker', 'prefork'];
  const factsOf = (module: string) =>
    known.filter(({ name }) => name === module || (module === 'mpm_common' && mpms.includes(name)));

  /** These look at the number of their words, too. */
  const byWords = ['Alias', 'ScriptAlias'];

  /** Forbidding any section forbids `<Limit>` too. */
  const meant = (places: readonly Place[] = []) =>
    [...new Set(places.some((place) => place !== 'VirtualHost') ? [...places, 'Limit'] : places)].sort();

  test.each(
    (modules as readonly ModuleDefinition[])
      .filter(({ name, own }) => name !== 'mod_auth_kerb' && !own)
      .map((each) => [each.name, each] as const),
  )('of %s agree with httpd on places, shapes and forbidden places', (_name, module) => {
    const facts = new Map(
      factsOf(module.name).flatMap(({ directives }) => directives.map((each) => [each.name, each])),
    );
    expect(factsOf(module.name)[0]?.builtIn || module.name === 'mpm_common').toBe(module.builtIn ?? false);
    for (const [name, definition] of Object.entries(module.directives)) {
      const shown = definition.kind === 'section' ? `<${name}` : nameInMessages({ name, module, definition });
      const said = facts.get(shown);
      const { kind } = definition.args;
      expect({ name, kind, in: [...definition.in].sort(), notIn: meant(definition.notIn) }).toEqual({
        name,
        kind: said?.kind,
        in: [...(said?.in ?? [])].sort(),
        notIn: said?.executed || byWords.includes(name) ? meant(definition.notIn) : meant(said?.notIn),
      });
    }
  });
});

test('every directive of httpd is known, once in each module', () => {
  const mpms = ['event', 'worker', 'prefork'];
  const said = known.flatMap(({ name, directives }) =>
    directives.map((each) => `${mpms.includes(name) ? 'mpm_common' : name} ${each.name.toLowerCase()}`),
  );
  const ours = knownDirectives().flatMap((entry) => {
    const { definition, module } = entry;
    const names =
      definition.kind === 'section'
        ? [`<${entry.name}`]
        : [nameInMessages(entry), ...(definition.aliases ?? [])];
    return names.map((name) => `${module.name} ${name.toLowerCase()}`);
  });
  expect(new Set(ours).size).toBe(ours.length);
  expect([...new Set(said)].filter((each) => !ours.includes(each))).toEqual([]);
});
