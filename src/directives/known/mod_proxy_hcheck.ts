import { cutWord } from '../../syntax/words.js';
import type { ArgumentCheck, ModuleChecks } from './check.js';
import { earlier } from './earlier.js';
import { conditionProblem } from './expression-words.js';
import { atLeast, atoi, first } from './judge.js';
import { microsecondsOf } from './numbers.js';

/** What a server's lines have defined so far; names of conditions and templates in lower case. */
const definedIn = earlier(() => ({ conditions: new Set<string>(), templates: new Set<string>() }));
type Defined = ReturnType<typeof definedIn>;

const longestName = 15;
const leastInterval = 100_000n;
const methods = new Set([
  ...['none', 'tcp', 'options', 'head', 'get', 'cping', 'options11', 'head11', 'get11'],
]);

/** ProxyHCExpr: a name, and a condition that may stand in braces. */
const namedCondition: ArgumentCheck = ({ name, args: { raw }, isLoaded, home }) => {
  const called = cutWord(raw, 0);
  if (!called?.value) return { problem: `Missing expression name for ${name}` };
  if (called.value.length > longestName)
    return { problem: `Expression name limited to ${longestName} characters` };
  const [text, next] = cutBraced(raw, called.next);
  if (text === '') return { problem: `Missing expression for ${name}` };
  const wrong = conditionProblem(text, isLoaded);
  if (wrong !== undefined) return { problem: `Could not parse expression "${text}": ${wrong}` };
  definedIn(home.server).conditions.add(called.value.toLowerCase());
  return cutWord(raw, next)?.value ? { problem: 'error: extra parameter(s)' } : undefined;
};

/** A word that may be quoted with braces, which nest; and where the text goes on. */
function cutBraced(raw: string, from: number): readonly [string, number] {
  if (raw[from] !== '{') {
    const word = cutWord(raw, from);
    return word ? [word.value, word.next] : ['', from];
  }
  let depth = 1;
  let end = from + 1;
  for (; end < raw.length; end += 1) {
    if (raw[end] === '}') depth -= 1;
    if (depth === 0) break;
    if (raw[end] === '{') depth += 1;
    if (raw.startsWith('\\\\', end)) end += 1;
  }
  return [raw.slice(from + 1, end).replaceAll('\\\\', '\\'), Math.min(end + 1, raw.length)];
}

/** ProxyHCTemplate: a name, and parameters of a check. */
const template: ArgumentCheck = ({ name, args, home }) => {
  const [called = '', ...parameters] = args.words.map((word) => word.value);
  if (called === '') return { problem: `Missing template name for ${name}` };
  const defined = definedIn(home.server);
  defined.templates.add(called.toLowerCase());
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=');
    if (equals === -1)
      return {
        problem: "Invalid ProxyHCTemplate parameter. Parameter must be in the form 'key=value'",
      };
    const [key, value] = [parameter.slice(0, equals), parameter.slice(equals + 1)];
    const problem = parameterProblem(key.toLowerCase(), value, defined);
    if (problem === undefined) continue;
    defined.templates.delete(called.toLowerCase());
    return { problem: `ProxyHCTemplate: ${problem} ${parameter}; ${called}` };
  }
  return undefined;
};

/** httpd's words about a parameter of a server that is about its health (key in lower case), or undefined. */
export const healthParameterProblem = (server: object, key: string, value: string): string | undefined =>
  parameterProblem(key, value, definedIn(server));

const longestUri = 256;

function parameterProblem(key: string, value: string, defined: Defined): string | undefined {
  switch (key) {
    case 'hctemplate':
      return defined.templates.has(value.toLowerCase())
        ? undefined
        : `Unknown ProxyHCTemplate name: ${value}`;
    case 'hcexpr':
      return defined.conditions.has(value.toLowerCase())
        ? undefined
        : `Unknown health check condition expr: ${value}`;
    case 'hcmethod':
      return methodProblem(value);
    case 'hcinterval':
      return intervalProblem(value);
    case 'hcpasses':
      return atoi(value) < 0 ? 'Passes must be a positive value' : undefined;
    case 'hcfails':
      return atoi(value) < 0 ? 'Fails must be a positive value' : undefined;
    case 'hcuri':
      return value.length < longestUri
        ? undefined
        : `Health check uri length must be < ${longestUri} characters`;
    default:
      return 'unknown Worker hcheck parameter';
  }
}

function methodProblem(value: string): string | undefined {
  const lower = value.toLowerCase();
  if (lower === 'provider') return `Health check method ${value} not (yet) implemented`;
  return methods.has(lower) ? undefined : 'Unknown method';
}

function intervalProblem(value: string): string | undefined {
  const time = microsecondsOf(value);
  if (time === undefined) return 'Unparse-able hcinterval setting';
  return time < leastInterval ? 'Interval must be a positive value greater than 100ms' : undefined;
}

/** What mod_proxy_hcheck checks of its directives' arguments. */
export const proxyHcheckChecks: ModuleChecks = {
  ProxyHCExpr: namedCondition,
  ProxyHCTPsize: first(atLeast(0, 'Invalid ProxyHCTPsize parameter. Parameter must be >= 0')),
  ProxyHCTemplate: template,
};
