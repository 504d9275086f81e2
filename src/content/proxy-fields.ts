import type { Fields, ProxyContent } from './handler.js';

type RequestPart =
  | 'kept'
  | 'dropped'
  | 'host'
  | 'connection'
  | 'forwarded-for'
  | 'forwarded-host'
  | 'forwarded-server'
  | 'via';
type ResponsePart = 'kept' | 'dropped' | 'connection' | 'length' | 'coding' | 'rewritten';

/** What is done to fields of a request; framing is the client library's, from the body it is given. */
const requestParts: Readonly<Record<string, RequestPart>> = {
  connection: 'connection',
  'content-length': 'dropped',
  expect: 'dropped',
  host: 'host',
  'keep-alive': 'dropped',
  'proxy-connection': 'dropped',
  te: 'dropped',
  trailer: 'dropped',
  'transfer-encoding': 'dropped',
  upgrade: 'dropped',
  via: 'via',
  'x-forwarded-for': 'forwarded-for',
  'x-forwarded-host': 'forwarded-host',
  'x-forwarded-server': 'forwarded-server',
};

/** What is done to fields of a response (process_proxy_header and hop_by_hop_hdrs of mod_proxy_http). */
const responseParts: Readonly<Record<string, ResponsePart>> = {
  connection: 'connection',
  'content-length': 'length',
  'content-location': 'rewritten',
  destination: 'rewritten',
  'keep-alive': 'dropped',
  location: 'rewritten',
  'proxy-authenticate': 'dropped',
  'proxy-connection': 'dropped',
  'set-cookie': 'rewritten',
  te: 'dropped',
  trailer: 'dropped',
  'transfer-encoding': 'coding',
  upgrade: 'dropped',
  uri: 'rewritten',
};

const rememberedSpellings = 1000;

/** Looks a field name up in any spelling; spellings seen are remembered, so that the usual case costs one look-up. */
function partLookup<Part extends string>(
  parts: Readonly<Record<string, Part>>,
): (name: string) => Part | 'kept' {
  const spellings = new Map<string, Part | 'kept'>();
  return (name) => {
    const known = spellings.get(name);
    if (known !== undefined) return known;
    const lower = name.toLowerCase();
    const part = Object.hasOwn(parts, lower) ? parts[lower]! : 'kept';
    if (spellings.size < rememberedSpellings) spellings.set(name, part);
    return part;
  };
}

const requestPart = partLookup(requestParts);
const responsePart = partLookup(responseParts);

/** Lower-case names in a Connection field that concern other fields; undefined when there are none. */
function namedByConnection(value: string): Set<string> | undefined {
  if (/^\s*(?:close|keep-alive)?\s*$/i.test(value)) return undefined;
  return new Set(value.toLowerCase().split(/[\s,;]+/));
}

function union(one: Set<string> | undefined, other: Set<string> | undefined): Set<string> | undefined {
  return one && other ? new Set([...one, ...other]) : (one ?? other);
}

function connectionNames(fields: Fields): Set<string> | undefined {
  let names: Set<string> | undefined;
  for (const [name, value] of fields) {
    if (requestPart(name) === 'connection') names = union(names, namedByConnection(value));
  }
  return names;
}

/** Appends to the first field of that name, or adds one, as apr_table_mergen does; `at` is -1 for no such field. */
function append(flat: string[], at: number, name: string, value: string): void {
  if (at < 0) flat.push(name, value);
  else flat[at] = `${flat[at]}, ${value}`;
}

/**
 * The header section for the upstream as name, value, name, value (ap_proxy_create_hdrbrgd, proxy_util.c):
 * hop-by-hop fields and those named by Connection are left out, X-Forwarded-* is appended. Host is there only if it
 * is to be preserved; Content-Length and Transfer-Encoding never are.
 */
export function requestFields(content: ProxyContent): string[] {
  const flat: string[] = [];
  const gone = connectionNames(content.fields);
  let host = !content.preserveHost;
  let [forAt, hostAt, serverAt, viaAt] = [-1, -1, -1, -1];
  for (const [name, value] of content.fields) {
    const part = requestPart(name);
    if (part === 'dropped' || part === 'connection' || gone?.has(name.toLowerCase())) continue;
    if (part === 'via' && content.via !== undefined) {
      if (content.via === 'blocked') continue;
      if (viaAt < 0) viaAt = flat.length + 1;
    }
    if (part === 'host') {
      // Only the first counts: a second one would be refused by the client library.
      if (host) continue;
      host = true;
    }
    if (part === 'forwarded-for' && forAt < 0) forAt = flat.length + 1;
    if (part === 'forwarded-host' && hostAt < 0) hostAt = flat.length + 1;
    if (part === 'forwarded-server' && serverAt < 0) serverAt = flat.length + 1;
    flat.push(name, value);
  }
  if (!host) flat.push('Host', content.forwarded.server);
  // Without TLS the client library says it.
  else if ((content.secure || content.through) && !content.preserveHost)
    flat.push('Host', hostField(content.origin));
  const { forwarded, via } = content;
  if (via !== undefined && via !== 'blocked') append(flat, viaAt, 'Via', via);
  if (!forwarded.add) return flat;
  append(flat, forAt, 'X-Forwarded-For', forwarded.client);
  if (forwarded.host !== undefined) append(flat, hostAt, 'X-Forwarded-Host', forwarded.host);
  append(flat, serverAt, 'X-Forwarded-Server', forwarded.server);
  return flat;
}

/** The Host field for an origin such as `https://app.example.com:8443`. */
export function hostField(origin: string): string {
  const authority = origin.replace(/^[^:]*:\/\/(?:.*@)?/s, '');
  return /^(?:https|wss):/i.test(origin) ? authority.replace(/:443$/, '') : authority.replace(/:80$/, '');
}

/** A response's header section for the client, and the length of its body if it is stated. */
export interface ResponseHead {
  readonly fields: Fields;
  readonly length: number | undefined;
}

function withoutNamed(head: ResponseHead, gone: ReadonlySet<string>): ResponseHead {
  const fields = head.fields.filter(([name]) => !gone.has(name.toLowerCase()));
  return { fields, length: gone.has('content-length') ? undefined : head.length };
}

/**
 * The header section for the client from the upstream's raw one: hop-by-hop fields and those named by Connection are
 * left out, so is Content-Length beside Transfer-Encoding (RFC 9112 §6.3); the redirecting fields go through
 * `rewriteResponse`. Values are latin1.
 */
export function responseHead(raw: readonly Buffer[], content: ProxyContent): ResponseHead {
  const fields: [string, string][] = [];
  let gone: Set<string> | undefined;
  let coded = false;
  let length: number | undefined;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toString('latin1');
    const part = responsePart(name);
    if (part === 'dropped') continue;
    const value = raw[at + 1]!.toString('latin1');
    if (part === 'coding') coded = true;
    else if (part === 'connection') gone = union(gone, namedByConnection(value));
    else fields.push([name, part === 'rewritten' ? content.rewriteResponse(name, value) : value]);
    if (part === 'length') length = Number(value);
  }
  if (content.via !== undefined && content.via !== 'blocked') fields.push(['Via', content.via]);
  const head = { fields, length };
  if (coded) gone = union(gone, new Set(['content-length']));
  return gone ? withoutNamed(head, gone) : head;
}
