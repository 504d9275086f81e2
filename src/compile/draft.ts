import type { ServerCore } from '../ruleset/core.js';
import type { ServerAlias } from '../ruleset/mod_alias.js';
import type { Rule } from '../ruleset/mod_authz_core.js';
import type { ServerInclude } from '../ruleset/mod_include.js';
import type { AccessLogging } from '../ruleset/mod_log_config.js';
import type { ServerProxy } from '../ruleset/mod_proxy.js';
import type { ServerRewrite } from '../ruleset/mod_rewrite.js';
import type { EnvironmentTest } from '../ruleset/mod_setenvif.js';
import type { ServerSsl } from '../ruleset/mod_ssl.js';
import type { Origin } from '../ruleset/origin.js';
import type { ConditionSection, Section, Settings, SettingsModule } from '../ruleset/ruleset.js';
import type { ServerLdapSettings } from '../ruleset/util_ldap.js';

type Open<V> = V extends readonly (infer E)[]
  ? E[]
  : V extends object
    ? string extends keyof V
      ? Record<string, V[string]>
      : V
    : V;

/** A readonly shape while it is being filled: its fields, lists and records may change, what they hold may not. */
export type Draft<T> = { -readonly [K in keyof T]: Open<T[K]> };

/** A module's settings of one section, while they are being filled. */
export type ModuleDraft<M extends SettingsModule> = Draft<NonNullable<Settings[M]>>;

export type SettingsDraft = { [M in SettingsModule]?: ModuleDraft<M> };

/** A Require container that is being filled; the outermost is the section's implicit `any`. */
export interface RuleFrame {
  readonly kind: 'all' | 'any' | 'none';
  readonly negated: boolean;
  readonly rules: Rule[];
  readonly from: Origin;
}

/** What stands in one section: its settings and the sections inside it. */
export interface Room {
  readonly settings: SettingsDraft;
  readonly files: Section[];
  readonly conditions: ConditionSection[];
  /** Require containers that are open, the outermost first. */
  readonly frames: RuleFrame[];
  /** Where each module's directives of this section were written, by directive name. */
  readonly origins: Map<SettingsModule, Record<string, Origin[]>>;
}

/** The server's own settings, which no section can change, and its lists of sections in file order. */
export interface ServerDraft {
  /** Whole for the main server; a virtual host has what it says itself. */
  readonly core: Draft<Partial<ServerCore>>;
  readonly mod_alias: Draft<ServerAlias>;
  readonly mod_proxy: Draft<ServerProxy>;
  readonly mod_include: Draft<ServerInclude>;
  readonly mod_rewrite: Draft<ServerRewrite>;
  readonly mod_setenvif: EnvironmentTest[];
  readonly mod_log_config: Draft<AccessLogging>;
  readonly mod_ssl: Draft<ServerSsl>;
  util_ldap: ServerLdapSettings;
  readonly directories: Section[];
  readonly directoryMatches: Section[];
  readonly locations: Section[];
  readonly proxies: Section[];
}

export function newRoom(): Room {
  return { settings: {}, files: [], conditions: [], frames: [], origins: new Map() };
}

/** The module's settings of a room, made on first use. */
export function moduleDraft<M extends SettingsModule>(room: Room, module: M): ModuleDraft<M> {
  const settings: { [K in M]?: ModuleDraft<K> } = room.settings;
  const known = settings[module];
  if (known) return known;
  // Every module's settings are optional throughout.
  const made = {} as ModuleDraft<M>;
  settings[module] = made;
  return made;
}

/** The room's settings with the origins of each module's directives put in. */
export function finishedSettings(room: Room): Settings {
  for (const [module, from] of room.origins) moduleDraft(room, module).from = from;
  return room.settings;
}

/** Appends to a list that may not be there yet, and returns it. */
export function append<E>(list: E[] | undefined, item: E): E[] {
  return appendAll(list, [item]);
}

/** Appends any number of items to a list that may not be there yet, and returns it. */
export function appendAll<E>(list: E[] | undefined, items: readonly E[]): E[] {
  const made = list ?? [];
  for (const item of items) made.push(item);
  return made;
}

/** Sets a key that the user chose, whatever it is called. */
export function put<V>(record: Record<string, V>, key: string, value: V): void {
  Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
}
