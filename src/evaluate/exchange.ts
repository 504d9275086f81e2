import type { Settings } from '../ruleset/ruleset.js';
import type { ConnectionFacts, RequestFacts } from './facts.js';
import type { LinkRule } from './options.js';
import type { Program } from './program.js';
import type { MergedNode } from './sections.js';
import type { SessionRecord } from './session-record.js';
import { Table } from './table.js';
import type { Recorder } from './trace.js';

/**
 * One request under evaluation: httpd's request_rec. An internal redirect or a subrequest makes a new exchange that points
 * back with `previous` or `main`.
 */
export interface Exchange {
  readonly program: Program;
  readonly facts: RequestFacts;
  readonly connection: ConnectionFacts;
  readonly recorder: Recorder;
  readonly previous: Exchange | undefined;
  readonly main: Exchange | undefined;
  method: string;
  /** The request target's path, decoded and normalised (`r->uri`). */
  uri: string;
  /** The query without `?`; `undefined` when there is none. */
  query: string | undefined;
  /** The target as sent, or as the redirect names it (`r->unparsed_uri`). */
  unparsedUri: string;
  /** Scheme and authority of an absolute-form target. */
  authority: string | undefined;
  /** The merged settings of all sections that match now, and where they came from. */
  node: MergedNode;
  settings: Settings;
  /** Request header fields; a copy once RequestHeader or a redirect changes them. */
  requestFields: Table;
  /** `headers_out`: dropped when an error page takes over. */
  responseFields: Table;
  /** `err_headers_out`: survive error pages. */
  errorFields: Table;
  /** `subprocess_env`. */
  readonly env: Map<string, string>;
  readonly notes: Map<string, string>;
  user: string | undefined;
  authType: string | undefined;
  status: number;
  filename: string | undefined;
  pathInfo: string;
  fileKind: 'file' | 'directory' | 'other' | 'none' | 'denied' | undefined;
  /** The strictest rule on symbolic links among the folders on the way. */
  links: LinkRule;
  handler: string | undefined;
  contentType: string | undefined;
  contentEncoding: string | undefined;
  /** Set when mod_proxy took the request: `proxy:` URL. */
  proxy:
    | { readonly target: string; readonly options: import('../ruleset/mod_proxy.js').ProxyOptions }
    | undefined;
  /** Groups of the last regular expression that matched a condition (`$0`–`$9`). */
  groups: readonly (string | undefined)[];
  /** mod_session's sessions by cookie name; kept on the request the client sent. */
  readonly sessions: Map<string, SessionRecord>;
  /** What mod_auth_gssapi exported for the user, copied to subrequests and redirects. */
  gssapi: ReadonlyMap<string, string> | undefined;
}

/** The value of a request header; fields of one name were joined with commas when the request came in. */
export function requestHeader(exchange: Exchange, name: string): string | undefined {
  return exchange.requestFields.get(name);
}

/** A fresh exchange for a request as it came in; the path is filled in by the first phase. */
export function startExchange(program: Program, facts: RequestFacts, recorder: Recorder): Exchange {
  return {
    program,
    facts,
    connection: facts.connection,
    recorder,
    previous: undefined,
    main: undefined,
    method: facts.method,
    uri: '/',
    query: undefined,
    unparsedUri: facts.target,
    authority: undefined,
    node: program.root,
    settings: program.root.settings,
    requestFields: Table.joined(facts.fields),
    responseFields: new Table(),
    errorFields: new Table(),
    env: new Map(),
    notes: new Map(),
    user: undefined,
    authType: undefined,
    status: 200,
    filename: undefined,
    pathInfo: '',
    fileKind: undefined,
    links: 'any',
    handler: undefined,
    contentType: undefined,
    contentEncoding: undefined,
    proxy: undefined,
    groups: [],
    sessions: new Map(),
    gssapi: undefined,
  };
}
