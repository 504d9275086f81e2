import { expect, test } from '@jest/globals';
import type { ArgumentsOf } from '../../src/directives/define.js';
import { modules } from '../../src/directives/index.js';
import { modAlias } from '../../src/directives/mod_alias.js';
import type { modAuthGssapi } from '../../src/directives/mod_auth_gssapi.js';

type Levels = { [K in keyof Gssapi]: Gssapi[K]['support']['level'] };
type Gssapi = typeof modAuthGssapi.directives;

test('definitions keep their support level, arguments and module name as literal types', () => {
  const full: Levels['GssapiCredStore'] = 'full';
  const partial: Levels['GssapiDelegCcachePerms'] = 'partial';
  // @ts-expect-error a partial directive is not full
  const wrong: Levels['GssapiDelegCcachePerms'] = 'full';
  const flag: ArgumentsOf<Gssapi['GssapiBasicAuth']> = true;
  // @ts-expect-error a flag is no word
  const word: ArgumentsOf<Gssapi['GssapiBasicAuth']> = 'On';
  const status: ArgumentsOf<typeof modAlias.directives.Redirect>['status'] = 301;
  const name: 'mod_alias' = modAlias.name;
  expect([full, partial, wrong, flag, word, status, name]).toHaveLength(7);
});

test('every module has a name, an identifier and definitions of its own', () => {
  const names = modules.map(({ name }) => name);
  const identifiers = modules.map(({ identifier }) => identifier);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(identifiers).size).toBe(identifiers.length);
});

test('summaries are one line with a full stop, examples and reasons are told', () => {
  for (const { name: module, directives } of modules)
    for (const [name, { summary, support, example }] of Object.entries(directives)) {
      const place = `${module} ${name}`;
      expect([place, summary.split('\n').length, summary.endsWith('.') || summary.endsWith('…')]).toEqual([
        place,
        1,
        true,
      ]);
      expect([place, example.length > 0]).toEqual([place, true]);
      const told =
        support.level === 'full' ? 'x' : support.level === 'partial' ? support.differs : support.because;
      expect([place, told.length > 0]).toEqual([place, true]);
    }
});
