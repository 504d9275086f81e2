import type { AuthnAlias, AuthzAlias, Ruleset } from '../ruleset/ruleset.js';

/** An AuthzProviderAlias; without a test where its Require line is not served. */
export type DefinedAuthzAlias = Omit<AuthzAlias, 'test'> & { readonly test: AuthzAlias['test'] | undefined };

/** What AuthnProviderAlias and AuthzProviderAlias have defined so far, by name; they hold for all servers. */
export interface ProviderAliases {
  readonly authn: Map<string, AuthnAlias>;
  readonly authz: Map<string, DefinedAuthzAlias>;
}

/** The aliases' entries of the ruleset; absent where there are none. */
export function finishedAliases({
  aliases: { authn, authz },
}: {
  readonly aliases: ProviderAliases;
}): Pick<Ruleset, 'authnAliases' | 'authzAliases'> {
  const served = [...authz].flatMap(([name, { test, settings, from }]) =>
    test ? [[name, { test, settings, from }] as const] : [],
  );
  return {
    ...(authn.size > 0 && { authnAliases: Object.fromEntries(authn) }),
    ...(served.length > 0 && { authzAliases: Object.fromEntries(served) }),
  };
}

/** The aliases of a ruleset, as per-directory files may name them. */
export function aliasesOf({ authnAliases = {}, authzAliases = {} }: Ruleset): ProviderAliases {
  return { authn: new Map(Object.entries(authnAliases)), authz: new Map(Object.entries(authzAliases)) };
}
