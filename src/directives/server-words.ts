import { isIPv6 } from 'node:net';
import { isWildcard } from '../source/wildcard.js';
import type { ArgumentInput, WordType } from './args.js';
import { canBeHost, parseHostPort } from './host-port.js';
import { leadingInteger } from './words.js';

/** What a ServerName line says. */
export interface ServerNameArgument {
  readonly scheme?: string;
  readonly name: string;
  readonly port?: number;
}

/** `[scheme://]name[:port]`. */
export const serverName: WordType<ServerNameArgument> = (value) => {
  if (isWildcard(value))
    return { problem: `Invalid ServerName "${value}" use ServerAlias to set multiple server names.` };
  const scheme = /^(.*?):\/\//s.exec(value)?.[1];
  const rest = scheme === undefined ? value : value.slice(scheme.length + 3);
  const colon = rest.indexOf(':');
  const port = colon === -1 ? undefined : leadingInteger(rest.slice(colon + 1));
  if (port !== undefined && (port <= 0 || port >= 65_536))
    return {
      problem: `The port number "${value}" is outside the appropriate range (i.e., 1..65535).`,
    };
  return {
    value: {
      ...(scheme === undefined ? {} : { scheme: scheme.toLowerCase() }),
      name: colon === -1 ? rest : rest.slice(0, colon),
      ...(port === undefined ? {} : { port }),
    },
  };
};

/** One word of a LogLevel line; `module` is as written, the binder looks it up. */
export interface LogLevelArgument {
  readonly module?: string;
  readonly level: string;
}

/** Levels of LogLevel, the gravest first. */
export const logLevels: readonly string[] = [
  'emerg',
  'alert',
  'crit',
  'error',
  'warn',
  'notice',
  'info',
  'debug',
  'trace1',
  'trace2',
  'trace3',
  'trace4',
  'trace5',
  'trace6',
  'trace7',
  'trace8',
];

const unknownLevel =
  'Log level keyword must be one of emerg/alert/crit/error/warn/notice/info/debug/trace1/.../trace8';

/** `level` or `module:level`. */
export const logLevel: WordType<LogLevelArgument> = (value) => {
  const colon = value.lastIndexOf(':');
  const module = colon === -1 ? undefined : value.slice(0, colon);
  const written = value.slice(colon + 1);
  if (module !== undefined && written === '')
    return { problem: `Module specifier '${module}' must be followed by a log level keyword` };
  const level = logLevels.find((each) => each === written.toLowerCase());
  if (level === undefined)
    return { problem: module === undefined ? unknownLevel : `${module}:${written}: ${unknownLevel}` };
  return { value: module === undefined ? { level } : { module, level } };
};

/** AccessFileName: any names, in the order in which they are looked for. */
export const fileNames = ({ args }: ArgumentInput) => ({ value: args.words.map(({ value }) => value) });

/** Where to listen. */
export interface ListenArgument {
  /** Absent: every address. */
  readonly address?: string;
  readonly port: number;
  readonly protocol?: string;
}

/** Listen: `[address:]port [protocol]`. */
export function listenAddress({
  args,
}: ArgumentInput): { readonly value: ListenArgument } | { readonly problem: string } {
  const [where, protocol, extra] = args.words.map((word) => word.value);
  if (!where || extra !== undefined) return { problem: 'Listen requires 1 or 2 arguments.' };
  const found = parseHostPort(where);
  if (!found) return { problem: 'Invalid address or port' };
  const { host, port } = found;
  if (port === undefined) return { problem: 'Port must be specified' };
  const address = host === '*' ? undefined : host;
  if (address !== undefined && !isIPv6(address) && !canBeHost(address))
    return { problem: 'Listen setup failed' };
  return {
    value: {
      ...(address === undefined ? {} : { address }),
      port,
      ...(protocol === undefined ? {} : { protocol: protocol.toLowerCase() }),
    },
  };
}
