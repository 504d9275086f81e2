import type { ArgumentInput } from '../args.js';
import type { ArgumentCheck } from './check.js';
import { at } from './judge.js';

/** What a provider of passwords can do. */
interface Provider {
  readonly module: string;
  readonly digests: boolean;
}

const providers: Readonly<Record<string, Provider>> = {
  anon: { module: 'mod_authn_anon', digests: false },
  dbd: { module: 'mod_authn_dbd', digests: true },
  dbm: { module: 'mod_authn_dbm', digests: true },
  file: { module: 'mod_authn_file', digests: true },
  ldap: { module: 'mod_authnz_ldap', digests: false },
  socache: { module: 'mod_authn_socache', digests: true },
};

/** AuthDigestProvider and AuthFormProvider: names of providers, in their exact case, that can do what is asked of them. */
export const providerNames =
  (login: 'Digest' | 'Form'): ArgumentCheck =>
  (input, words) => {
    for (const [index, name] of words.entries()) {
      const problem = providerProblem(name, login, input.isLoaded);
      if (problem !== undefined) return at(input, index, problem);
    }
    return undefined;
  };

function providerProblem(
  name: string,
  login: 'Digest' | 'Form',
  isLoaded: ArgumentInput['isLoaded'],
): string | undefined {
  const provider = Object.hasOwn(providers, name) ? providers[name]! : undefined;
  if (!provider || !isLoaded(provider.module)) return `Unknown Authn provider: ${name}`;
  if (login === 'Form' || provider.digests) return undefined;
  return `The '${name}' Authn provider doesn't support ${login} Authentication`;
}
