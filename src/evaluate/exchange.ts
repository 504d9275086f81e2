import type { Settings } from '../ruleset/ruleset.js';
import type { ConnectionFacts, RequestFacts } from './facts.js';
import type { RequestHost } from './host-reading.js';
import type { Program } from './program.js';
import type { MergedNode } from './sections.js';
import type { SessionRecord } from './session-record.js';
import { Table } from './table.js';
import type { LogLevel, Step } from './trace.js';
import type { WalkMoment, WalkNotes } from './walk-notes.js';
import type { WalkedFolders } from './walked-folders.js';

/** Receives what evaluation does; `steps` is absent in production, where only `log` counts. */
export interface Recorder {
  /**
   * One line for the error log in httpd's sense. `code` is httpd's message id where it has one; `module`
   * says whose line it is where that does not tell.
   */
  log(level: LogLevel, code: string | undefined, message: string, module?: string): void;
  /** The recorder for one exchange, where lines tell of it. */
  readonly of?: (exchange: Exchange) => Recorder;
  /** Whether lines of a level reach a log; where it is absent, lines that cost time are not made. */
  readonly wants?: (level: LogLevel) => boolean;
  /** How many lines went into the log so far, where there is one. */
  readonly written?: number;
  /** Whether steps are wanted: building them costs time. */
  readonly wantsSteps: boolean;
  step(step: Step): void;
}

/**
 * One request under evaluation: httpd's request_rec. An internal redirect or a subrequest makes a new exchange that points
 * back with `previous` or `main`.
 */
export interface Exchange {
  /** The server that answers: the main one, or the virtual host that was chosen. */
  program: Program;
  readonly facts: RequestFacts;
  readonly connection: ConnectionFacts;
  readonly recorder: Recorder;
  previous: Exchange | undefined;
  /** The internal redirect that took its place. */
  next: Exchange | undefined;
  main: Exchange | undefined;
  method: string;
  /** The request target's path, decoded and normalised (`r->uri`). */
  uri: string;
  /** The query without `?`; `undefined` when there is none. */
  query: string | undefined;
  /** The target as sent, or as the redirect names it (`r->unparsed_uri`). */
  unparsedUri: string;
  /** Scheme and authority of an absolute-form target. */
  authority: string | undefined;
  /** Whether it is for another server, through this one as a proxy: then `uri` is the target as it was sent. */
  throughProxy: boolean;
  /** The host the client named; `undefined`: none. */
  host: RequestHost | undefined;
  /** The merged settings of all sections that match now, and where they came from. */
  node: MergedNode;
  settings: Settings;
  /** Request header fields; a copy once RequestHeader or a redirect changes them. */
  requestFields: Table;
  /** `headers_out`: dropped when an error page takes over. */
  responseFields: Table;
  /** `err_headers_out`: survive error pages. */
  errorFields: Table;
  /** `subprocess_env`; a page that another one includes shares that one's. */
  env: Map<string, string>;
  readonly notes: Map<string, string>;
  /** Whether anybody has asked for variables, or for notes, so that there may be some: asking makes the map. */
  readonly hasEnv: boolean;
  readonly hasNotes: boolean;
  user: string | undefined;
  authType: string | undefined;
  status: number;
  filename: string | undefined;
  pathInfo: string;
  fileKind: 'file' | 'directory' | 'other' | 'none' | 'denied' | undefined;
  /** What the walk down to the file came to. */
  folders: WalkedFolders | undefined;
  /** How far the looks for sections have come, and what is remembered of them. */
  moment: WalkMoment;
  walks: WalkNotes | undefined;
  handler: string | undefined;
  contentType: string | undefined;
  contentEncoding: string | undefined;
  /** Whether what is sent is a page with elements of mod_include. */
  includes: boolean;
  /** Whether Header has made the type of the answer one of its fields; httpd keeps it apart otherwise. */
  typeIsField: boolean;
  /** When what is sent last changed, as far as its handler has told; milliseconds since 1970. */
  modified: number;
  /** The prefix of the path that an Alias has led elsewhere, and where to. */
  context: { readonly prefix: string; readonly root: string } | undefined;
  /** Set when mod_proxy took the request: `proxy:` URL. */
  proxy:
    | {
        readonly target: string;
        readonly name: string;
        readonly options: import('../ruleset/mod_proxy.js').ProxyOptions;
      }
    | undefined;
  /** Groups of the last regular expression that matched a condition (`$0`–`$9`). */
  groups: readonly (string | undefined)[];
  /** mod_session's sessions by cookie name; kept on the request the client sent. */
  readonly sessions: Map<string, SessionRecord>;
  /** What mod_auth_gssapi exported for the user, copied to subrequests and redirects. */
  gssapi: ReadonlyMap<string, string> | undefined;
}

const noGroups: readonly (string | undefined)[] = Object.freeze([]);

/** The value of a request header; fields of one name were joined with commas when the request came in. */
export function requestHeader(exchange: Exchange, name: string): string | undefined {
  return exchange.requestFields.get(name);
}

/** A fresh exchange for a request as it came in; the path is filled in by the first phase. */
export function startExchange(program: Program, facts: RequestFacts, recorder: Recorder): Exchange {
  return new FreshExchange(program, facts, recorder);
}

/** Makes tables and maps when they are first asked for: most requests need few of them. */
class FreshExchange implements Exchange {
  program: Program;
  readonly facts: RequestFacts;
  readonly connection: ConnectionFacts;
  readonly recorder: Recorder;
  previous: Exchange | undefined = undefined;
  next: Exchange | undefined = undefined;
  main: Exchange | undefined = undefined;
  method: string;
  uri = '/';
  query: string | undefined = undefined;
  unparsedUri: string;
  authority: string | undefined = undefined;
  throughProxy = false;
  host: RequestHost | undefined = undefined;
  node: MergedNode;
  settings: Settings;
  user: string | undefined = undefined;
  authType: string | undefined = undefined;
  status = 200;
  filename: string | undefined = undefined;
  pathInfo = '';
  fileKind: Exchange['fileKind'] = undefined;
  folders: WalkedFolders | undefined = undefined;
  moment: WalkMoment = 'read';
  walks: WalkNotes | undefined = undefined;
  handler: string | undefined = undefined;
  contentType: string | undefined = undefined;
  contentEncoding: string | undefined = undefined;
  includes = false;
  typeIsField = false;
  modified = 0;
  context: Exchange['context'] = undefined;
  proxy: Exchange['proxy'] = undefined;
  groups: readonly (string | undefined)[] = noGroups;
  gssapi: ReadonlyMap<string, string> | undefined = undefined;
  #requestFields: Table | undefined = undefined;
  #responseFields: Table | undefined = undefined;
  #errorFields: Table | undefined = undefined;
  #env: Map<string, string> | undefined = undefined;
  #notes: Map<string, string> | undefined = undefined;
  #sessions: Map<string, SessionRecord> | undefined = undefined;

  constructor(program: Program, facts: RequestFacts, recorder: Recorder) {
    this.program = program;
    this.facts = facts;
    this.connection = facts.connection;
    this.recorder = recorder.of ? recorder.of(this) : recorder;
    this.method = facts.method;
    this.unparsedUri = facts.target;
    this.node = program.root;
    this.settings = program.root.settings;
  }

  get requestFields(): Table {
    this.#requestFields ??= Table.joined(this.facts.fields);
    return this.#requestFields;
  }

  set requestFields(fields: Table) {
    this.#requestFields = fields;
  }

  get responseFields(): Table {
    this.#responseFields ??= Table.empty();
    return this.#responseFields;
  }

  set responseFields(fields: Table) {
    this.#responseFields = fields;
  }

  get errorFields(): Table {
    this.#errorFields ??= Table.empty();
    return this.#errorFields;
  }

  set errorFields(fields: Table) {
    this.#errorFields = fields;
  }

  get env(): Map<string, string> {
    this.#env ??= new Map();
    return this.#env;
  }

  set env(env: Map<string, string>) {
    this.#env = env;
  }

  get notes(): Map<string, string> {
    this.#notes ??= new Map();
    return this.#notes;
  }

  get hasEnv(): boolean {
    return this.#env !== undefined;
  }

  get hasNotes(): boolean {
    return this.#notes !== undefined;
  }

  get sessions(): Map<string, SessionRecord> {
    this.#sessions ??= new Map();
    return this.#sessions;
  }
}
