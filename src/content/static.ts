import { checkConditions, isConditional, rangeCounts } from './conditions.js';
import {
  closeFile,
  type FileFailure,
  type FileLookup,
  type FileState,
  FileStore,
  type OpenFile,
} from './file-store.js';
import type {
  Fields,
  FileContent,
  Handler,
  HandlerExchange,
  HandlerResult,
  ResponseStream,
} from './handler.js';
import { formatHttpDate } from './http-date.js';
import { multipartOf, type Segment, singleSegment } from './multipart.js';
import { chooseRanges } from './ranges.js';
import { sendSegments } from './segments.js';
import { sendWhole } from './send-whole.js';

/** Everything about one answer from a file, before it is known which bytes are sent. */
interface Representation {
  readonly content: FileContent;
  readonly state: FileState;
  /** Seconds since 1970. */
  readonly modified: number;
  readonly etag: string | undefined;
  /** Head of a plain 200. */
  readonly fields: Fields;
}

/** Methods httpd knows by name (lookup_builtin_method); any other is answered 501, these 405. */
const knownMethods = new Set(
  (
    'PUT DELETE CONNECT TRACE PATCH PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK VERSION-CONTROL CHECKOUT ' +
    'UNCHECKOUT CHECKIN UPDATE LABEL REPORT MKWORKSPACE MKACTIVITY BASELINE-CONTROL MERGE'
  ).split(' '),
);

const failures: Readonly<Record<FileFailure, readonly [status: number, words: string]>> = {
  missing: [404, 'AH00128: File does not exist'],
  directory: [404, 'AH00129: Attempt to serve directory'],
  'not-regular': [403, 'Neither a file nor a directory, never opened'],
  denied: [403, 'AH00132: file permissions deny server access'],
  exhausted: [503, 'Out of resources to open'],
  unreadable: [500, 'Cannot read'],
};

/** Representations of kept files, so that the head of a repeated answer is built once. */
const remembered = new WeakMap<FileState, Representation>();

function entityTag(
  { state, content }: { state: FileState; content: FileContent },
  nowMs: number,
): string | undefined {
  const parts: string[] = [];
  const hexadecimal = (value: bigint) => BigInt.asUintN(64, value).toString(16);
  if (content.etag.includes('inode')) parts.push(hexadecimal(state.inode));
  if (content.etag.includes('size')) parts.push(state.size.toString(16));
  if (content.etag.includes('mtime')) parts.push(hexadecimal(state.modified));
  if (parts.length === 0) return undefined;
  // Changed within the last second, it could change again within the same one (ap_make_etag_ex).
  const weak = BigInt(Math.trunc(nowMs)) * 1000n - state.modified < 1_000_000n ? 'W/' : '';
  return `${weak}"${parts.join('-')}"`;
}

function typeFields(content: FileContent, type: string | undefined): Fields {
  const fields: [string, string][] = [];
  if (type !== undefined) fields.push(['Content-Type', type]);
  if (content.contentEncoding !== undefined) fields.push(['Content-Encoding', content.contentEncoding]);
  return fields;
}

function validatorFields(etag: string | undefined, modified: number, content: FileContent): Fields {
  const date = ['Last-Modified', formatHttpDate(modified)] as const;
  const ranges = ['Accept-Ranges', content.rangeLimits?.ranges === 0 ? 'none' : 'bytes'] as const;
  return etag === undefined ? [date, ranges] : [date, ['ETag', etag], ranges];
}

function represent(content: FileContent, state: FileState): Representation {
  const known = remembered.get(state);
  if (known && sameDescription(known.content, content)) return known;
  const now = Date.now();
  const etag = entityTag({ state, content }, now);
  // A date in the future is replaced by now (ap_rationalize_mtime).
  const changed = Number(state.modified / 1_000_000n);
  const modified = Math.min(changed, Math.trunc(now / 1000));
  const length = ['Content-Length', String(state.size)] as const;
  const fields = [
    ...validatorFields(etag, modified, content),
    length,
    ...typeFields(content, content.contentType),
  ];
  const representation = { content, state, modified, etag, fields };
  if (changed === modified && !etag?.startsWith('W/')) remembered.set(state, representation);
  return representation;
}

function sameDescription(one: FileContent, other: FileContent): boolean {
  return (
    one.contentType === other.contentType &&
    one.contentEncoding === other.contentEncoding &&
    (one.rangeLimits?.ranges === 0) === (other.rangeLimits?.ranges === 0) &&
    (one.etag === other.etag || one.etag.join() === other.etag.join())
  );
}

function withoutBody(exchange: HandlerExchange, status: number, fields: Fields): HandlerResult {
  exchange.head(status, undefined, fields);
  exchange.response.end();
  return { kind: 'sent' };
}

/** The answer the conditional fields ask for instead of the file, if any. */
function conditionalAnswer(
  exchange: HandlerExchange,
  representation: Representation,
): HandlerResult | undefined {
  const { etag, modified, content } = representation;
  const now = Math.trunc(Date.now() / 1000);
  const verdict = checkConditions(exchange.request.headers, exchange.method, { etag, modified }, now);
  const validators = validatorFields(etag, modified, content);
  if (verdict === 'not-modified') return withoutBody(exchange, 304, validators);
  if (verdict === 'proceed') return undefined;
  // httpd's default handler sends 412 itself, empty and without ErrorDocument.
  const described = typeFields(content, content.contentType);
  return withoutBody(exchange, 412, [...validators, ['Content-Length', '0'], ...described]);
}

interface Selection {
  readonly status: number;
  readonly fields: Fields;
  readonly segments: readonly Segment[];
}

/** The part of the file to send, or undefined for 416. */
function select(exchange: HandlerExchange, representation: Representation): Selection | undefined {
  const { content, state, fields, modified, etag } = representation;
  const whole = { status: 200, fields, segments: [singleSegment(0, state.size)] };
  const asked =
    exchange.conditional && exchange.ranges !== false ? exchange.request.headers.range : undefined;
  const now = Math.trunc(Date.now() / 1000);
  if (asked === undefined || !rangeCounts(exchange.request.headers, { etag, modified }, now)) return whole;
  const choice = chooseRanges(asked, state.size, content.rangeLimits);
  if (choice.kind === 'whole') return whole;
  if (choice.kind === 'unsatisfiable') return undefined;
  const described = (length: number, type: string | undefined, extra: Fields): Fields => [
    ...validatorFields(etag, modified, content),
    ['Content-Length', String(length)],
    ...extra,
    ...typeFields(content, type),
  ];
  const [first] = choice.ranges;
  if (choice.ranges.length === 1 && first) {
    const range = ['Content-Range', `bytes ${first.start}-${first.end}/${state.size}`] as const;
    const length = first.end - first.start + 1;
    return {
      status: 206,
      fields: described(length, content.contentType, [range]),
      segments: [singleSegment(first.start, length)],
    };
  }
  const multipart = multipartOf(choice.ranges, state.size, content.contentType);
  return {
    status: 206,
    fields: described(multipart.length, multipart.type, []),
    segments: multipart.segments,
  };
}

function sendFromMemory(
  response: ResponseStream,
  content: Buffer,
  text: string | undefined,
  segments: readonly Segment[],
): HandlerResult {
  const [first] = segments;
  if (text !== undefined && segments.length === 1 && first && first.length === content.length) {
    sendWhole(response, text);
    return { kind: 'sent' };
  }
  if (segments.length === 1 && first && first.before === undefined) {
    response.end(
      first.length === content.length ? content : content.subarray(first.start, first.start + first.length),
    );
    return { kind: 'sent' };
  }
  const pieces = segments.flatMap(({ before, start, length }) => [
    before ?? Buffer.alloc(0),
    content.subarray(start, start + length),
  ]);
  response.end(Buffer.concat(pieces));
  return { kind: 'sent' };
}

function answer(exchange: HandlerExchange, content: FileContent, state: FileState, file?: OpenFile) {
  const representation = represent(content, state);
  if (exchange.conditional && isConditional(exchange.request.headers)) {
    const early = conditionalAnswer(exchange, representation);
    if (early) return early;
  }
  const selection = select(exchange, representation);
  if (!selection) return { kind: 'error', status: 416 } as const;
  exchange.head(selection.status, undefined, selection.fields);
  if (exchange.method === 'HEAD') {
    exchange.response.end();
    return { kind: 'sent' } as const;
  }
  if (state.content) return sendFromMemory(exchange.response, state.content, state.text, selection.segments);
  return file ? sendSegments(exchange, file, selection.segments) : ({ kind: 'aborted' } as const);
}

function fromLookup(exchange: HandlerExchange, content: FileContent, lookup: FileLookup) {
  if (lookup.kind === 'failed') {
    const [status, words] = failures[lookup.failure];
    exchange.log(status === 404 ? 'info' : 'error', `${words}: ${content.path} (${lookup.code})`);
    return { kind: 'error', status } as const;
  }
  if (lookup.kind === 'memory') return answer(exchange, content, lookup.state);
  return streamed(exchange, content, lookup.file);
}

async function streamed(
  exchange: HandlerExchange,
  content: FileContent,
  file: OpenFile,
): Promise<HandlerResult> {
  try {
    return await answer(exchange, content, file.state, file);
  } finally {
    closeFile(file);
  }
}

function withoutFile(exchange: HandlerExchange, content: FileContent): HandlerResult {
  const allowed = content.allowTrace ? 'GET,POST,OPTIONS,HEAD,TRACE' : 'GET,POST,OPTIONS,HEAD';
  const allow = ['Allow', allowed] as const;
  if (exchange.method === 'OPTIONS') {
    return withoutBody(exchange, 200, [
      allow,
      ['Content-Length', '0'],
      ...typeFields(content, content.contentType),
    ]);
  }
  const known = knownMethods.has(exchange.method) || content.registeredMethods?.includes(exchange.method);
  return { kind: 'error', status: known ? 405 : 501, fields: [allow] };
}

/**
 * Serves files as httpd's default handler does (default_handler, server/core.c): GET, HEAD and also POST send the
 * file, OPTIONS and 405 list the methods in Allow, a request body is left unread. The status given to `head` is 200
 * even for an error page. A file that shrinks while it is sent breaks the connection.
 */
export function createFileHandler(store: FileStore = new FileStore()): Handler<FileContent> {
  return (exchange, content) => {
    const { method } = exchange;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return withoutFile(exchange, content);
    const lookup = store.find(content.path);
    if (!(lookup instanceof Promise)) return fromLookup(exchange, content, lookup);
    return lookup.then((found) => fromLookup(exchange, content, found));
  };
}
