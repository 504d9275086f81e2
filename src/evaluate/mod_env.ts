import type { Exchange } from './exchange.js';
import { setNamedValue } from './named-values.js';

/** Variables of the server's own process, for PassEnv. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

const nothing: ProcessEnvironment = Object.freeze({});

/** SetEnv and PassEnv: sets the variables of the sections in force (fixup phase, after authorization). */
export function applyEnv(exchange: Exchange, processEnvironment: ProcessEnvironment = nothing): void {
  const settings = exchange.settings.mod_env;
  if (!settings) return;
  for (const name in settings.set) setNamedValue(exchange.env, name, settings.set[name]!);
  for (const name of settings.pass ?? []) {
    const value = processEnvironment[name];
    if (value !== undefined) setNamedValue(exchange.env, name, value);
  }
}
