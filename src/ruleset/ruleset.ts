import type { CoreSettings, HostAddress, SectionMatch, ServerCore } from './core.js';
import type { AccessCompatSettings } from './mod_access_compat.js';
import type { AliasSettings, ServerAlias } from './mod_alias.js';
import type { AllowMethodsSettings } from './mod_allowmethods.js';
import type { AuthBasicSettings, PasswordProviderName } from './mod_auth_basic.js';
import type { AuthGssapiSettings } from './mod_auth_gssapi.js';
import type { AuthKerbSettings } from './mod_auth_kerb.js';
import type { AuthnAnonSettings } from './mod_authn_anon.js';
import type { AuthnCoreSettings } from './mod_authn_core.js';
import type { AuthnFileSettings } from './mod_authn_file.js';
import type { AuthnzLdapSettings } from './mod_authnz_ldap.js';
import type { AuthzCoreSettings, Requirement } from './mod_authz_core.js';
import type { AuthzGroupfileSettings } from './mod_authz_groupfile.js';
import type { AutoindexSettings } from './mod_autoindex.js';
import type { DirSettings } from './mod_dir.js';
import type { EnvSettings } from './mod_env.js';
import type { ExpiresSettings } from './mod_expires.js';
import type { HeadersSettings } from './mod_headers.js';
import type { IncludeSettings, ServerInclude } from './mod_include.js';
import type { KerbgateSettings } from './mod_kerbgate.js';
import type { AccessLogging } from './mod_log_config.js';
import type { MimeSettings } from './mod_mime.js';
import type { ProxySettings, ServerProxy } from './mod_proxy.js';
import type { RewriteSettings, ServerRewrite } from './mod_rewrite.js';
import type { SessionCookieSettings, SessionSettings } from './mod_session.js';
import type { EnvironmentTest, SetEnvIfSettings } from './mod_setenvif.js';
import type { ServerSsl, SslSettings } from './mod_ssl.js';
import type { Origin } from './origin.js';
import type { Condition } from './text.js';
import type { LdapSettings, ServerLdapSettings } from './util_ldap.js';

/**
 * What one section says, module by module: httpd's per-directory configuration. A module that is absent has no directive
 * in the section, so the outer settings stay.
 */
export interface Settings {
  readonly core?: CoreSettings;
  readonly mod_authn_core?: AuthnCoreSettings;
  readonly mod_authz_core?: AuthzCoreSettings;
  readonly mod_access_compat?: AccessCompatSettings;
  readonly mod_allowmethods?: AllowMethodsSettings;
  readonly mod_authn_file?: AuthnFileSettings;
  readonly mod_authn_anon?: AuthnAnonSettings;
  readonly mod_authz_groupfile?: AuthzGroupfileSettings;
  readonly mod_auth_basic?: AuthBasicSettings;
  readonly mod_auth_gssapi?: AuthGssapiSettings;
  readonly mod_auth_kerb?: AuthKerbSettings;
  readonly mod_alias?: AliasSettings;
  readonly mod_dir?: DirSettings;
  readonly mod_mime?: MimeSettings;
  readonly mod_env?: EnvSettings;
  readonly mod_setenvif?: SetEnvIfSettings;
  readonly mod_headers?: HeadersSettings;
  readonly mod_expires?: ExpiresSettings;
  readonly mod_include?: IncludeSettings;
  readonly mod_autoindex?: AutoindexSettings;
  readonly mod_session?: SessionSettings;
  readonly mod_session_cookie?: SessionCookieSettings;
  readonly mod_proxy?: ProxySettings;
  readonly mod_ssl?: SslSettings;
  readonly mod_rewrite?: RewriteSettings;
  readonly util_ldap?: LdapSettings;
  readonly mod_authnz_ldap?: AuthnzLdapSettings;
  readonly mod_kerbgate?: KerbgateSettings;
}

export type SettingsModule = keyof Settings;

/** A Directory, Files or Location section. `id` is unique in the ruleset and grows in file order. */
export interface Section {
  readonly id: number;
  /** The directive with its argument as written, for people. */
  readonly title: string;
  readonly match: SectionMatch;
  readonly settings: Settings;
  readonly files: readonly Section[];
  readonly conditions: readonly ConditionSection[];
  readonly from: Origin;
}

/** An If, ElseIf or Else; an Else has no condition. Chains follow each other in the list. */
export interface ConditionSection {
  readonly id: number;
  readonly title: string;
  readonly branch: 'if' | 'elseif' | 'else';
  readonly condition?: Condition;
  readonly settings: Settings;
  readonly conditions: readonly ConditionSection[];
  readonly from: Origin;
}

/** One server: what is not in any section, and its sections by kind, each list in httpd's order of application. */
export interface Host {
  readonly core: ServerCore;
  readonly mod_alias: ServerAlias;
  readonly mod_proxy: ServerProxy;
  readonly mod_include?: ServerInclude;
  readonly mod_rewrite: ServerRewrite;
  readonly mod_setenvif: readonly EnvironmentTest[];
  /** Absent where nothing is said about access logs. */
  readonly mod_log_config?: AccessLogging;
  readonly mod_ssl: ServerSsl;
  readonly util_ldap: ServerLdapSettings;
  /** Settings outside all sections. */
  readonly base: Settings;
  readonly conditions: readonly ConditionSection[];
  /** Literal and wildcard Directory sections, shortest path first. */
  readonly directories: readonly Section[];
  /** Regular-expression Directory sections, those with fewer slashes first. */
  readonly directoryMatches: readonly Section[];
  readonly files: readonly Section[];
  readonly locations: readonly Section[];
  /** Proxy sections in file order; they cover URLs that requests are passed on to. */
  readonly proxies: readonly Section[];
}

/** An AuthnProviderAlias: a provider with settings that go over those of the request. */
export interface AuthnAlias {
  readonly provider: PasswordProviderName;
  readonly settings: Settings;
  readonly from: Origin;
}

/** An AuthzProviderAlias: a Require line, and settings that go over those of the request while it is tested. */
export interface AuthzAlias {
  /** Rules that name the alias have it, too; per-directory files take it from here. */
  readonly test: Requirement;
  readonly settings: Settings;
  readonly from: Origin;
}

/**
 * What one virtual host says itself. What holds in it is made of this and of what the main server says, when a program is loaded;
 * a field of core that is absent was not written.
 */
export interface VirtualHost extends Omit<Host, 'core'> {
  readonly core: Partial<ServerCore>;
  readonly addresses: readonly HostAddress[];
  /** The opening line as written. */
  readonly title: string;
  readonly from: Origin;
}

/** Defined names, the values of those that have one, by name in lower case, and methods that were named. */
export interface Definitions {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly methods: readonly string[];
}

/**
 * The typed rule tree, kerbgate's artefact: readonly data without functions, equal to its JSON form. Texts are byte
 * strings (one code unit 0–255 a byte).
 */
export interface Ruleset {
  readonly format: 'kerbgate-ruleset';
  readonly version: 1;
  /** Paths of the files it was compiled from; origins index it. */
  readonly files: readonly string[];
  /** Loaded modules by source name, such as `mod_auth_gssapi`. */
  readonly modules: readonly string[];
  /** What Define and the command line have defined, for per-directory files; absent where none is read. */
  readonly definitions?: Definitions;
  /** The main server. */
  readonly host: Host;
  /** In file order; section ids are unique over all servers. */
  readonly virtualHosts: readonly VirtualHost[];
  /** Providers of passwords under names of their own. They hold for all servers. */
  readonly authnAliases?: Readonly<Record<string, AuthnAlias>>;
  /** Require lines under names of their own. */
  readonly authzAliases?: Readonly<Record<string, AuthzAlias>>;
}
