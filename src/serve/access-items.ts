import type { Exchange } from '../evaluate/exchange.js';
import { readSslName } from '../evaluate/expression-ssl.js';
import { connectionLogId, requestLogId } from '../evaluate/log-ids.js';
import { namedValue } from '../evaluate/named-values.js';
import { remoteHost } from '../evaluate/remote-host.js';
import { hostOf } from '../evaluate/server-name.js';
import { escapeItem } from './log-escape.js';
import { commonTime, formatTime } from './log-time.js';

/** An answered request as the lines of access logs see it. Times are microseconds since 1970. */
export interface Logged {
  /** The request that the client sent, and the last of its internal redirects. */
  readonly original: Exchange;
  readonly last: Exchange;
  /** The request line as it came. */
  readonly line: string;
  readonly began: number;
  readonly ended: number;
  statusOf(exchange: Exchange): number;
  /** Bytes of the body that was sent for an exchange. */
  bytesOf(exchange: Exchange): number;
  /** A field of the answer; several of one name are joined. */
  readonly sent: (exchange: Exchange, name: string) => string | undefined;
  readonly trailer: (name: string) => string | undefined;
  /** What became of the connection: goes on, ends, or was broken off. */
  readonly connection: '+' | '-' | 'X';
  /** How many requests the connection had carried before. */
  readonly requestsBefore: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** How an item of a log line is read; `undefined` is written as `-`. */
export interface ItemReader {
  readonly read: (exchange: Exchange, argument: string, logged: Logged) => string | undefined;
  /** Whether it tells of the request that the client sent, unless `>` stands before it. */
  readonly original?: true;
}

const escaped = (text: string | undefined): string | undefined => text && escapeItem(text);

/** Every item by its letter (mod_log_config, mod_logio, mod_ssl). */
export const itemReaders: Readonly<Record<string, ItemReader>> = {
  a: { read: ({ connection }) => connection.remoteAddress },
  A: { read: ({ connection }) => connection.localAddress },
  b: { read: (exchange, _, logged) => String(logged.bytesOf(exchange) || '-') },
  B: { read: (exchange, _, logged) => String(logged.bytesOf(exchange)) },
  c: { read: tlsItem },
  C: { read: cookie },
  D: { read: (_, __, { began, ended }) => String(ended - began), original: true },
  e: { read: ({ env }, name) => escaped(namedValue(env, name)) },
  f: { read: ({ filename, proxy }) => escaped(proxy ? `proxy:${proxy.target}` : filename) },
  h: { read: (exchange) => escaped(remoteHost(exchange) || exchange.connection.remoteAddress) },
  H: { read: ({ facts }) => `HTTP/${facts.version}` },
  i: { read: ({ requestFields }, name) => escaped(requestFields.get(name)) },
  I: { read: (_, __, { bytesIn }) => String(bytesIn) },
  k: { read: (_, __, { requestsBefore }) => String(requestsBefore) },
  l: { read: () => undefined },
  L: {
    read: (exchange, of) => (of === 'c' ? connectionLogId(exchange) : requestLogId(exchange)),
    original: true,
  },
  m: { read: ({ method }) => escapeItem(method) },
  n: { read: ({ notes }, name) => escaped(namedValue(notes, name)) },
  o: { read: (exchange, name, { sent }) => escaped(sent(exchange, name)) },
  O: { read: (_, __, { bytesOut }) => String(bytesOut) },
  p: { read: port },
  P: { read: process },
  q: { read: ({ query }) => (query === undefined ? '' : `?${escapeItem(query)}`) },
  r: { read: (_, __, { line }) => escapeItem(line), original: true },
  R: { read: ({ handler, proxy }) => escaped(handler ?? (proxy && 'proxy-server')), original: true },
  s: { read: (exchange, _, logged) => String(logged.statusOf(exchange)), original: true },
  S: { read: (_, __, { bytesIn, bytesOut }) => String(bytesIn + bytesOut) },
  t: { read: time },
  T: { read: duration, original: true },
  u: { read: ({ user }) => (user === '' ? '""' : escaped(user)) },
  U: { read: ({ uri }) => escapeItem(uri), original: true },
  v: {
    read: ({ program, connection }) =>
      escapeItem(program.host.core.serverName?.name ?? connection.localAddress),
  },
  V: { read: (exchange) => escapeItem(hostOf(exchange)) },
  x: { read: (exchange, name) => escaped(readSslName(name, exchange)) || undefined },
  X: { read: (_, __, { connection }) => connection },
  '^ti': { read: (_, name, { trailer }) => escaped(trailer(name)) },
  '^to': { read: () => undefined },
  '^FB': { read: () => undefined },
};

const tlsItems: Readonly<Record<string, string>> = {
  version: 'SSL_PROTOCOL',
  cipher: 'SSL_CIPHER',
  subjectdn: 'SSL_CLIENT_S_DN',
  clientcert: 'SSL_CLIENT_S_DN',
  issuerdn: 'SSL_CLIENT_I_DN',
  cacert: 'SSL_CLIENT_I_DN',
};

/** Old names for some of mod_ssl's variables. */
function tlsItem(exchange: Exchange, name: string): string | undefined {
  if (!exchange.connection.tls || !Object.hasOwn(tlsItems, name)) return undefined;
  return readSslName(tlsItems[name]!, exchange) || undefined;
}

/** The value of a cookie; names are compared without regard to case, and of several the first counts. */
function cookie({ requestFields }: Exchange, name: string): string | undefined {
  for (const part of (requestFields.get('Cookie') ?? '').split(';')) {
    const [, key = '', value = ''] = /^=*([^=]+)=(.+)$/s.exec(part) ?? [];
    if (key.trim().toLowerCase() === name.toLowerCase() && value !== '') return escapeItem(value.trim());
  }
  return undefined;
}

function port({ program, connection }: Exchange, which: string): string {
  switch (which.toLowerCase()) {
    case '':
    case 'canonical':
      return String(program.host.core.port ?? (connection.tls ? 443 : 80));
    case 'remote':
      return String(connection.remotePort);
    case 'local':
      return String(connection.localPort);
    default:
      return which;
  }
}

/** There is one thread: its number is that of the process. */
function process(_: Exchange, which: string): string {
  const { pid } = globalThis.process;
  const kind = which.toLowerCase();
  if (kind === 'hextid') return `0x${pid.toString(16)}`;
  return kind === '' || kind === 'pid' || kind === 'tid' ? String(pid) : which;
}

function duration(_: Exchange, unit: string, { began, ended }: Logged): string {
  const micro = ended - began;
  switch (unit.toLowerCase()) {
    case '':
    case 's':
      return String(Math.floor(micro / 1_000_000));
    case 'ms':
      return String(Math.floor(micro / 1000));
    case 'us':
      return String(micro);
    default:
      return unit;
  }
}

const fractions: Readonly<Record<string, (micro: number) => string>> = {
  sec: (micro) => String(Math.floor(micro / 1_000_000)),
  msec: (micro) => String(Math.floor(micro / 1000)),
  usec: (micro) => String(micro),
  msec_frac: (micro) => String(Math.floor(micro / 1000) % 1000).padStart(3, '0'),
  usec_frac: (micro) => String(micro % 1_000_000).padStart(6, '0'),
};

/** `[begin:|end:]FORMAT`. */
function time(_: Exchange, argument: string, { began, ended }: Logged): string {
  const [, end, format = ''] = /^(?:begin(?=:|$)|(end)(?=:|$))?:?(.*)$/s.exec(argument) ?? [];
  const micro = end === undefined ? began : ended;
  if (Object.hasOwn(fractions, format)) return fractions[format]!(micro);
  const date = new Date(Math.floor(micro / 1000));
  return format === '' ? commonTime(date) : formatTime(format, date);
}
