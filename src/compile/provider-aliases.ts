import type { Requirement } from '../ruleset/mod_authz_core.js';
import type { AuthnAlias, AuthzAlias, Ruleset } from '../ruleset/ruleset.js';

/** An AuthzProviderAlias with the Require line that its name stands for; `undefined` where that one is not served. */
export interface DefinedAuthzAlias extends AuthzAlias {
  readonly test: Requirement | undefined;
}

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
  const settings = [...authz].map(([name, { settings, from }]) => [name, { settings, from }] as const);
  return {
    ...(authn.size > 0 && { authnAliases: Object.fromEntries(authn) }),
    ...(authz.size > 0 && { authzAliases: Object.fromEntries(settings) }),
  };
}
