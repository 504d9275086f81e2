import { type ArgumentInput, type ArgumentProblem, type ArgumentShape, refined, words } from './args.js';
import {
  isBalancer,
  isKnown,
  nameBalancer,
  nameServer,
  parameterProblem,
  withoutSocket,
} from './proxy-servers.js';
import { flawOf } from './regex.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

/** BalancerMember: the balancer (inside a section its path), a server and parameters. */
export function balancerMember(input: ArgumentInput): Parsed<string> {
  const names = input.place === 'section' ? [input.home.path ?? ''] : [];
  const parameters = new Map<string, readonly [string, string]>();
  for (const { value } of input.args.words) {
    const equals = value.indexOf('=');
    if (equals !== -1)
      parameters.set(value.slice(0, equals).toLowerCase(), [value.slice(0, equals), value.slice(equals + 1)]);
    else if (names.length < 2) names.push(value);
    else return { problem: input.place === 'section' ? namedInSection : notInForm('BalancerMember') };
  }
  const problem = memberProblem(input, names, [...parameters.values()]);
  return problem === undefined ? { value: input.args.raw } : { problem };
}

const namedInSection = 'BalancerMember can not have a balancer name when defined in a location';
const notInForm = (name: string): string =>
  `Invalid ${name} parameter. Parameter must be in the form 'key=value'`;

function memberProblem(
  input: ArgumentInput,
  [balancer, server]: readonly string[],
  parameters: readonly (readonly [string, string])[],
): string | undefined {
  if (balancer === undefined) return 'BalancerMember must define balancer name when outside <Proxy > section';
  if (server === undefined) return 'BalancerMember must define remote proxy server';
  if (withoutSocket(server) === undefined) return 'BalancerMember uses an invalid "unix:" URL';
  const pool = nameBalancer(input, balancer.toLowerCase());
  if (typeof pool === 'object') return `BalancerMember ${pool.problem}`;
  const naming = nameServer(input, server, 'prefix', balancer);
  if (typeof naming === 'object') return `BalancerMember ${naming.problem}`;
  if (naming === 'known') return undefined;
  for (const [key, value] of parameters) {
    const problem = parameterProblem(input, 'server', key, value);
    if (problem !== undefined) return `BalancerMember ${problem}`;
  }
  return undefined;
}

/** ProxySet: parameters of the server or balancer that stands first, or that the `<Proxy>` around it is for. */
export function proxySet(input: ArgumentInput): Parsed<string> {
  const given = input.args.words.map((word) => word.value);
  const section = /^Proxy(?:Match)?$/.test(input.enclosing[0] ?? '');
  const name = section ? (input.home.path ?? '') : (given.shift() ?? '');
  const unknown = section
    ? nameInSection(input, name, input.enclosing[0] === 'ProxyMatch')
    : unknownProblem(input, name);
  const problem = unknown ?? settingProblem(input, name, given);
  return problem === undefined ? { value: input.args.raw } : { problem };
}

function unknownProblem(input: ArgumentInput, name: string): string | undefined {
  if (isKnown(input, name)) return undefined;
  if (isBalancer(name)) return `ProxySet can not find '${name}' Balancer.`;
  return withoutSocket(name) === undefined
    ? 'ProxySet uses an invalid "unix:" URL'
    : `ProxySet can not find '${name}' Worker.`;
}

function nameInSection(input: ArgumentInput, name: string, match: boolean): string | undefined {
  if (!isBalancer(name) && withoutSocket(name) === undefined) return 'ProxySet uses an invalid "unix:" URL';
  const naming = isBalancer(name)
    ? nameBalancer(input, name)
    : nameServer(input, name, match ? 'match' : 'prefix');
  return typeof naming === 'object' ? `ProxySet ${naming.problem}` : undefined;
}

function settingProblem(input: ArgumentInput, name: string, given: readonly string[]): string | undefined {
  for (const word of given) {
    const equals = word.indexOf('=');
    if (equals === -1) return notInForm('ProxySet');
    const kind = isBalancer(name) ? 'balancer' : 'server';
    const problem = parameterProblem(input, kind, word.slice(0, equals), word.slice(equals + 1));
    if (problem !== undefined) return `ProxySet: ${problem} ${word}; ${name}`;
  }
  return undefined;
}

/** ProxyRemote and ProxyRemoteMatch: what is passed on, and the other proxy. */
export function remoteProxy(
  name: 'ProxyRemote' | 'ProxyRemoteMatch',
  usage: string,
): ArgumentShape<readonly string[]> {
  return refined(words('two-or-three', usage), (value, input) => {
    const [what = '', proxy = ''] = value;
    const [, behind] = /^[^:]*:\/\/([\s\S]+)$/.exec(proxy) ?? [];
    const syntax = `${name}: Bad syntax for a remote proxy server`;
    if (behind === undefined) return { problem: syntax, word: input.args.words[1]! };
    const port = /:([\s\S]*)$/.exec(behind.replace(/^([^:]*:[^:]*):[\s\S]*$/, '$1'))?.[1];
    if (port !== undefined && !isPort(port))
      return { problem: `${syntax} (bad port number)`, word: input.args.words[1]! };
    if (name === 'ProxyRemoteMatch' && flawOf(what) !== undefined)
      return { problem: `Regular expression for ${name} could not be compiled.`, hint: flawOf(what)! };
    return { value };
  });
}

/** Read as an unsigned number, whatever follows it; below zero it wraps around. */
function isPort(text: string): boolean {
  const [, sign, digits] = /^\s*([+-]?)(\d+)/.exec(text) ?? [];
  return digits !== undefined && (sign === '-' || Number(digits) <= 65_535);
}
