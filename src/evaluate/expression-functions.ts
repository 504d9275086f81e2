import type { ExpressionFunction } from '../syntax/expression-names.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { type Exchange, requestHeader } from './exchange.js';
import { fail } from './expression-run.js';
import { readSslName } from './expression-ssl.js';
import type { FileText } from './machine.js';
import { namedValue } from './named-values.js';
import { processVariable } from './process-variable.js';
import { noteVary } from './vary.js';

/** Applies a function to its argument; `undefined` is an empty text. */
export type FunctionBody = (argument: string, exchange: Exchange) => string | undefined;

/** Every function that expressions can call. Texts are byte strings; letters are ASCII letters. */
export const functionBodies: Readonly<Record<ExpressionFunction, FunctionBody>> = {
  base64: (argument) => encodeBase64(Uint8Array.from(argument, (character) => character.charCodeAt(0))),
  env: (name, exchange) =>
    namedValue(exchange.notes, name) ?? namedValue(exchange.env, name) ?? processVariable(name, exchange),
  escape: escapeUri,
  file: fileText,
  filesize: (path, exchange) => {
    const facts = machineOf(exchange).look(path, false);
    return facts?.kind === 'file' ? String(facts.size) : '0';
  },
  http: requestField,
  ldap: escapeForLdap,
  md5: (argument, exchange) => machineOf(exchange).digest('md5', argument),
  note: (name, exchange) => namedValue(exchange.notes, name),
  osenv: processVariable,
  req: requestField,
  req_novary: (name, exchange) => requestHeader(exchange, name),
  reqenv: (name, exchange) => namedValue(exchange.env, name),
  resp: responseField,
  sha1: (argument, exchange) => machineOf(exchange).digest('sha1', argument),
  ssl: readSslName,
  tolower: (argument) => argument.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  toupper: (argument) => argument.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  // A zero byte ends a text, as in C.
  unbase64: (argument) => upToZero(textOfBytes(decodeBase64(argument))),
  unescape: unescapeUri,
};

const machineOf = ({ program }: Exchange) => program.surroundings.machine;

const failures: Readonly<Record<NonNullable<FileText['failure']>, (path: string) => string>> = {
  'not opened': (path) => `Cannot open file ${path}`,
  'too large': (path) => `File ${path} too large`,
  'not read': (path) => `Cannot read from file ${path}`,
};

/** The text up to its first zero byte; without one the expression has no value. */
function fileText(path: string, exchange: Exchange): string {
  const { text, failure } = machineOf(exchange).read(path);
  if (failure === undefined) return upToZero(text);
  fail(failures[failure](path));
  return '';
}

function upToZero(text: string): string {
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

/** Escapes what a distinguished name or a search filter gives a meaning (apr_pescape_ldap). */
function escapeForLdap(text: string): string {
  return text.replace(
    /[^ -~]|["+,;<>\\()*]/g,
    (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function requestField(name: string, exchange: Exchange): string | undefined {
  noteVary(name);
  return requestHeader(exchange, name);
}

/** What describes the content joins the fields of an answer when no expression can ask any more; that of an upstream is there. */
function responseField(name: string, exchange: Exchange): string | undefined {
  const { responseFields, errorFields, contentEncoding, typeIsField, proxy } = exchange;
  const lower = name.toLowerCase();
  const apart =
    (lower === 'content-type' && !typeIsField) ||
    (lower === 'content-encoding' && contentEncoding !== undefined) ||
    lower === 'content-language';
  return (proxy || !apart ? responseFields.get(name) : undefined) ?? errorFields.get(name);
}

function textOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Percent-encodes what is not a letter, a digit or `$-_.+!*'(),:;@&=/~` (ap_escape_uri). */
export function escapeUri(text: string): string {
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
