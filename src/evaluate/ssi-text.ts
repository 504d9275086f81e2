import { decodeBase64Text, encodeBase64 } from './base64.js';
import { escapeUri } from './expression-functions.js';

/** The letters of ISO 8859-1 from 192 on by the names HTML gives them; 215 and 247 are no letters. */
const letters =
  'Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ' +
  'ETH Ntilde Ograve Oacute Ocirc Otilde Ouml - Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig ' +
  'agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml ' +
  'eth ntilde ograve oacute ocirc otilde ouml - oslash ugrave uacute ucirc uuml yacute thorn yuml';

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ...letters
    .split(' ')
    .map((name, at) => [name, String.fromCharCode(192 + at)] as const)
    .filter(([name]) => name !== '-'),
]);

/** Decodes character references of HTML: names that are not known stay, numbers of no character go. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#[^;]*|[^;&]*);/g, (whole, name: string) =>
    name.startsWith('#') ? numbered(name.slice(1)) : (entities.get(name) ?? whole),
  );
}

function numbered(digits: string): string {
  const number = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
  const printable = number === 9 || number === 10 || (number > 31 && number < 127);
  return printable || (number > 160 && number < 256) ? String.fromCharCode(number) : '';
}

/** Escapes what HTML gives a meaning (ap_escape_html). */
export function escapeHtml(text: string): string {
  if (!/[<>&"]/.test(text)) return text;
  return text.replace(/[<>&"]/g, (character) => `&${htmlNames[character]};`);
}

const htmlNames: Readonly<Record<string, string>> = { '<': 'lt', '>': 'gt', '&': 'amp', '"': 'quot' };

/** Decodes percent escapes; a broken one stays, and a zero byte ends the text (ap_unescape_url). */
export function unescapeUrl(text: string): string {
  return upToZero(
    text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    ),
  );
}

function upToZero(text: string): string {
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

function escapeForm(text: string): string {
  return text.replace(/[^A-Za-z0-9.\-*_]/g, (character) =>
    character === ' ' ? '+' : `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** Puts a backslash in front of what a shell gives a meaning (ap_escape_shell_cmd). */
export function escapeForShell(text: string): string {
  return text.replace(/[&;`'"|*?~<>^()[\]{}$\\\n]/g, (character) => `\\${character}`);
}

type Coding = (text: string) => string;

const asIs: Coding = (text) => text;

/** What `decoding` can name. */
export const ssiDecodings: ReadonlyMap<string, Coding> = new Map<string, Coding>([
  ['none', asIs],
  ['url', unescapeUrl],
  ['urlencoded', (text) => unescapeUrl(text.replaceAll('+', ' '))],
  ['entity', decodeEntities],
  ['base64', (text) => upToZero(decodeBase64Text(text))],
]);

/** What `encoding` can name. */
export const ssiEncodings: ReadonlyMap<string, Coding> = new Map<string, Coding>([
  ['none', asIs],
  ['url', escapeUri],
  ['urlencoded', escapeForm],
  ['entity', escapeHtml],
  ['base64', (text) => encodeBase64(Uint8Array.from(text, (character) => character.charCodeAt(0)))],
]);

/** Applies codings that are named in a list; `unknown` is the first name that is none. */
export function applyCodings(
  names: string,
  codings: ReadonlyMap<string, Coding>,
  text: string,
): { readonly text: string; readonly unknown?: string } {
  let result = text;
  for (const name of names.split(/[, \t]+/)) {
    if (name === '') continue;
    const coding = codings.get(name.toLowerCase());
    if (!coding) return { text: result, unknown: name };
    result = coding(result);
  }
  return { text: result };
}

/**
 * Fills in `$name` and `${name}`; `\$` is a dollar sign. A bracket that is not closed ends the text, and `unclosed` is what
 * follows it. What makes the text longer than `longest` is the last that is filled in.
 */
export function fillVariables(
  text: string,
  valueFor: (name: string) => string | undefined,
  longest = Number.POSITIVE_INFINITY,
): { readonly text: string; readonly unclosed?: string } {
  if (!/[\\$]/.test(text)) return { text };
  let result = '';
  let at = 0;
  for (const found of text.matchAll(/\\\$?|\$\{([^}]*)\}|\$([A-Za-z0-9_]+)|\$\{?/g)) {
    const [whole, bracketed, bare] = found;
    if (result.length > longest) return { text: result };
    result += text.slice(at, found.index);
    at = found.index + whole.length;
    const name = bracketed ?? bare ?? '';
    if (name !== '') result += valueFor(name) ?? '';
    else if (whole === '${') return { text: result, unclosed: text.slice(at) };
    else result += whole === '\\$' ? '$' : whole;
  }
  return { text: result + text.slice(at) };
}
