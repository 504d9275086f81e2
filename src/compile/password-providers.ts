import type { PasswordProviderName, ProviderUse } from '../ruleset/mod_auth_basic.js';
import type { To } from './lowering.js';

const served: Readonly<Record<PasswordProviderName, true>> = {
  file: true,
  anon: true,
  socache: true,
  ldap: true,
};

/** What to do in place of the providers that are not served. */
const instead: Readonly<Record<string, string>> = {
  dbm: 'write the users to a file for AuthUserFile (htdbm -l lists them, their hashes stay valid), and name the provider file',
  dbd: 'write the users to a file for AuthUserFile, and name the provider file',
};

/** Whether a provider of passwords is served. */
export function isServedProvider(name: string): name is PasswordProviderName {
  return Object.hasOwn(served, name);
}

/** The providers that a list names, those of aliases among them; what is not served is refused. */
export function providerUses(names: readonly string[], to: To): readonly ProviderUse[] {
  return names.flatMap((name): ProviderUse[] => {
    const alias = to.aliases.authn.get(name);
    if (alias) return [{ provider: alias.provider, alias: name }];
    if (isServedProvider(name)) return [{ provider: name }];
    refuseProvider(name, to);
    return [];
  });
}

/** Refuses a provider, with what to do; an alias of one was refused where it is defined. */
export function refuseProvider(name: string, to: To): void {
  if (!Object.hasOwn(instead, name)) return;
  to.unserved(`passwords are not looked up with the provider ${name}`, instead[name]!);
}

/** httpd runs in circles, until its stack ends, when it meets an alias of an alias. */
export function refuseNested(kind: 'Authn' | 'Authz', to: To): void {
  to.unserved(
    `an ${kind}ProviderAlias of an alias is not served`,
    'name the provider itself, and repeat the directives of the other alias',
  );
}
