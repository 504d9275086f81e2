import type { Fields } from './handler.js';
import { formatHttpDate, parseHttpDate } from './http-date.js';

/** The header section of a script's output, as httpd passes it on. */
export interface ScriptHead {
  /** Undefined when the script printed no Status, which stands for 200 and lets conditional requests count. */
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly location: string | undefined;
  readonly contentType: string | undefined;
  readonly etag: string | undefined;
  /** Last-Modified in seconds since 1970. */
  readonly modified: number | undefined;
  /** Everything to send but Location and Content-Type. */
  readonly fields: Fields;
}

/** `open`: no blank line yet. `bad`: what to log, and to answer 500. `bodyAt` counts the bytes of the header section. */
export type HeadParse =
  | { readonly kind: 'open' }
  | { readonly kind: 'bad'; readonly words: string }
  | { readonly kind: 'complete'; readonly head: ScriptHead; readonly bodyAt: number };

/** Bytes of a line with its end, as MAX_STRING_LEN of httpd allows, and of the whole section, which httpd does not limit. */
const limits = { line: 8190, section: 256 * 1024 };

const newline = 10;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const unprintable = /[\0-\x08\n-\x1f\x7f]/;

/**
 * Fields a script may not set: framing and the connection are the server's, and httpd writes its own Date and Server.
 */
const ignored = new Set(
  'content-length transfer-encoding connection keep-alive proxy-connection upgrade trailer te date server'.split(
    ' ',
  ),
);

interface Draft {
  status?: number;
  reason?: string;
  location?: string;
  contentType?: string;
  etag?: string;
  modified?: number;
  /** By lower-case name; several values of one name are joined as httpd joins them. */
  readonly merged: Map<string, [name: string, value: string]>;
  readonly cookies: [string, string][];
}

/** Leaves the parameters as they are, like ap_content_type_tolower. */
function lowerType(value: string): string {
  const end = value.indexOf(';');
  return end < 0 ? value.toLowerCase() : value.slice(0, end).toLowerCase() + value.slice(end);
}

function setStatus(draft: Draft, value: string): string | undefined {
  const [, digits, rest] = /^\s*(\d+)(?:\s(.*))?$/.exec(value) ?? [];
  const code = Number(digits);
  // httpd sends interim and impossible statuses to the client, which breaks its framing.
  if (!(code >= 200 && code <= 999)) return `Invalid status line from script: ${value.slice(0, 30)}`;
  draft.status = code;
  if (rest !== undefined && !/[^\t\x20-\x7e]/.test(rest)) draft.reason = rest;
  return undefined;
}

function setModified(draft: Draft, value: string): void {
  const date = parseHttpDate(value);
  // A date to come is replaced by now; what is no date is left out (ap_scan_script_header_err_core_ex).
  if (date !== undefined) draft.modified = Math.min(date, Math.trunc(Date.now() / 1000));
}

function merge(draft: Draft, name: string, value: string): void {
  const lower = name.toLowerCase();
  const previous = draft.merged.get(lower);
  if (previous) previous[1] = `${previous[1]}, ${value}`;
  else draft.merged.set(lower, [name, value]);
}

/** Takes one line without its end; a string is what is wrong with it. */
function takeLine(draft: Draft, line: string): string | undefined {
  const colon = line.indexOf(':');
  if (colon < 0) return `malformed header from script: Bad header: ${line.slice(0, 30)}`;
  const name = line.slice(0, colon);
  const value = line.slice(colon + 1).replace(/^[\s\v]+/, '');
  if (!token.test(name)) return `Response header name '${name.slice(0, 30)}' contains invalid characters`;
  if (unprintable.test(value)) return `Response header '${name}' contains invalid characters`;
  const lower = name.toLowerCase();
  if (lower === 'status') return setStatus(draft, value);
  if (lower === 'content-type') draft.contentType = lowerType(value.trimEnd());
  else if (lower === 'location') draft.location = value;
  else if (lower === 'last-modified') setModified(draft, value);
  else if (lower === 'etag') draft.etag = value;
  else if (lower === 'set-cookie') draft.cookies.push([name, value]);
  else if (!ignored.has(lower)) merge(draft, name, value);
  return undefined;
}

function finish({ merged, cookies, ...draft }: Draft): ScriptHead {
  const fields: [string, string][] = [...merged.values(), ...cookies];
  if (draft.modified !== undefined) fields.push(['Last-Modified', formatHttpDate(draft.modified)]);
  if (draft.etag !== undefined) fields.push(['ETag', draft.etag]);
  const { status, reason, location, contentType, etag, modified } = draft;
  return { status, reason, location, contentType, etag, modified, fields };
}

/**
 * Parses what a script has printed so far (RFC 3875 §6, as ap_scan_script_header_err_core_ex of util_script.c reads
 * it). Lines end in LF or CR LF; values are latin1.
 */
export function parseScriptHead(output: Buffer): HeadParse {
  const draft: Draft = { merged: new Map(), cookies: [] };
  let start = 0;
  for (;;) {
    const end = output.indexOf(newline, start);
    const length = (end < 0 ? output.length : end + 1) - start;
    if (length > limits.line || start > limits.section)
      return { kind: 'bad', words: 'Too long header from script' };
    if (end < 0) return { kind: 'open' };
    const line = output.toString('latin1', start, end).replace(/\r$/, '');
    start = end + 1;
    if (line === '') return { kind: 'complete', head: finish(draft), bodyAt: start };
    const wrong = takeLine(draft, line);
    if (wrong !== undefined) return { kind: 'bad', words: wrong };
  }
}
