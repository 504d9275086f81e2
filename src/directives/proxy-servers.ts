import type { ArgumentInput } from './args.js';
import { balancerParameterProblem } from './balancer-parameters.js';
import { earlier } from './known/earlier.js';
import { parseUri } from './known/uri.js';
import { workerParameterProblem } from './worker-parameters.js';

/** How a server's URL is meant: as the beginning of URLs, or with `$1` for what a pattern found. */
export type ServerUse = 'prefix' | 'match';

/** An application server that a line has named: its URL with scheme and host in lower case, a usual port left out. */
interface Named {
  readonly url: string;
  readonly use: ServerUse;
}

/** What the lines of one server have named so far; the members of a balancer are its own. */
const namedIn = earlier(() => ({ servers: [] as Named[], balancers: new Map<string, Named[]>() }));

/** What naming came to: a new one, whose parameters count, one that was known, or httpd's words against it. */
export type Naming = 'new' | 'known' | { readonly problem: string };

/** Whether httpd takes a URL for the name of a balancer. */
export const isBalancer = (url: string): boolean => /^balancer:/i.test(url);

/** The URL behind a socket's path (`unix:/path|http://host`); undefined where there is none. */
export function withoutSocket(url: string): string | undefined {
  const [, target] = /^unix:[^|]*\|([\s\S]*)$/i.exec(url) ?? [];
  if (target === undefined) return url;
  const [, scheme, rest] = /^([^:]*):([\s\S]*)$/.exec(target) ?? [];
  if (scheme === undefined) return undefined;
  if (rest === '' || rest === '//') return `${scheme}://localhost`;
  return /^\/(?!\/)/.test(rest!) ? `${scheme}://localhost${rest}` : target;
}

/** Names a server, of a balancer or on its own. */
export function nameServer(input: ArgumentInput, url: string, use: ServerUse, balancer?: string): Naming {
  const { servers, balancers } = namedIn(input.home.server);
  const among = balancer === undefined ? servers : balancers.get(nameOf(balancer))!;
  if (isNamed(among, url, balancer === undefined ? use : undefined)) return 'known';
  const problem = serverProblem(url, use);
  if (problem !== undefined) return { problem };
  among.push({ url: normalized(url), use });
  return 'new';
}

/** Names a balancer. */
export function nameBalancer({ home }: ArgumentInput, url: string): Naming {
  const { balancers } = namedIn(home.server);
  if (!/^[^:]*:\/\/[\s\S]/.test(url)) return { problem: `Bad syntax for a balancer name (${url})` };
  const name = nameOf(url);
  if (balancers.has(name)) return 'known';
  if (name.length >= longestName) return { problem: `balancer name (${name}) too long` };
  balancers.set(name, []);
  return 'new';
}

/** Whether an earlier line has named a server that a URL belongs to, or a balancer. */
export function isKnown({ home }: ArgumentInput, url: string): boolean {
  const { servers, balancers } = namedIn(home.server);
  return isBalancer(url) ? balancers.has(nameOf(url)) : isNamed(servers, url, undefined);
}

/** httpd's words about a parameter of a server or a balancer, or undefined. */
export const parameterProblem = (
  input: ArgumentInput,
  of: 'server' | 'balancer',
  key: string,
  value: string,
): string | undefined =>
  of === 'balancer'
    ? balancerParameterProblem(input, key.toLowerCase(), value)
    : workerParameterProblem(input, key.toLowerCase(), value);

const longestName = 96;
const longestHost = 255;

const nameOf = (balancer: string): string => /^[^:]*:?(?:\/\/[^/]*)?/.exec(balancer)![0].toLowerCase();

function serverProblem(url: string, use: ServerUse): string | undefined {
  const socket = /^unix:[^|]*\|/i.exec(url)?.[0];
  const target = url.slice(socket?.length ?? 0);
  const parsed = parseUri(use === 'match' ? withoutPortReference(target) : target);
  if (!parsed) return `Unable to parse URL: ${url}`;
  if (parsed.scheme === undefined || (!parsed.host && socket === undefined))
    return `URL must be absolute!: ${url}`;
  const host = (parsed.host ?? '').toLowerCase();
  return host.length > longestHost ? `worker hostname (${host}) too long` : undefined;
}

/** `http://host:80$1/` has its reference in the port, where it may not be parsed. */
const withoutPortReference = (url: string): string =>
  url.replace(/^([\s\S]*?:\/\/[^:/]*:(?:(?!\$\d)[^/])*)\$\d[^/]*/, '$1');

const usualPorts: Readonly<Record<string, string>> = {
  http: '80',
  https: '443',
  ws: '80',
  wss: '443',
  ftp: '21',
  ajp: '8009',
  fcgi: '8000',
  scgi: '4000',
};

function normalized(url: string): string {
  const target = withoutSocket(url) ?? url;
  const [, scheme = '', host = '', path = ''] = /^([^:]*):\/\/([^/]*)([\s\S]*)$/.exec(target) ?? [];
  const lower = scheme.toLowerCase();
  const usual = Object.hasOwn(usualPorts, lower) ? `:${usualPorts[lower]}` : undefined;
  const plain = host.toLowerCase().replace(/:$/, '');
  const shown = usual !== undefined && plain.endsWith(usual) ? plain.slice(0, -usual.length) : plain;
  return `${lower}://${shown}${path}`;
}

/** Whether one of the named servers is the one of a URL: at least scheme and host must be in it. */
function isNamed(named: readonly Named[], url: string, use: ServerUse | undefined): boolean {
  const target = withoutSocket(url);
  const [, start, path] = /^([^:]*:\/\/[^/]+)([\s\S]*)$/.exec(target ?? '') ?? [];
  if (start === undefined) return false;
  const sought = start.toLowerCase() + path;
  return named
    .filter((each) => use === undefined || each.use === use)
    .some((each) => {
      if (each.url.length > sought.length || each.url.length < start.length) return false;
      return each.use === 'prefix' ? sought.startsWith(each.url) : beginsLike(sought, each.url);
    });
}

/** Whether a URL begins like another one with references such as `$1`, each of which stands for any text. */
function beginsLike(url: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split(/(?:\$\d)+/);
  if (!url.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = url.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return true;
}
