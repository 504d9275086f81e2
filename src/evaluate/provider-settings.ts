import type { Settings } from '../ruleset/ruleset.js';
import type { Exchange } from './exchange.js';
import { mergeSettings } from './merge.js';

const merged = new WeakMap<Settings, WeakMap<Settings, Settings>>();

/** The request's settings with those of an AuthnProviderAlias or AuthzProviderAlias over them; each pair is merged once. */
export function settingsUnder(exchange: Exchange, alias: Settings | undefined): Settings {
  const { settings } = exchange;
  if (alias === undefined) return settings;
  const known = merged.get(settings) ?? new WeakMap<Settings, Settings>();
  merged.set(settings, known);
  const result = known.get(alias) ?? mergeSettings(settings, alias);
  known.set(alias, result);
  return result;
}
