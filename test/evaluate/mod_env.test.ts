import { expect, test } from '@jest/globals';
import { applyEnv } from '../../src/evaluate/mod_env.js';
import { lastNamedValues } from '../../src/evaluate/named-values.js';
import type { EnvSettings } from '../../src/ruleset/mod_env.js';
import { sketch } from './build.js';

test.each<readonly [string, EnvSettings, Record<string, string>]>([
  ['SetEnv adds', { set: { A: '1', B: '' } }, { FOO: 'bar', A: '1', B: '' }],
  ['programs get the value of SetEnv, whatever is set already', { set: { FOO: '2' } }, { FOO: '2' }],
  ['under a name of other case, too', { set: { foo: '2' } }, { FOO: '2' }],
  ['PassEnv takes from the process', { pass: ['HOME', 'NONE'] }, { FOO: 'bar', HOME: '/h' }],
  [
    'PassEnv goes before an earlier SetEnv where the variable exists',
    { set: { HOME: '1', NONE: '2' }, pass: ['HOME', 'NONE'] },
    { FOO: 'bar', HOME: '/h', NONE: '2' },
  ],
  ['names that objects have are no variables', { pass: ['toString', 'constructor'] }, { FOO: 'bar' }],
])('%s', (_title, settings, env) => {
  const { exchange } = sketch({ settings: { mod_env: settings }, env: { FOO: 'bar' } });
  applyEnv(exchange, { HOME: '/h' });
  expect(Object.fromEntries(lastNamedValues(exchange.env))).toEqual(env);
  expect(exchange.env.get('FOO')).toBe('bar');
});

test('without directives nothing happens', () => {
  const { exchange } = sketch();
  applyEnv(exchange, { HOME: '/h' });
  expect(exchange.env.size).toBe(0);
});
