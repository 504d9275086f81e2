import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import type { OtherServers } from './other-servers.js';
import type { RangeLimits } from './ranges.js';
import type { SecureEnd } from './secure-connection.js';

/** Header fields in sending order; names as they shall appear on the wire, values as latin1 byte strings. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** What takes a response's body: the client's response, or a page that includes it. */
export type ResponseStream = Writable & Partial<Pick<ServerResponse, 'writeEarlyHints'>>;

/**
 * What a content handler works on. The server owns status overrides (an error page keeps its error's status), the
 * decision's own headers and Header directives: they are applied inside `head`.
 */
export interface HandlerExchange {
  readonly request: IncomingMessage;
  readonly response: ResponseStream;
  /** May differ from the client's on an internal redirect (RFC 9110 §9). */
  readonly method: string;
  /** False for an error page or an internal redirect after an error: conditional and range headers do not count then, nor does a Location without a Status. */
  readonly conditional: boolean;
  /** Whether a Location without a Status counts, where that is not as `conditional` says. */
  readonly relocates?: boolean;
  /** Whether Range counts; it does not where the body is not sent as it is. True when left out. */
  readonly ranges?: boolean;
  /**
   * Whether the request body belongs to what is served: not after an earlier handler of the same request read it, nor
   * for a script's local redirect.
   */
  readonly takesBody: boolean;
  /** Bytes that a body without a length may have: a program's output waits for its end, and more is 413. Absent: any number. */
  readonly bodyLimit?: number;
  /**
   * Called once by a handler before it reads the request body: sends `100 Continue` to a client that waits for it.
   * Absent where node:http has already done so.
   */
  continueBody?(): void;
  /** Sends the status line and the header section; called once, before any body byte. */
  head(status: number, reason: string | undefined, fields: Fields): void;
  /** One line for the error log; never holds credentials. */
  log(level: 'error' | 'warn' | 'info' | 'debug', message: string): void;
}

/** How a handler ended. After `error` and `redirect` nothing was sent and the server goes on (ErrorDocument). */
export type HandlerResult =
  /** The whole response was handed to node:http; it may still be on its way to the client. */
  | { readonly kind: 'sent' }
  /** The client went away or the content broke off after the head was sent. */
  | { readonly kind: 'aborted' }
  /** `reason` takes the place of the status's usual phrase. */
  | { readonly kind: 'error'; readonly status: number; readonly reason?: string; readonly fields?: Fields }
  /**
   * RFC 3875 §6.2.2 local redirect: a path with optional query on this server, always fetched with GET. `fields` are
   * those the script printed; httpd sends them with whatever the redirect ends in.
   */
  | { readonly kind: 'redirect'; readonly path: string; readonly fields?: Fields };

/** Serves one kind of content. It never throws or rejects for what a client, script, file or upstream does. */
export type Handler<Served extends Content> = (
  exchange: HandlerExchange,
  content: Served,
) => HandlerResult | Promise<HandlerResult>;

/** A file of the local file system (core's default handler). */
export interface FileContent {
  readonly kind: 'file';
  /** Absolute path as a latin1 byte string. */
  readonly path: string;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** Parts of the entity tag (FileETag): any of INode, MTime, Size; empty for none. */
  readonly etag: readonly ('inode' | 'mtime' | 'size')[];
  /** How far Range counts; httpd's defaults when left out. */
  readonly rangeLimits?: RangeLimits;
  /** Whether `Allow` lists TRACE (TraceEnable); false when left out. */
  readonly allowTrace?: boolean;
  /** Methods that are answered with 405 instead of 501, beyond httpd's own. */
  readonly registeredMethods?: readonly string[];
}

/** A CGI/1.1 program (RFC 3875). */
export interface CgiContent {
  readonly kind: 'cgi';
  readonly path: string;
  /** Complete environment, as latin1 byte strings. */
  readonly environment: Readonly<Record<string, string>>;
  /** Command-line arguments: the `+`-separated words of a query without `=` (RFC 3875 §4.4). */
  readonly words: readonly string[];
  /** Content-Type of a response whose script names none: httpd takes the type of the script's own file name. */
  readonly contentType?: string | undefined;
  /** Content-Encoding by the script's own file name; it takes the place of what the script says. */
  readonly contentEncoding?: string | undefined;
  /** Seconds without any output or input progress until the program is killed and 504 answered. */
  readonly timeout: number;
}

/** An upstream HTTP/1.1 server (mod_proxy_http). */
export interface ProxyContent {
  readonly kind: 'proxy';
  /** Scheme, host and port, such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** For https and wss. */
  readonly secure?: SecureEnd;
  /** Path and query as sent upstream. */
  readonly target: string;
  /** Request header fields to send, already edited by RequestHeader; hop-by-hop fields still in. */
  readonly fields: Fields;
  /** Header directives of the connection: what X-Forwarded-* and Via shall say. */
  readonly forwarded: {
    readonly client: string;
    readonly host: string | undefined;
    readonly server: string;
    readonly add: boolean;
  };
  readonly preserveHost: boolean;
  /** Present where this server is a proxy for the client: which servers it connects to. */
  readonly through?: OtherServers;
  /** What Via says of this server; with `blocked` the fields of others are dropped from the request. */
  readonly via?: string | 'blocked';
  /** Whether the connection may serve another request after this one (`disablereuse=`); true when left out. */
  readonly reuse?: boolean;
  /** Seconds to connect, and seconds without any byte; 0 means the built-in default. */
  readonly connectTimeout: number;
  readonly timeout: number;
  /** ProxyPassReverse and cookie rewriting, applied to Location, Content-Location, URI and Set-Cookie. */
  rewriteResponse(name: string, value: string): string;
}

export type Content = FileContent | CgiContent | ProxyContent;
