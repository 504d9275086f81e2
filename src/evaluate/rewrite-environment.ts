import type { Exchange } from './exchange.js';
import { namedValue, setNamedValue, unsetNamedValue } from './named-values.js';
import { absoluteUrl } from './server-name.js';

/** Carries out one E flag: `name:value`, `name`, or `!name` to take a variable away. */
export function setVariable({ env }: Exchange, entry: string): void {
  if (entry.startsWith('!')) {
    unsetNamedValue(env, entry.slice(1));
    return;
  }
  const colon = entry.indexOf(':');
  if (colon === -1) setNamedValue(env, entry, '');
  else setNamedValue(env, entry.slice(0, colon), entry.slice(colon + 1));
}

/** SCRIPT_URL and SCRIPT_URI: what the client asked for, whatever rules and redirects make of it. */
export function setScriptVariables(exchange: Exchange): void {
  const { env, main, uri } = exchange;
  const asked = main ? namedValue(main.env, 'SCRIPT_URL') : (namedValue(env, 'REDIRECT_SCRIPT_URL') ?? uri);
  if (asked !== undefined) setNamedValue(env, 'SCRIPT_URL', asked);
  setNamedValue(env, 'SCRIPT_URI', absoluteUrl(exchange, asked ?? ''));
}
