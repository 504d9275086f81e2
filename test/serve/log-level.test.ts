import { expect, test } from '@jest/globals';
import { logThreshold } from '../../src/serve/log-level.js';

test.each([
  ['', 'warn'],
  ['error', 'error'],
  ['DEBUG', 'debug'],
  ['warn auth_gssapi:info authz_core:info', 'info'],
  ['auth_gssapi:debug warn', 'debug'],
  ['info auth_gssapi:error', 'info'],
  ['warn rewrite:trace8', 'warn'],
  ['warn mod_alias.c:debug', 'debug'],
  ['loud', 'warn'],
])('LogLevel %s lets %s through', (written, threshold) => {
  expect(logThreshold(written)).toBe(threshold);
});
