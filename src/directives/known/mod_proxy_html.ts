import type { ArgumentCheck, ModuleChecks } from './check.js';
import { conditionProblem } from './expression-words.js';
import { at, first } from './judge.js';
import { longNumber } from './numbers.js';

/** The condition of a URL map in its old form (`name`, `name=value`, `!name=value`) as an expression. */
function modern(condition: string): string {
  const [, not = '', name, equals = '', value = ''] = /^(!)?(\w+)(?:(=)(.+))?$/.exec(condition) ?? [];
  if (name === undefined) return condition;
  const text = `reqenv('${name}')${not}${equals}'${value}'`;
  return not !== '' && equals === '' ? `!${text.slice(0, -1)}` : text;
}

const urlMap: ArgumentCheck = (input) => {
  const [, , flags, condition] = input.args.words.map((word) => word.value);
  if (!flags || !condition) return undefined;
  const problem = conditionProblem(modern(condition), input.isLoaded);
  return problem === undefined ? undefined : at(input, 3, problem);
};

/** What mod_proxy_html checks of its directives' arguments. */
export const proxyHtmlChecks: ModuleChecks = {
  ProxyHTMLBufSize: first((value, name) =>
    longNumber(value).rest === '' ? undefined : `Invalid value for directive ${name}, expected integer`,
  ),
  ProxyHTMLURLMap: urlMap,
};
