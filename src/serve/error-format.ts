import { logLevels } from '../directives/server-words.js';
import { type Exchange, requestHeader } from '../evaluate/exchange.js';
import type { ConnectionFacts } from '../evaluate/facts.js';
import { requestLogId } from '../evaluate/log-ids.js';
import { namedValue } from '../evaluate/named-values.js';
import { hostOf } from '../evaluate/server-name.js';
import { escapeMessage } from './log-escape.js';
import { errorTime, formatTime, plainErrorTime } from './log-time.js';

/** An event as the lines of an error log see it; `level` is absent in lines that are written once for a request or connection. */
export interface LogEvent {
  readonly level: string | undefined;
  readonly module: string;
  /** httpd's number and the words behind it. */
  readonly message: string;
  /** Microseconds since 1970. */
  readonly time: number;
  readonly serverName: string | undefined;
  readonly connection?: ConnectionFacts | undefined;
  readonly exchange?: Exchange | undefined;
  readonly keptAlive: number;
  /** Gives the connection's name in the log; made when a line tells it. */
  readonly connectionId?: (() => string | undefined) | undefined;
}

/** A form of error log lines, ready to run; an empty text is no line. */
export type ErrorFormat = (event: LogEvent) => string;

interface Item {
  /** Begins a field, which is left out as a whole when something in it is empty. */
  field: boolean;
  required: boolean;
  hyphen: boolean;
  leastLevel: number;
  argument: string;
  read: (event: LogEvent, argument: string) => string;
  message: boolean;
}

const longest = 8190;

/** Reads a form that was judged when the configuration was bound. */
export function errorFormat(format: string): ErrorFormat {
  const items: Item[] = [];
  for (let at = 0; at < format.length; ) at = itemAt(format, at, items);
  return (event) => assembled(items, event).slice(0, longest);
}

function newItem(field: boolean): Item {
  return {
    field,
    required: false,
    hyphen: false,
    leastLevel: 0,
    argument: '',
    read: () => '',
    message: false,
  };
}

/** Adds the item that begins at `at`; gives the place behind it. */
function itemAt(format: string, start: number, items: Item[]): number {
  let at = start;
  let field = false;
  // `% ` separates fields without being written.
  while (format.startsWith('% ', at)) {
    field = true;
    at += 2;
  }
  if (at >= format.length) return at;
  const item = newItem(field || format[at] === ' ');
  items.push(item);
  return format[at] === '%' ? readItem(format, at + 1, item) : readText(format, at, item);
}

const escapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t' };

/** A blank inside a text ends it, so that the next field can begin there. */
function readText(format: string, at: number, item: Item): number {
  const [whole] = /^ *(?:\\[\s\S]?|[^%\\ ])*/.exec(format.slice(at))!;
  const text = whole.replace(/\\([\s\S]?)/g, (_, letter: string) => escapes[letter] ?? (letter || '\\'));
  item.read = () => text;
  return at + (whole.length || 1);
}

function readItem(format: string, start: number, item: Item): number {
  if (format[start] === '%') {
    item.read = () => '%';
    return start + 1;
  }
  const [modifiers] = /^(?:[-+]|\d+|\{[^}]*(?:\}+|$))*/.exec(format.slice(start))!;
  for (const [modifier] of modifiers.matchAll(/[-+]|\d+|\{[^}]*/g)) {
    if (modifier === '+') item.required = true;
    else if (modifier === '-') item.hyphen = true;
    else if (modifier.startsWith('{')) item.argument = modifier.slice(1);
    else item.leastLevel = Number(modifier);
  }
  const letter = format[start + modifiers.length] ?? '';
  item.message = letter === 'M';
  item.read = Object.hasOwn(readers, letter) ? readers[letter]! : () => '';
  return start + modifiers.length + 1;
}

/** A field with something empty, or not for this level, is left out; the message never is. */
function assembled(items: readonly Item[], event: LogEvent): string {
  let line = '';
  let fieldStart = 0;
  let skipping = false;
  for (const item of items) {
    if (item.field) {
      if (skipping) skipping = false;
      else fieldStart = line.length;
    }
    if (item.message) line += escapeMessage(event.message);
    else if (skipping) continue;
    else if (event.level !== undefined && item.leastLevel > logLevels.indexOf(event.level)) {
      line = line.slice(0, fieldStart);
      skipping = true;
    } else {
      const text = item.read(event, item.argument);
      if (text === '' && item.required) return '';
      if (text === '' && !item.hyphen) {
        line = line.slice(0, fieldStart);
        skipping = true;
      } else line += text === '' ? '-' : text;
    }
  }
  return line;
}

const readers: Readonly<Record<string, (event: LogEvent, argument: string) => string>> = {
  a: ({ connection }) => (connection ? `${connection.remoteAddress}:${connection.remotePort}` : ''),
  A: ({ connection }) => (connection ? `${connection.localAddress}:${connection.localPort}` : ''),
  e: ({ exchange }, name) => escapeMessage((exchange && namedValue(exchange.env, name)) ?? ''),
  E: () => '',
  F: () => '',
  i: ({ exchange }, name) => escapeMessage((exchange && requestHeader(exchange, name)) ?? ''),
  k: ({ connection, keptAlive }) => (connection ? String(keptAlive) : ''),
  l: ({ level }) => level ?? '',
  L: logId,
  m: ({ level, module }) => (level === undefined ? '' : module),
  n: ({ exchange }, name) => escapeMessage((exchange && namedValue(exchange.notes, name)) ?? ''),
  P: () => String(process.pid),
  t: time,
  T: (_, which) => (which.startsWith('g') ? String(process.pid) : ''),
  v: ({ serverName }) => serverName ?? '',
  V: ({ exchange }) => (exchange ? hostOf(exchange) : ''),
};

/** `C` names the connection only in lines that belong to no request. */
function logId({ exchange, connectionId }: LogEvent, argument: string): string {
  if (argument.toLowerCase() === 'c') return argument === 'c' || !exchange ? (connectionId?.() ?? '') : '';
  let main = exchange;
  while (main?.main) main = main.main;
  return (main && requestLogId(main)) ?? '';
}

function time({ time: micro }: LogEvent, format: string): string {
  if (format.includes('%')) return formatTime(format, new Date(Math.floor(micro / 1000)));
  const has = (letter: string): boolean => format.includes(letter);
  return errorTime(micro, { compact: has('c'), micro: has('u'), zone: has('z') });
}

/** What httpd writes without any ErrorLogFormat. */
export const defaultErrorFormat: ErrorFormat = (event) => {
  const { level, module, message, connection, exchange } = event;
  const stamp = `[${plainErrorTime(event.time)}] [${module}:${level}]`;
  const client = connection ? `[client ${connection.remoteAddress}:${connection.remotePort}] ` : '';
  const referer = exchange && requestHeader(exchange, 'Referer');
  const from = referer ? `, referer: ${escapeMessage(referer)}` : '';
  return `${stamp} [pid ${process.pid}:tid ${process.pid}] ${client}${escapeMessage(message)}${from}`.slice(
    0,
    longest,
  );
};
