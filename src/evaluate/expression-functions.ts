import type { ExpressionFunction } from '../ruleset/expression-names.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { type Exchange, requestHeader } from './exchange.js';
import { namedValue } from './named-values.js';
import { noteVary } from './vary.js';

/** Applies a function to its argument; `undefined` is an empty text. */
export type FunctionBody = (argument: string, exchange: Exchange) => string | undefined;

/** Every function that expressions can call. Texts are byte strings; letters are ASCII letters. */
export const functionBodies: Readonly<Record<ExpressionFunction, FunctionBody>> = {
  base64: (argument) => encodeBase64(Uint8Array.from(argument, (character) => character.charCodeAt(0))),
  env: (name, exchange) =>
    namedValue(exchange.notes, name) ?? namedValue(exchange.env, name) ?? processVariable(name, exchange),
  escape: escapeUri,
  http: requestField,
  note: (name, exchange) => namedValue(exchange.notes, name),
  osenv: processVariable,
  req: requestField,
  req_novary: (name, exchange) => requestHeader(exchange, name),
  reqenv: (name, exchange) => namedValue(exchange.env, name),
  resp: (name, exchange) => exchange.responseFields.get(name) ?? exchange.errorFields.get(name),
  tolower: (argument) => argument.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  toupper: (argument) => argument.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  // A zero byte ends a text, as in C.
  unbase64: (argument) => textOfBytes(decodeBase64(argument)).split('\0', 1)[0],
  unescape: unescapeUri,
};

function processVariable(name: string, exchange: Exchange): string | undefined {
  const { environment } = exchange.program.surroundings;
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

function requestField(name: string, exchange: Exchange): string | undefined {
  noteVary(name);
  return requestHeader(exchange, name);
}

function textOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Percent-encodes what is not a letter, a digit or `$-_.+!*'(),:;@&=/~` (ap_escape_uri). */
function escapeUri(text: string): string {
  return text.replace(
    /[^A-Za-z0-9$\-_.+!*'(),:;@&=/~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** Decodes percent escapes, but not `%2f`; a text with a bad escape or `%00` becomes empty (ap_unescape_url_keep2f). */
function unescapeUri(text: string): string {
  if (!text.includes('%')) return text;
  if (/%(?![0-9A-Fa-f]{2})|%00/.test(text)) return '';
  return text.replace(/%([0-9A-Fa-f]{2})/g, (whole, digits: string) =>
    digits.toLowerCase() === '2f' ? whole : String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
