import type { ArgumentCheck, ModuleChecks } from './check.js';
import { condition, text } from './expression-words.js';
import { all, at, first, oneOf } from './judge.js';

const inExpression = (written: string): string => `Could not parse expression "${written}": `;

const value = text(2, inExpression);

/** A variable that is set to a text, or with `!` unset. */
const variable: ArgumentCheck = (input, words) => {
  const [, name = '', third] = words;
  if (!name.startsWith('!')) return value(input, words);
  if (third !== undefined && third !== '')
    return at(
      input,
      2,
      `Third argument ("${third}") is not allowed when using ProxyFCGISetEnvIf's unset mode (${name})`,
    );
  return name === '!' ? at(input, 1, 'ProxyFCGISetEnvIf: "!" is not a valid variable name') : undefined;
};

/** What mod_proxy_fcgi checks of its directives' arguments. */
export const proxyFcgiChecks: ModuleChecks = {
  ProxyFCGIBackendType: first(
    oneOf(
      ['generic', 'fpm'],
      "ProxyFCGIBackendType requires one of the following arguments: 'GENERIC', 'FPM'",
    ),
  ),
  ProxyFCGISetEnvIf: all(condition(0, inExpression), variable),
};
