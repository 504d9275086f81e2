import type { ArgumentInput, ArgumentProblem } from './args.js';
import { earlier } from './known/earlier.js';

/** What a provider of passwords can do. */
interface Provider {
  /** Whether it knows the hashes that AuthType Digest needs. */
  readonly digests: boolean;
}

const modules: Readonly<Record<string, Provider & { readonly module: string }>> = {
  anon: { module: 'mod_authn_anon', digests: false },
  dbd: { module: 'mod_authn_dbd', digests: true },
  dbm: { module: 'mod_authn_dbm', digests: true },
  file: { module: 'mod_authn_file', digests: true },
  ldap: { module: 'mod_authnz_ldap', digests: false },
  socache: { module: 'mod_authn_socache', digests: true },
};

/** Those that the configuration itself has named so far. */
const addedIn = earlier(() => new Map<string, Provider>());

type Lookup = Pick<ArgumentInput, 'machine' | 'isLoaded'>;

/** The provider of passwords with a name, whose case counts: a loaded module's, or one that an earlier line has defined. */
export function authnProvider(name: string, { machine, isLoaded }: Lookup): Provider | undefined {
  const added = addedIn(machine).get(name);
  if (added || !Object.hasOwn(modules, name)) return added;
  return isLoaded(modules[name]!.module) ? modules[name] : undefined;
}

/** Makes a provider known to the lines that follow. */
export function addAuthnProvider(name: string, provider: Provider, { machine }: Lookup): void {
  addedIn(machine).set(name, provider);
}

/** AuthBasicProvider and its like: names of providers that can do what is asked of them. */
export function providerNames(
  login: 'Basic' | 'Digest' | 'Form',
): (input: ArgumentInput, words: readonly string[]) => ArgumentProblem | undefined {
  return (input, words) => {
    for (const [index, name] of words.entries()) {
      const problem = providerProblem(name, login, input);
      if (problem) return { ...problem, word: input.args.words[index]! };
    }
    return undefined;
  };
}

function providerProblem(name: string, login: string, lookup: Lookup): ArgumentProblem | undefined {
  const provider = authnProvider(name, lookup);
  if (!provider) return { problem: `Unknown Authn provider: ${name}`, ...hintFor(name) };
  if (login !== 'Digest' || provider.digests) return undefined;
  return { problem: `The '${name}' Authn provider doesn't support Digest Authentication` };
}

function hintFor(name: string): { readonly hint?: string } {
  const lower = name.toLowerCase();
  if (!Object.hasOwn(modules, lower)) return {};
  if (lower !== name) return { hint: `provider names are in lower case: ${lower}` };
  return { hint: `the provider ${name} belongs to ${modules[name]!.module}, which is not loaded` };
}
