import type { Exchange } from '../evaluate/exchange.js';
import { type ItemReader, itemReaders, type Logged } from './access-items.js';

/** A form of log lines, ready to run. */
export type AccessFormat = (logged: Logged) => string;

/** What a server writes without any LogFormat. */
export const commonFormat = '%h %l %u %t "%r" %>s %b';

type Piece = (logged: Logged) => string;

/** Reads a form that was judged when the configuration was bound. */
export function accessFormat(format: string): AccessFormat {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < format.length) {
    const [piece, next] = format[at] === '%' ? itemAt(format, at + 1) : textAt(format, at);
    pieces.push(piece);
    at = next;
  }
  return (logged) => {
    let line = '';
    for (const piece of pieces) line += piece(logged);
    return `${line}\n`;
  };
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\', r: '\r', n: '\n', t: '\t' };

/** A backslash before another letter stays. */
function textAt(format: string, start: number): readonly [Piece, number] {
  const percent = format.indexOf('%', start);
  const end = percent === -1 ? format.length : percent;
  const text = format
    .slice(start, end)
    .replace(/\\(.)/gs, (written, letter: string) => escapes[letter] ?? written);
  return [() => text, end];
}

/** What stands between `%` and the letter of an item. */
interface Modifiers {
  argument: string;
  statuses: number[];
  negated: boolean;
  original: boolean | undefined;
}

function itemAt(format: string, start: number): readonly [Piece, number] {
  if (format[start] === '%') return [() => '%', start + 1];
  const modifiers: Modifiers = { argument: '', statuses: [], negated: false, original: undefined };
  let at = start;
  for (let next = modifierAt(format, at, modifiers); next > at; next = modifierAt(format, at, modifiers))
    at = next;
  const pair = format.slice(at, at + 3);
  const letter = pair.startsWith('^') ? pair : (format[at] ?? '');
  return [pieceFor(letter, modifiers), at + letter.length];
}

/** Takes one modifier in; gives the place behind it, or `at` where there is none. */
function modifierAt(format: string, at: number, modifiers: Modifiers): number {
  const letter = format[at] ?? '';
  if (letter === '{') {
    const close = format.indexOf('}', at);
    modifiers.argument = format.slice(at + 1, close === -1 ? format.length : close);
    // Closing brackets behind the first one count as that one.
    return close === -1 ? format.length : close + (/^\}+/.exec(format.slice(close))?.[0].length ?? 1);
  }
  const digits = /^\d+/.exec(format.slice(at, at + 10))?.[0];
  if (digits !== undefined) {
    modifiers.statuses.push(Number(digits));
    return at + digits.length;
  }
  if (letter === '!') modifiers.negated = !modifiers.negated;
  else if (letter === '<' || letter === '>') modifiers.original = letter === '<';
  else if (letter !== ',') return at;
  return at + 1;
}

function pieceFor(letter: string, modifiers: Modifiers): Piece {
  const { argument, statuses, negated } = modifiers;
  const reader: ItemReader = itemReaders[letter] ?? { read: () => undefined };
  const original = modifiers.original ?? reader.original ?? false;
  return (logged) => {
    if (statuses.length > 0 && statuses.includes(logged.statusOf(logged.last)) === negated) return '-';
    const exchange: Exchange = original ? logged.original : logged.last;
    return reader.read(exchange, argument, logged) ?? '-';
  };
}
