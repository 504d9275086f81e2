import path from 'node:path';
import { parseScriptHead, type ScriptHead } from './cgi-head.js';
import type { ScriptProcess } from './cgi-process.js';
import { checkConditions, isConditional } from './conditions.js';
import type { CgiContent, Fields, HandlerExchange, HandlerResult } from './handler.js';
import { endsWithin, hasBody, requestBody } from './request-body.js';

/** One request being answered by a running script. */
class Conversation {
  readonly #exchange: HandlerExchange;
  readonly #content: CgiContent;
  readonly #script: ScriptProcess;
  readonly #settle: (result: HandlerResult) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #gone = () => this.#breakOff('client');
  #settled = false;
  #headOutput: Buffer = Buffer.alloc(0);
  #state: 'head' | 'body' | 'discarding' = 'head';

  constructor(
    exchange: HandlerExchange,
    content: CgiContent,
    script: ScriptProcess,
    settle: (result: HandlerResult) => void,
  ) {
    this.#exchange = exchange;
    this.#content = content;
    this.#script = script;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#breakOff('timeout'), content.timeout * 1000);
  }

  start(): void {
    const { request, response, bodyLimit } = this.#exchange;
    const bounded = bodyLimit !== undefined && hasBody(this.#exchange);
    if (bounded)
      void endsWithin(request, bodyLimit).then((within) => (within ? this.#listen() : this.#tooLarge()));
    else this.#listen();
    response.once('close', this.#gone);
    if (response.destroyed) this.#gone();
    else this.#feed();
  }

  #listen(): void {
    const { stdout } = this.#script.child;
    stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    stdout.once('end', () => this.#endOfOutput());
    stdout.once('error', () => this.#endOfOutput());
  }

  #tooLarge(): void {
    this.#script.killGroup();
    this.#log('Error reading request entity data: it is larger than LimitRequestBody allows');
    this.#finish({ kind: 'error', status: 413 });
  }

  /** Streams the request body into the script, which may well not read it: the rest is then of no interest. */
  #feed(): void {
    const { stdin } = this.#script.child;
    stdin.on('error', () => {});
    if (!hasBody(this.#exchange)) {
      stdin.end();
      return;
    }
    const body = requestBody(this.#exchange);
    body.on('data', () => this.#progress());
    body.once('error', () => this.#gone());
    stdin.once('close', () => body.destroy());
    body.pipe(stdin);
  }

  /** Only while the outcome is open: refreshing would set a cleared timer again. */
  #progress(): void {
    if (!this.#settled) this.#timer.refresh();
  }

  #log(words: string): void {
    this.#exchange.log('error', `${words}: ${path.basename(this.#content.path)}`);
  }

  #finish(result: HandlerResult): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#exchange.response.off('close', this.#gone);
    this.#settle(result);
  }

  /** Ends everything before its time: only a client that has seen nothing yet can be told. */
  #breakOff(cause: 'client' | 'timeout'): void {
    if (this.#settled) return;
    this.#script.killGroup();
    if (cause === 'timeout') {
      this.#log(this.#state === 'head' ? 'Script timed out before returning headers' : 'Script timed out');
      if (this.#state === 'head') {
        this.#finish({ kind: 'error', status: 504 });
        return;
      }
    }
    this.#finish({ kind: 'aborted' });
    this.#exchange.response.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#settled) return;
    this.#timer.refresh();
    if (this.#state === 'head') this.#takeHead(chunk);
    else this.#send(chunk);
  }

  #takeHead(chunk: Buffer): void {
    this.#headOutput = this.#headOutput.length === 0 ? chunk : Buffer.concat([this.#headOutput, chunk]);
    const parse = parseScriptHead(this.#headOutput);
    if (parse.kind === 'open') return;
    if (parse.kind === 'bad') {
      this.#log(parse.words);
      this.#script.killGroup();
      this.#finish({ kind: 'error', status: 500 });
      return;
    }
    const rest = this.#headOutput.subarray(parse.bodyAt);
    this.#headOutput = Buffer.alloc(0);
    this.#respond(parse.head);
    if (this.#state === 'body' && rest.length > 0) this.#send(rest);
  }

  #respond(head: ScriptHead): void {
    const status = head.status ?? 200;
    // An error page stays what it is: there a Location without a Status leads nowhere.
    const stands = head.status !== undefined || (this.#exchange.relocates ?? this.#exchange.conditional);
    if (head.location !== undefined && status === 200 && stands) {
      this.#redirect(head.location, head.fields);
      return;
    }
    const verdict = head.status === undefined ? this.#checkConditions(head) : 'proceed';
    if (verdict === 'failed') {
      this.#discard({ kind: 'error', status: 412, fields: head.fields });
      return;
    }
    const final = verdict === 'not-modified' ? 304 : status;
    const bodiless = final === 204 || final === 304 || this.#exchange.method === 'HEAD';
    const { contentEncoding } = this.#content;
    const fields = head.fields.filter(
      ([name]) => contentEncoding === undefined || !/^content-encoding$/i.test(name),
    );
    if (contentEncoding !== undefined) fields.push(['Content-Encoding', contentEncoding]);
    if (head.location !== undefined) fields.push(['Location', head.location]);
    const type = head.contentType ?? this.#content.contentType;
    if (type !== undefined && final !== 204 && final !== 304) fields.push(['Content-Type', type]);
    this.#exchange.head(final, final === status ? head.reason : undefined, fields);
    if (!bodiless) {
      this.#state = 'body';
      return;
    }
    this.#exchange.response.end();
    this.#discard({ kind: 'sent' });
  }

  #checkConditions(head: ScriptHead) {
    const { request, method, conditional } = this.#exchange;
    if (!conditional || (method !== 'GET' && method !== 'HEAD') || !isConditional(request.headers))
      return 'proceed';
    return checkConditions(request.headers, method, head, Math.trunc(Date.now() / 1000));
  }

  #redirect(location: string, fields: Fields): void {
    if (location.startsWith('/')) this.#discard({ kind: 'redirect', path: location, fields });
    else this.#discard({ kind: 'error', status: 302, fields: [...fields, ['Location', location]] });
  }

  /** The outcome stands; the script may still print, which nobody reads, and finish what it does. */
  #discard(result: HandlerResult): void {
    this.#state = 'discarding';
    this.#finish(result);
    // The script keeps its time limit, or it would keep its slot for ever.
    const timer = setTimeout(() => this.#script.killGroup(), this.#content.timeout * 1000);
    void this.#script.exited.then(() => clearTimeout(timer));
  }

  #send(chunk: Buffer): void {
    const { response } = this.#exchange;
    if (response.write(chunk)) return;
    const { stdout } = this.#script.child;
    stdout.pause();
    response.once('drain', () => {
      this.#progress();
      stdout.resume();
    });
  }

  #endOfOutput(): void {
    this.#script.killAlone();
    if (this.#settled) return;
    if (this.#state === 'body') {
      this.#exchange.response.end();
      this.#finish({ kind: 'sent' });
      return;
    }
    const nothing = !this.#headOutput.includes('\n');
    this.#log(nothing ? 'End of script output before headers' : 'Premature end of script headers');
    this.#finish({ kind: 'error', status: 500 });
  }
}

/** Feeds the request to a running script and sends what it prints; see createCgiHandler for how it can end. */
export function converse(
  exchange: HandlerExchange,
  content: CgiContent,
  script: ScriptProcess,
): Promise<HandlerResult> {
  return new Promise((resolve) => new Conversation(exchange, content, script, resolve).start());
}
