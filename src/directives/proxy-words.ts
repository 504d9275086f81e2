import { isWildcard } from '../source/wildcard.js';
import { cutWords } from '../syntax/words.js';
import {
  type ArgumentInput,
  type ArgumentProblem,
  type ArgumentShape,
  iterate,
  text,
  words,
} from './args.js';
import { isBalancer, nameBalancer, nameServer, parameterProblem, withoutSocket } from './proxy-servers.js';
import { flawOf } from './regex.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

/** One ProxyPass line. Without `path` it stands in a section, whose own path counts; `target` null is the `!` exclusion. */
export interface ProxyPassArguments {
  readonly path?: string;
  readonly regex: boolean;
  readonly target: string | null;
  /** `nocanon`, `interpolate`, `noquery`, in lower case. */
  readonly flags: readonly string[];
  /** `key=value` words, keys in lower case (`timeout`, `connectiontimeout`, `disablereuse`, `upgrade`, `mapping` …). */
  readonly parameters: Readonly<Record<string, string>>;
}

/** ProxyPass. */
export const proxyPass = (input: ArgumentInput): Parsed<ProxyPassArguments> => pass(input, false);

/** ProxyPassMatch: the path is a pattern. */
export const proxyPassMatch = (input: ArgumentInput): Parsed<ProxyPassArguments> => pass(input, true);

function pass(input: ArgumentInput, match: boolean): Parsed<ProxyPassArguments> {
  const { args, place } = input;
  const left = args.words.map((word) => word.value);
  const tilde = place !== 'section' && left[0] === '~';
  if (tilde && match) return { problem: "ProxyPassMatch invalid syntax ('~' usage)." };
  if (tilde) left.shift();
  const path = place === 'section' ? undefined : left.shift();
  const target = left.shift();
  if (target === undefined)
    return { problem: 'ProxyPass|ProxyPassMatch needs a path when not defined in a location' };
  const options = optionsOf(left, place === 'section' && target.startsWith('/'));
  if ('problem' in options) return options;
  if (withoutSocket(target) === undefined)
    return { problem: 'ProxyPass|ProxyPassMatch uses an invalid "unix:" URL' };
  // httpd takes the path of a section with such signs for a pattern.
  const regex = match || tilde || (path === undefined && isWildcard(input.home.path ?? ''));
  const pattern = path ?? input.home.path ?? '';
  if (regex && flawOf(pattern) !== undefined)
    return { problem: 'Regular expression could not be compiled.', hint: flawOf(pattern)! };
  const problem = target === '!' ? undefined : targetProblem(input, target, regex, path, options.parameters);
  if (problem !== undefined) return { problem: `ProxyPass ${problem}` };
  const found = { regex: match || tilde, target: target === '!' ? null : target, ...options };
  return { value: path === undefined ? found : { path, ...found } };
}

type Options = Pick<ProxyPassArguments, 'flags' | 'parameters'>;

function optionsOf(written: readonly string[], pathInSection: boolean): Options | ArgumentProblem {
  const flags: string[] = [];
  const found = new Map<string, string>();
  for (const word of written) {
    const equals = word.indexOf('=');
    if (['nocanon', 'interpolate', 'noquery'].includes(word.toLowerCase())) flags.push(word.toLowerCase());
    else if (equals === -1) return { problem: misplacedWord(pathInSection) };
    else found.set(word.slice(0, equals).toLowerCase(), word.slice(equals + 1));
  }
  const parameters = Object.fromEntries(found);
  const mapping = found.get('mapping')?.toLowerCase();
  if (mapping !== undefined && mapping !== 'encoded' && mapping !== 'servlet')
    return { problem: 'unknown mapping' };
  return { flags, parameters };
}

function misplacedWord(pathInSection: boolean): string {
  return pathInSection
    ? 'ProxyPass|ProxyPassMatch can not have a path when defined in a location.'
    : "Invalid ProxyPass|ProxyPassMatch parameter. Parameter must be in the form 'key=value'.";
}

const longestFront = 63;

function targetProblem(
  input: ArgumentInput,
  target: string,
  regex: boolean,
  path: string | undefined,
  parameters: Readonly<Record<string, string>>,
): string | undefined {
  const kind = isBalancer(target) ? 'balancer' : 'server';
  const naming =
    kind === 'balancer' ? nameBalancer(input, target) : nameServer(input, target, regex ? 'match' : 'prefix');
  if (typeof naming === 'object') return naming.problem;
  if (kind === 'balancer' && naming === 'new' && !regex && (path?.length ?? 0) > longestFront)
    return `balancer ${target.toLowerCase()} front-end virtual-path (${path}) too long`;
  if (kind === 'server' && naming === 'known') return undefined;
  for (const [key, value] of Object.entries(parameters)) {
    const problem = key === 'mapping' ? undefined : parameterProblem(input, kind, key, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** One ProxyPassReverse line; without `path` the section's own path counts. */
export interface ProxyReverseArguments {
  readonly path?: string;
  readonly target: string;
  readonly interpolate: boolean;
}

const reverseWords = words('one-to-three', 'a virtual path and a URL for reverse proxy behaviour');

/** ProxyPassReverse. */
export const proxyReverse: ArgumentShape<ProxyReverseArguments> = {
  ...reverseWords,
  parse: (input) => {
    const counted = reverseWords.parse(input);
    return 'problem' in counted ? counted : reverse(counted.value, input.place === 'section');
  },
};

function reverse(written: readonly string[], inSection: boolean): Parsed<ProxyReverseArguments> {
  const interpolate = written.at(-1)?.toLowerCase() === 'interpolate';
  const [first, second] = interpolate ? written.slice(0, -1) : written;
  if (inSection && second !== undefined)
    return { problem: 'ProxyPassReverse can not have a path when defined in a location' };
  if (inSection) return { value: { target: first ?? '', interpolate } };
  if (second === undefined)
    return { problem: 'ProxyPassReverse needs a path when not defined in a location' };
  return { value: { path: first!, target: second, interpolate } };
}

/** What `<Proxy>` and `<ProxyMatch>` are for: URLs by wildcard or pattern, and parameters of that server. */
export interface ProxySectionArguments {
  readonly regex: boolean;
  readonly url: string;
  readonly parameters: readonly string[];
}

/** The argument of `<Proxy>` and `<ProxyMatch>`. */
export const proxySection = (usage: string): ArgumentShape<ProxySectionArguments> => ({
  kind: 'raw',
  usage,
  parse: (input) => {
    const { name, args } = input;
    const cut = cutWords(args.raw, () => args.span).map((word) => word.value);
    const regex = name === 'ProxyMatch';
    const [written = '', ...parameters] = cut;
    const url = written.replace(/^proxy:/i, '');
    if (regex && flawOf(url) !== undefined)
      return { problem: 'Regex could not be compiled', hint: flawOf(url)! };
    const problem = parameters.length > 0 ? sectionProblem(input, url, parameters) : undefined;
    return problem === undefined ? { value: { regex, url, parameters } } : { problem, late: true };
  },
});

/** What `<Proxy>` makes of parameters behind its URL. */
function sectionProblem(
  input: ArgumentInput,
  url: string,
  parameters: readonly string[],
): string | undefined {
  const { name } = input;
  if (name === 'ProxyMatch') return 'Multiple <ProxyMatch> arguments not (yet) supported.';
  if (isWildcard(url)) return `<${name}> arguments are not supported for wildchar url.`;
  if (!url.includes(':')) return `<${name}> arguments are not supported for non url.`;
  if (withoutSocket(url) === undefined) return '<Proxy/ProxyMatch > uses an invalid "unix:" URL';
  const kind = isBalancer(url) ? 'balancer' : 'server';
  const naming = kind === 'balancer' ? nameBalancer(input, url) : nameServer(input, url, 'prefix');
  if (typeof naming === 'object') return `<${name} ${naming.problem}`;
  for (const word of parameters) {
    const equals = word.indexOf('=');
    if (equals === -1) return "Invalid Proxy parameter. Parameter must be in the form 'key=value'";
    const problem = parameterProblem(input, kind, word.slice(0, equals), word.slice(equals + 1));
    if (problem !== undefined) return `<${name} ${problem} ${word}; ${url}`;
  }
  return undefined;
}

/** ProxyErrorOverride: on or off, and the statuses it is for (all without any). */
export interface ErrorOverrideArguments {
  readonly on: boolean;
  readonly statuses: readonly number[];
}

const overrideWords = iterate("use our error handling pages instead of the servers' we are proxying", text);

/** ProxyErrorOverride. */
export const errorOverride: ArgumentShape<ErrorOverrideArguments> = {
  ...overrideWords,
  parse: (input) => {
    const counted = overrideWords.parse(input);
    return 'problem' in counted ? counted : override(counted.value);
  },
};

function override(written: readonly string[]): Parsed<ErrorOverrideArguments> {
  const statuses: number[] = [];
  let on: boolean | undefined;
  for (const word of written) {
    const flag = word.toLowerCase();
    if (flag === 'on' || flag === 'off') on = flag === 'on';
    else if (on === undefined)
      return { problem: 'ProxyErrorOverride first parameter must be one of: off | on' };
    else if (!/^\d/.test(word))
      return { problem: 'ProxyErrorOverride: status codes to intercept must be numeric' };
    else if (!on) return { problem: "ProxyErrorOverride: status codes must follow a value of 'on'" };
    else if (!isErrorStatus(Number.parseInt(word, 10)))
      return {
        problem:
          'ProxyErrorOverride: status codes to intercept must be valid HTTP Status Codes >=400 && <600',
      };
    else statuses.push(Number.parseInt(word, 10));
  }
  return { value: { on: on ?? false, statuses } };
}

const isErrorStatus = (status: number): boolean => status >= 400 && status < 600;
