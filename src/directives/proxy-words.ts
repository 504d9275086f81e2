import { cutWords } from '../syntax/words.js';
import {
  type ArgumentInput,
  type ArgumentProblem,
  type ArgumentShape,
  iterate,
  text,
  words,
} from './args.js';
import { flawOf } from './regex.js';
import { workerParameterProblem } from './worker-parameters.js';

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

function pass({ args, place }: ArgumentInput, match: boolean): Parsed<ProxyPassArguments> {
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
  const regex = match || tilde;
  if (regex && path !== undefined && flawOf(path) !== undefined)
    return { problem: 'Regular expression could not be compiled.', hint: flawOf(path)! };
  const problem = target === '!' ? undefined : targetProblem(target, options.parameters);
  if (problem !== undefined) return { problem };
  const found = { regex, target: target === '!' ? null : target, ...options };
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

function targetProblem(target: string, parameters: Readonly<Record<string, string>>): string | undefined {
  const url = /^unix:[^|]*\|(.*)$/is.exec(target)?.[1] ?? target;
  if (/^balancer:\/\//i.test(target)) return undefined;
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(url)) return `ProxyPass URL must be absolute!: ${target}`;
  for (const [key, value] of Object.entries(parameters)) {
    const problem = key === 'mapping' ? undefined : workerParameterProblem(key, value);
    if (problem !== undefined) return `ProxyPass ${problem}`;
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
  parse: ({ name, args }) => {
    const cut = cutWords(args.raw, () => args.span).map((word) => word.value);
    const regex = name === 'ProxyMatch';
    const [url = '', ...parameters] = cut;
    if (regex && flawOf(url) !== undefined)
      return { problem: 'Regex could not be compiled', hint: flawOf(url)! };
    if (parameters.length > 0 && /[*?[]/.test(url))
      return { problem: `<${name}> arguments are not supported for wildchar url.` };
    if (parameters.length > 0 && !url.includes(':'))
      return { problem: `<${name}> arguments are not supported for non url.` };
    return { value: { regex, url, parameters } };
  },
});

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
