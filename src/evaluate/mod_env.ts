import type { Exchange } from './exchange.js';
import { addNamedValue, setNamedValue } from './named-values.js';
import { observe } from './observe.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * SetEnv and PassEnv: adds the variables of the sections in force (fixup phase, after authorization), also those that are set
 * already, as by SetEnvIf, behind their values. PassEnv takes them from the server process's environment.
 */
export function applyEnv(exchange: Exchange, environment: Environment): void {
  const settings = exchange.settings.mod_env;
  if (!settings) return;
  const added = new Map(Object.entries(settings.set ?? {}));
  observe(exchange, 'fixups', settings.from?.SetEnv?.at(-1));
  for (const name of settings.pass ?? []) {
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (value !== undefined) setNamedValue(added, name, value);
  }
  observe(exchange, 'fixups', settings.from?.PassEnv?.at(-1));
  for (const [name, value] of added) addNamedValue(exchange.env, name, value);
}
