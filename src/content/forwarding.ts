import { STATUS_CODES } from 'node:http';
import type { Dispatcher } from 'undici';
import type { HandlerExchange, HandlerResult, ProxyContent } from './handler.js';
import { requestFields, responseHead } from './proxy-fields.js';
import { hasBody, requestBody } from './request-body.js';
import { HandshakeFailure } from './secure-connection.js';
import { sendWhole, shortBody } from './send-whole.js';
import type { Upstream, Upstreams } from './upstreams.js';

/** Seconds without a byte when none are configured: httpd's Timeout. */
const defaultTimeout = 60;

/** Methods a request may be sent again with after its connection turned out to be closed (RFC 9110 §9.2.1). */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Failures of a kept connection rather than of the upstream's answer. */
const connectionLost = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** Statuses of mod_proxy_http for what happens before a head; any other failure is 502. Read off httpd 2.4.71. */
const failureStatuses: Readonly<Record<string, number>> = {
  ECONNREFUSED: 503,
  EHOSTUNREACH: 503,
  ENETUNREACH: 503,
  ENETDOWN: 503,
  EADDRNOTAVAIL: 503,
  EACCES: 503,
  ETIMEDOUT: 503,
  EMFILE: 503,
  UND_ERR_CONNECT_TIMEOUT: 503,
  PROXY_BLOCKED: 403,
  ENOTFOUND: 500,
  EAI_AGAIN: 500,
  EAI_FAIL: 500,
  UND_ERR_INVALID_ARG: 500,
  UPSTREAM_TLS: 500,
  UPSTREAM_TLS_TIMEOUT: 500,
};

/** The code of an error, or of the last of several attempts to connect. */
function codeOf(error: NodeJS.ErrnoException & { errors?: readonly NodeJS.ErrnoException[] }): string {
  return error.code ?? error.errors?.at(-1)?.code ?? 'UNKNOWN';
}

/** One request on its way through: the callbacks of undici's dispatch, which are handed raw header sections. */
class Forwarding implements Dispatcher.DispatchHandler {
  readonly #exchange: HandlerExchange;
  readonly #content: ProxyContent;
  readonly #upstream: Upstream;
  readonly #settle: (result: HandlerResult) => void;
  readonly #body: boolean;
  #timer: NodeJS.Timeout | undefined;
  #abort: ((error?: Error) => void) | undefined;
  #resume: () => void = () => {};
  #headSent = false;
  #settled = false;
  /** Handed over, and on no connection yet. */
  #waits = false;
  #again: boolean;
  #length: number | undefined;

  constructor(
    exchange: HandlerExchange,
    content: ProxyContent,
    upstream: Upstream,
    settle: (result: HandlerResult) => void,
  ) {
    this.#exchange = exchange;
    this.#content = content;
    this.#upstream = upstream;
    this.#settle = settle;
    this.#body = hasBody(exchange);
    this.#again = !this.#body && safeMethods.has(exchange.method);
  }

  start(limits: Upstreams['limits']): void {
    this.#upstream.running += 1;
    this.#exchange.response.once('close', () => this.#clientGone());
    if (this.#upstream.running > limits.connections) this.#limitWaiting();
    this.#dispatch();
  }

  #dispatch(): void {
    const { request, method } = this.#exchange;
    const headers = requestFields(this.#content);
    const length = request.headers['content-length'];
    if (this.#body && request.headers['transfer-encoding'] === undefined)
      headers.push('Content-Length', length!);
    const timeout = (this.#content.timeout || defaultTimeout) * 1000;
    // A body of zero bytes is told by undici itself, which also knows the methods that expect one.
    const body = this.#body ? requestBody(this.#exchange) : null;
    const reset = this.#content.reuse === false;
    const options = {
      path: this.#content.target,
      method: method as Dispatcher.HttpMethod,
      headers,
      body,
      reset,
    };
    this.#waits = true;
    this.#upstream.pool.dispatch({ ...options, headersTimeout: timeout, bodyTimeout: timeout }, this);
  }

  /** The upstream's time runs only once the request is on a connection, so waiting for one has its own limit. */
  #limitWaiting(): void {
    const timeout = (this.#content.timeout || defaultTimeout) * 1000;
    this.#timer = setTimeout(() => {
      this.#exchange.log('error', `No connection to ${this.#content.origin} became free in time`);
      this.#finish({ kind: 'error', status: 503 });
    }, timeout);
  }

  #finish(result: HandlerResult): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    // One that waits for a connection cannot be taken back: it counts until it is let go.
    if (!this.#waits) this.#upstream.running -= 1;
    this.#settle(result);
  }

  #clientGone(): void {
    if (this.#settled) return;
    this.#finish({ kind: 'aborted' });
    this.#abort?.();
  }

  onConnect(abort: (error?: Error) => void): void {
    clearTimeout(this.#timer);
    this.#abort = abort;
    this.#leaveQueue();
    if (this.#settled) abort();
  }

  #leaveQueue(): void {
    if (this.#waits && this.#settled) this.#upstream.running -= 1;
    this.#waits = false;
  }

  onHeaders(status: number, raw: Buffer[], resume: () => void, reason: string): boolean {
    if (status < 200) {
      this.#informational(status, raw);
      return true;
    }
    const { fields, length } = responseHead(raw, this.#content);
    const usual = reason === '' || reason === STATUS_CODES[status] || /[^\t\x20-\x7e]/.test(reason);
    this.#exchange.head(status, usual ? undefined : reason, fields);
    this.#headSent = true;
    this.#length = length;
    this.#resume = resume;
    // undici takes a 304 that states the length of what it stands for as broken off, so its end is not waited for.
    if (status === 204 || status === 304) this.#end();
    return true;
  }

  /** Passes on what node:http has calls for; 100 never comes, because Expect is not passed on. */
  #informational(status: number, raw: readonly Buffer[]): void {
    const { request, response } = this.#exchange;
    if (request.httpVersion !== '1.1' || status !== 103) return;
    const links: string[] = [];
    for (let at = 0; at < raw.length; at += 2) {
      if (raw[at]!.toString('latin1').toLowerCase() === 'link') links.push(raw[at + 1]!.toString('latin1'));
    }
    try {
      if (links.length > 0) response.writeEarlyHints?.({ link: links });
    } catch {
      // Hints that node:http finds malformed are not worth the response.
    }
  }

  onData(chunk: Buffer): boolean {
    const { response } = this.#exchange;
    // The usual small body comes in one piece, and is then sent in one piece with its head.
    if (chunk.length === this.#length) {
      this.#end(chunk);
      return true;
    }
    if (response.write(chunk)) return true;
    response.once('drain', this.#resume);
    return false;
  }

  #end(last?: Buffer): void {
    if (this.#settled) return;
    const { response } = this.#exchange;
    if (last && last.length <= shortBody) sendWhole(response, last.toString('latin1'));
    else response.end(last);
    this.#finish({ kind: 'sent' });
  }

  onComplete(): void {
    this.#end();
  }

  onError(error: Error): void {
    this.#leaveQueue();
    if (this.#settled) return;
    const code = codeOf(error);
    if (this.#headSent) {
      this.#exchange.log(
        'error',
        `The response of ${this.#content.origin} broke off: ${error.message} (${code})`,
      );
      this.#finish({ kind: 'aborted' });
      this.#exchange.response.destroy();
      return;
    }
    if (this.#again && connectionLost.has(code)) {
      this.#again = false;
      this.#dispatch();
      return;
    }
    const what =
      error instanceof HandshakeFailure
        ? `Error during SSL Handshake with remote server ${this.#content.origin}: ${error.message}`
        : `Request to ${this.#content.origin} failed: ${error.message} (${code})`;
    this.#exchange.log('error', what);
    const status = failureStatuses[code] ?? 502;
    this.#finish({
      kind: 'error',
      status,
      ...((status === 500 || status === 403) && { reason: 'Proxy Error' }),
    });
  }
}

/** Sends the exchange's request to an upstream and its response to the client; see createProxyHandler. */
export function forward(
  exchange: HandlerExchange,
  content: ProxyContent,
  upstreams: Upstreams,
): Promise<HandlerResult> {
  const upstream = upstreams.to(content);
  const { connections, waiting } = upstreams.limits;
  if (upstream.running >= connections + waiting) {
    exchange.log('error', `Too many requests wait for ${content.origin}`);
    return Promise.resolve({ kind: 'error', status: 503 });
  }
  return new Promise((resolve) =>
    new Forwarding(exchange, content, upstream, resolve).start(upstreams.limits),
  );
}
