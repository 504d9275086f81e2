import type { ModuleChecks } from './check.js';
import { at } from './judge.js';
import { cacheProblem } from './socache.js';

/** What mod_authn_socache checks of its directives' arguments. */
export const authnSocacheChecks: ModuleChecks = {
  AuthnCacheSOCache: (input, [text = '']) => {
    const found = cacheProblem(text, input.isLoaded);
    if (found === undefined) return undefined;
    const problem =
      found === 'no-provider'
        ? `Unknown socache provider '${text}'. Maybe you need to load the appropriate socache module (mod_socache_${text}?)`
        : found.problem;
    return at(input, 0, `AuthnCacheSOCache: ${problem}`);
  },
};
