import type { ArgumentCheck, ModuleChecks } from './check.js';
import { at, atLeast, first } from './judge.js';

/** Repositories by name, and the module of each; mod_dav_svn is Subversion's. */
const providers: Readonly<Record<string, string>> = { filesystem: 'mod_dav_fs', svn: 'mod_dav_svn' };

const provider: ArgumentCheck = (input, [value = '']) => {
  const lower = value.toLowerCase();
  const name = lower === 'on' ? 'filesystem' : value;
  if (lower === 'off' || (Object.hasOwn(providers, name) && input.isLoaded(providers[name]!)))
    return undefined;
  return at(input, 0, `Unknown DAV provider: ${name}`);
};

/** What mod_dav refuses. */
export const davChecks: ModuleChecks = {
  DAV: provider,
  DAVMinTimeout: first(atLeast(0, 'DAVMinTimeout requires a non-negative integer.')),
};
