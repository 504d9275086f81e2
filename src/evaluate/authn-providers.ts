import type { PasswordProviderName, ProviderUse } from '../ruleset/mod_auth_basic.js';
import type { Settings } from '../ruleset/ruleset.js';
import type { PasswordProvider } from './authn-provider.js';
import type { Exchange } from './exchange.js';
import { anonProvider } from './mod_authn_anon.js';
import { fileProvider } from './mod_authn_file.js';
import { emptyCache } from './mod_authn_socache.js';
import { ldapProvider } from './mod_authnz_ldap.js';
import { settingsUnder } from './provider-settings.js';

/** All providers of passwords that are served, by their modules' own names for them. */
const providers: Readonly<Record<PasswordProviderName, PasswordProvider>> = {
  file: fileProvider,
  anon: anonProvider,
  socache: emptyCache,
  ldap: ldapProvider,
};

/** A provider ready to be asked: with the settings that it is to use. */
export interface ReadyProvider {
  readonly name: string;
  readonly provider: PasswordProvider;
  readonly settings: Settings;
}

/** The provider that a list names, with the request's settings or those of its alias over them. */
export function readyProvider(exchange: Exchange, { provider, alias }: ProviderUse): ReadyProvider {
  const aliases = exchange.program.ruleset.authnAliases;
  const own = alias === undefined ? undefined : aliases?.[alias]?.settings;
  return {
    name: alias ?? provider,
    provider: providers[provider],
    settings: settingsUnder(exchange, own),
  };
}
