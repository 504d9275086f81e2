import type { PasswordProvider } from './authn-provider.js';

/** A cache of hashes that never holds any: the provider behind it in the list is asked each time (mod_authn_socache). */
export const emptyCache: PasswordProvider = {
  // biome-ignore lint/correctness/useYield: other providers have to ask
  *checkPassword() {
    return 'user-not-found';
  },
  // biome-ignore lint/correctness/useYield: other providers have to ask
  *realmHash() {
    return { status: 'user-not-found' };
  },
};
