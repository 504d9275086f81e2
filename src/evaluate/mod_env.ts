import type { Exchange } from './exchange.js';
import { addNamedValue } from './named-values.js';
import { observe } from './observe.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * SetEnv and PassEnv: adds the variables of the sections in force (fixup phase, after authorization), also those that are set
 * already, as by SetEnvIf, behind their values. PassEnv takes them from the server process's environment.
 */
export function applyEnv(exchange: Exchange, environment: Environment): void {
  const settings = exchange.settings.mod_env;
  if (!settings) return;
  for (const name in settings.set) addVariable(exchange, name, settings.set[name]);
  observe(exchange, 'fixups', settings.from?.SetEnv?.at(-1));
  for (const name of settings.pass ?? []) {
    if (Object.hasOwn(environment, name)) addVariable(exchange, name, environment[name]);
  }
  observe(exchange, 'fixups', settings.from?.PassEnv?.at(-1));
}

function addVariable({ env }: Exchange, name: string, value: string | undefined): void {
  if (value !== undefined) addNamedValue(env, name, value);
}
