import { METHODS } from 'node:http';
import { isIP } from 'node:net';
import type { ConnectionFacts, RequestFacts } from '../evaluate/facts.js';
import type { Program } from '../evaluate/program.js';
import { supposedTls, type TlsFacts } from '../evaluate/tls-facts.js';
import { newConnectionId, unmapped } from './connection.js';
import { type QuestionField, questionFields, questionLine, toldApart } from './question-fields.js';

/**
 * What the server in front says it is about to serve: a request is decided for one path, so that and nothing else may be served.
 * `raw` is the target as the client sent it, whatever it leads to there.
 */
export type Serves =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'upstream'; readonly origin: string }
  | { readonly kind: 'raw' };

/** A request that a server in front has asked about. */
export interface OriginalRequest {
  readonly facts: RequestFacts;
  readonly serves: Serves;
  /** The server that it is about to answer as (server-label.ts), in lower case. */
  readonly server: string;
  /** Request fields whose values behind the decision it asks for. */
  readonly wanted: readonly string[];
}

/** Why a question is not answered, and the status that says it: 500 where the server in front leaves something out. */
export interface Unreadable {
  readonly problem: string;
  readonly status: number;
}

const known = new Map<string, QuestionField>(questionFields.map((name) => [name.toLowerCase(), name]));
const methods = new Set(METHODS);
const versions: Readonly<Record<string, string>> = {
  'HTTP/1.0': '1.0',
  'HTTP/1.1': '1.1',
  'HTTP/2.0': '1.1',
  'HTTP/3.0': '1.1',
};

/**
 * Reads what a server in front says of a request. Whatever is missing, told twice or not in its form makes the question unreadable: nothing is
 * guessed. `raw` are the fields of the question, `atEnd` has something done when it is over.
 */
export function readOriginalRequest(
  program: Program,
  raw: readonly string[],
  atEnd: (act: () => void) => void,
): OriginalRequest | Unreadable {
  const split = splitFields(raw);
  if ('problem' in split) return split;
  const { said, fields } = split;
  const serves = servesIn(said['X-Original-Serves']);
  if (!serves) return malformed('X-Original-Serves');
  const connection = connectionIn(program, said, atEnd);
  if ('problem' in connection) return connection;
  const version = versions[said['X-Original-Protocol']];
  if (version === undefined) return malformed('X-Original-Protocol');
  const method = said['X-Original-Method'];
  const target = said['X-Original-URI'];
  if (method === '' || method === 'CONNECT') return malformed('X-Original-Method');
  if (!target.startsWith('/')) return malformed('X-Original-URI');
  // What serving alone refuses before any decision.
  if (!methods.has(method) || !/^[\x21-\x7e]+$/.test(target))
    return { problem: 'the request cannot be read', status: 400 };
  const wanted = said['X-Original-Fields'].split(' ').filter((name) => name !== '');
  if (!wanted.every((name) => /^[\w-]{1,100}$/.test(name))) return malformed('X-Original-Fields');
  return {
    facts: { method, target, version, fields, connection, time: Date.now() },
    serves,
    server: said['X-Original-Server'].toLowerCase(),
    wanted,
  };
}

const malformed = (name: QuestionField): Unreadable => ({ problem: `${name} is malformed`, status: 403 });

const missing = (name: QuestionField): Unreadable => ({
  problem: `${name} is missing, and nothing is decided by guess. Write in the location of nginx that asks: ${questionLine(name)} It also takes the place of one that a client sends`,
  status: 500,
});

/** The question's own fields. */
type Said = Readonly<Record<QuestionField, string>>;

/** The question's own fields, and the client's without them. Connection is between the two servers. */
function splitFields(
  raw: readonly string[],
): { readonly said: Said; readonly fields: readonly string[] } | Unreadable {
  const said: Partial<Record<QuestionField, string>> = {};
  const fields: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const lower = raw[at]!.toLowerCase();
    const value = raw[at + 1]!;
    const name = known.get(lower);
    if (name !== undefined) {
      if (said[name] !== undefined) return { problem: `${name} came twice`, status: 403 };
      said[name] = value;
      if (toldApart.has(name) && value !== '') fields.push(name.slice('X-Original-'.length), value);
    } else if (lower.startsWith('x-original-')) return { problem: `${lower} is not known`, status: 403 };
    else if (lower !== 'connection') fields.push(raw[at]!, value);
  }
  const absent = questionFields.find((name) => said[name] === undefined);
  return absent === undefined ? { said: said as Said, fields } : missing(absent);
}

function servesIn(text: string): Serves | undefined {
  if (text === 'raw') return { kind: 'raw' };
  const [, kind, rest] = /^(file|upstream) (.+)$/.exec(text) ?? [];
  if (rest === undefined) return undefined;
  if (kind === 'file') return rest.startsWith('/') ? { kind, path: rest } : undefined;
  return { kind: 'upstream', origin: rest };
}

function connectionIn(
  program: Program,
  said: Said,
  atEnd: (act: () => void) => void,
): ConnectionFacts | Unreadable {
  const client = endIn(said['X-Original-Client']);
  if (!client) return malformed('X-Original-Client');
  const local = endIn(said['X-Original-Address']);
  if (!local) return malformed('X-Original-Address');
  const scheme = said['X-Original-Scheme'];
  if (scheme !== 'http' && scheme !== 'https') return malformed('X-Original-Scheme');
  const name = said['X-Original-TLS-Name'] || undefined;
  const { host } = program.servers.named(local.address, local.port, name?.toLowerCase());
  const tls = scheme === 'https' ? tlsIn(said['X-Original-TLS'], supposedTls(host, name)) : undefined;
  if (scheme === 'https' && !tls) return malformed('X-Original-TLS');
  return {
    remoteAddress: client.address,
    remotePort: client.port,
    localAddress: local.address,
    localPort: local.port,
    id: newConnectionId(),
    // A connection of the client's is none of ours: nothing is kept for it.
    memory: new Map(),
    atEnd,
    ...(tls && { tls }),
  };
}

/** `address port`. */
function endIn(text: string): { readonly address: string; readonly port: number } | undefined {
  const [, address = '', digits] = /^(\S+) (\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  return isIP(address) > 0 && port >= 1 && port <= 65_535 ? { address: unmapped(address), port } : undefined;
}

/** `protocol cipher`. Certificates and the binding of tickets to the connection stay there: places that ask for them refuse. */
function tlsIn(text: string, supposed: TlsFacts): TlsFacts | undefined {
  const [, protocol, cipher] = /^((?:TLS|SSL)v[\d.]+) ([\w.-]+)$/.exec(text) ?? [];
  return protocol !== undefined && cipher !== undefined ? { ...supposed, protocol, cipher } : undefined;
}
