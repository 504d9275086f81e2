import type { Exchange } from './exchange.js';
import { setNamedValue } from './named-values.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * SetEnv and PassEnv: sets the variables of the sections in force (fixup phase, after authorization). PassEnv takes them from
 * the server process's environment.
 */
export function applyEnv(exchange: Exchange, environment: Environment): void {
  const settings = exchange.settings.mod_env;
  if (!settings) return;
  for (const name in settings.set) setNamedValue(exchange.env, name, settings.set[name]!);
  for (const name of settings.pass ?? []) {
    const value = environment[name];
    if (value !== undefined) setNamedValue(exchange.env, name, value);
  }
}
