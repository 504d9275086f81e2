import type { CoreSettings } from '../ruleset/core.js';
import type { MimeSettings } from '../ruleset/mod_mime.js';
import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { evaluateText } from './expression.js';

/** The media type of an extension in lower case and without its dot (TypesConfig). */
export type TypeOfExtension = (extension: string) => string | undefined;

/** What a file's name says about its content. Absent: nothing. */
export interface ContentMeaning {
  readonly type: string | undefined;
  readonly encoding: string | undefined;
  readonly handler: string | undefined;
  readonly languages: readonly string[];
  /** Names of output filters, in lower case. */
  readonly filters?: readonly string[];
}

/**
 * Finds type, encoding, language and handler by the file's name (mod_mime), then lets ForceType and SetHandler override (core).
 * 0 goes on; 500 where a SetHandler expression has no value.
 */
export function resolveType(exchange: Exchange): Status {
  if (exchange.program.loads.mod_mime) resolveByName(exchange);
  const { core } = exchange.node.gate;
  return core ? override(exchange, core) : ok;
}

function resolveByName(exchange: Exchange): void {
  if (exchange.fileKind === 'directory') {
    exchange.contentType = 'httpd/unix-directory';
    return;
  }
  if (exchange.filename === undefined) return;
  const { typeOf } = exchange.program.surroundings;
  const settings = exchange.settings.mod_mime;
  const name = settings?.usePathInfo ? exchange.filename + exchange.pathInfo : exchange.filename;
  const found = contentOf(name, settings, typeOf);
  if (found.filters?.includes('includes') && exchange.proxy === undefined) exchange.includes = true;
  if (found.type !== undefined) exchange.contentType = found.type;
  if (found.encoding !== undefined) exchange.contentEncoding = found.encoding;
  if (found.handler !== undefined && exchange.proxy === undefined) exchange.handler = found.handler;
  if (found.languages.length > 0) exchange.responseFields.set('Content-Language', found.languages.join(', '));
}

/**
 * Reads a file name's extensions in order: the last type, charset and handler count, encodings and languages add up. What comes
 * before the first dot is no extension, nor are leading dots.
 */
export function contentOf(
  filename: string,
  settings: MimeSettings | undefined,
  typeOf: TypeOfExtension,
): ContentMeaning {
  let type: string | undefined;
  let charset: string | undefined;
  let encoding: string | undefined;
  let handler: string | undefined;
  const languages: string[] = [];
  const filters: string[] = [];
  for (const extension of extensionsOf(filename)) {
    const known = settings?.extensions;
    const meaning = known && Object.hasOwn(known, extension) ? known[extension] : undefined;
    // Null is RemoveType, which hides the type of TypesConfig too.
    type = (meaning?.type === undefined ? typeOf(extension) : meaning.type) ?? type;
    charset = meaning?.charset ?? charset;
    handler = meaning?.handler ?? handler;
    if (meaning?.encoding)
      encoding = encoding === undefined ? meaning.encoding : `${encoding}, ${meaning.encoding}`;
    if (meaning?.outputFilters) filters.push(...meaning.outputFilters.split(';'));
    if (meaning?.language) languages.push(meaning.language);
  }
  if (languages.length === 0 && settings?.defaultLanguage) languages.push(settings.defaultLanguage);
  return {
    type: type === undefined ? undefined : withCharset(type, charset),
    encoding,
    handler,
    languages,
    ...(filters.length > 0 && { filters }),
  };
}

const none: readonly string[] = [];

function extensionsOf(filename: string): readonly string[] {
  let start = filename.lastIndexOf('/') + 1;
  while (filename[start] === '.') start++;
  const dot = filename.indexOf('.', start);
  if (dot === -1) return none;
  return filename
    .slice(dot + 1)
    .split('.')
    .filter((extension) => extension !== '')
    .map((extension) => extension.toLowerCase());
}

/** The type with its parameters spelled httpd's way; a charset replaces the one it has. A malformed type stays as it is. */
function withCharset(type: string, charset: string | undefined): string {
  if (charset === undefined && !type.includes(';')) return type;
  const found =
    /^\s*([^\s/;]+)\s*\/\s*([^\s;]+)\s*((?:;\s*[^\s;=]+\s*=\s*(?:"[^"]*"|[^\s;"]+)\s*)*);?\s*$/.exec(type);
  if (!found) return type;
  const [, main, sub, parameters] = found;
  let result = `${main}/${sub}`;
  let named = false;
  for (const [, name, value] of parameters!.matchAll(/;\s*([^\s;=]+)\s*=\s*("[^"]*"|[^\s;"]+)/g)) {
    const isCharset = charset !== undefined && name === 'charset';
    if (isCharset && named) continue;
    result += `; ${name}=${isCharset ? charset : value}`;
    named ||= isCharset;
  }
  return charset === undefined || named ? result : `${result}; charset=${charset}`;
}

function override(exchange: Exchange, { forceType, setHandler }: CoreSettings): Status {
  if (forceType !== undefined) {
    const type = evaluateText(forceType, exchange);
    if (typeof type === 'string' && type.toLowerCase() !== 'none') exchange.contentType = type.toLowerCase();
  }
  if (setHandler === undefined) return ok;
  const handler = evaluateText(setHandler, exchange);
  if (typeof handler !== 'string') {
    exchange.recorder.log('error', 'AH03154', `Can't evaluate handler expression: ${handler.problem}`);
    return 500;
  }
  const name = handler.startsWith('proxy:unix') ? handler : handler.toLowerCase();
  if (name !== 'none') exchange.handler = name;
  return ok;
}
