import { expect, test } from '@jest/globals';
import type { LogLevel } from '../../src/evaluate/trace.js';
import type { LogLevels } from '../../src/ruleset/core.js';
import { isLogged } from '../../src/serve/log-level.js';

const denied = 'authz_core';
const missing = 'core';

test.each<[LogLevels | undefined, LogLevel, string | undefined, boolean]>([
  [undefined, 'warn', undefined, true],
  [undefined, 'info', undefined, false],
  [{ level: 'error' }, 'warn', missing, false],
  [{ level: 'emerg' }, 'notice', undefined, true],
  [{ level: 'debug' }, 'debug', missing, true],
  [{ modules: { authz_core: 'info' } }, 'info', denied, true],
  [{ modules: { authz_core: 'info' } }, 'info', missing, false],
  [{ modules: { authz_core: 'info' } }, 'info', undefined, true],
  [{ level: 'debug', modules: { authz_core: 'crit' } }, 'error', denied, false],
  [{ level: 'debug', modules: { authz_core: 'crit' } }, 'debug', missing, true],
  [{ level: 'warn', modules: { core: 'info' } }, 'info', missing, true],
])('under %j a line of %s and %s is written: %s', (levels, level, code, written) => {
  expect(isLogged(level, code, levels)).toBe(written);
});
