import type { ArgumentCheck, ModuleChecks } from './check.js';
import { conditionProblem, textProblem } from './expression-words.js';
import { at } from './judge.js';

const hooks: ReadonlySet<string> = new Set([
  ...['log_transaction', 'quick_handler', 'handler', 'translate_name', 'map_to_storage', 'fixups'],
  ...['type_checker', 'check_access', 'check_access_ex', 'check_authn', 'check_authz', 'insert_filter'],
  ...['pre_translate_name', 'all', '*'],
]);

const message: ArgumentCheck = (input, [text = '', ...options]) => {
  const problem = textProblem(text, input.isLoaded);
  if (problem !== undefined) return at(input, 0, `Could not parse message expression '${text}': ${problem}`);
  for (const [index, option] of options.entries()) {
    const said = optionProblem(option, input.isLoaded);
    if (said !== undefined) return at(input, index + 1, said);
  }
  return undefined;
};

function optionProblem(option: string, isLoaded: (module: string) => boolean): string | undefined {
  const [, key, value = ''] = /^(hook|expr)=([\s\S]*)$/i.exec(option) ?? [];
  if (key === undefined) return `Invalid argument ${option}`;
  if (key.toLowerCase() === 'hook')
    return hooks.has(value.toLowerCase()) ? undefined : `Invalid hook name: ${value}`;
  const problem = conditionProblem(value, isLoaded);
  return problem === undefined ? undefined : `Could not parse expression '${value}': ${problem}`;
}

/** What mod_log_debug refuses. */
export const logDebugChecks: ModuleChecks = { LogMessage: message };
