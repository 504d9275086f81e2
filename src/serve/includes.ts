import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Fields, HandlerExchange, HandlerResult, ResponseStream } from '../content/handler.js';
import { formatHttpDate } from '../content/http-date.js';
import { type ContentPlan, isContent } from '../evaluate/decision.js';
import type { ServerEnvironment } from '../evaluate/environment.js';
import { evaluateLocalRedirect } from '../evaluate/evaluate.js';
import type { Exchange } from '../evaluate/exchange.js';
import { includesOptions, keepsDate } from '../evaluate/mod_include.js';
import { type SsiPage, startPage } from '../evaluate/ssi-page.js';
import type { SsiTags } from '../evaluate/ssi-reader.js';
import { runContent } from './content.js';
import type { Handlers } from './handlers.js';
import { runListing } from './listing.js';
import { outputTo, type PageOutput, type PageServer, PageStream } from './page-stream.js';
import { drive, type Services } from './perform.js';

/** What of a gateway pages need. */
interface Surroundings {
  readonly services: Services;
  readonly handlers: Handlers;
  readonly environment: ServerEnvironment;
}

/**
 * An exchange whose body is a page with elements: they are carried out on the way to the client, and the header tells nothing that
 * the file alone would be (mod_include's filter). Without `Options Includes` only the ETag goes.
 */
export function parsedExchange(
  handler: HandlerExchange,
  exchange: Exchange,
  run: ContentPlan['run'],
  surroundings: Surroundings,
): HandlerExchange {
  const { settings } = exchange;
  const etag = settings.mod_include?.etag === true;
  const conditional = handler.conditional && keepsDate(exchange);
  if (!mayInclude(exchange)) {
    return {
      ...handler,
      conditional,
      head: (status, reason, fields) =>
        handler.head(status, reason, etag ? fields : without(fields, /^etag$/i)),
    };
  }
  const { response } = handler;
  const server = pageServer(handler, surroundings);
  let page: SsiPage | undefined;
  const begin = (): SsiPage => {
    page ??= startPage(exchange, surroundings.environment, undefined);
    return page;
  };
  const body = new PageStream(begin, tagsOf(exchange), outputTo(response), server);
  response.once('close', () => body.destroy());
  body.once('finish', () => response.end());
  body.once('close', () => {
    if (!body.writableFinished) response.destroy();
  });
  const dropped = droppedFields(exchange, etag || run !== 'file');
  const head = (status: number, reason: string | undefined, fields: Fields) => {
    // Header directives see the variables of the page.
    begin();
    handler.head(status, reason, withDate(exchange, without(fields, dropped)));
  };
  return { ...handler, conditional, ranges: false, response: body, head };
}

function tagsOf({ program }: Exchange): SsiTags {
  const { startTag = '<!--#', endTag = '-->' } = program.host.mod_include ?? {};
  return { start: startTag, end: endTag };
}

function without(fields: Fields, dropped: RegExp): Fields {
  return fields.filter(([name]) => !dropped.test(name));
}

function droppedFields(exchange: Exchange, keepsTag: boolean): RegExp {
  const keptDate = exchange.settings.mod_include?.lastModified === true || keepsDate(exchange);
  return new RegExp(`^(?:content-length${keptDate ? '' : '|last-modified'}${keepsTag ? '' : '|etag'})$`, 'i');
}

/** SSILastModified gives the date of the file to what has none of its own. */
function withDate(exchange: Exchange, fields: Fields): Fields {
  const { settings, filename, program } = exchange;
  if (settings.mod_include?.lastModified !== true || filename === undefined) return fields;
  if (fields.some(([name]) => /^last-modified$/i.test(name))) return fields;
  const facts = program.surroundings.machine.look(filename, false);
  return facts ? [...fields, ['Last-Modified', formatHttpDate(Math.floor(facts.modified / 1000))]] : fields;
}

/** Passes what a page includes on as it is. */
class Relay extends Writable {
  readonly #output: PageOutput;

  constructor(output: PageOutput) {
    super();
    this.#output = output;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#output.write(chunk.toString('latin1')).then(() => done(), done);
  }
}

/** Runs what the plan names. */
export function runPlan(
  plan: ContentPlan,
  exchange: Exchange,
  handler: HandlerExchange,
  surroundings: Surroundings,
): HandlerResult | Promise<HandlerResult> {
  const { handlers, environment } = surroundings;
  if (plan.run !== 'listing') return runContent(plan, exchange, handler, handlers, environment);
  return runListing(handler, exchange, pageServer(handler, surroundings), environment.software);
}

/** What answers the needs of pages and lists that are part of an answer to `outer`. */
export function pageServer(outer: HandlerExchange, surroundings: Surroundings): PageServer {
  const { services, environment } = surroundings;
  const include: PageServer['include'] = async ({ plan, inner }, page, output) => {
    const body = bodyOf(inner, page, output);
    // Whoever waits for the end of the stream is told.
    body.on('error', () => {});
    const handler = innerHandler(outer, inner, body);
    const result = await runPlan(plan, inner, handler, surroundings);
    if (result.kind === 'sent') {
      await finished(body);
      return undefined;
    }
    body.destroy();
    if (result.kind === 'aborted') throw new Error('what the page includes broke off');
    if (result.kind === 'error') return `subrequest returned ${result.status}`;
    const led = await drive(evaluateLocalRedirect(inner, result.path), services);
    if (!isContent(led.plan)) return 'subrequest returned 500';
    return include({ plan: led.plan, inner: led.exchange }, page, output);
  };
  const server: PageServer = { drive: (evaluation) => drive(evaluation, services), include };
  const bodyOf = (inner: Exchange, page: SsiPage | undefined, output: PageOutput): Writable => {
    if (!inner.includes || !mayInclude(inner)) return new Relay(output);
    return new PageStream(() => startPage(inner, environment, page), tagsOf(inner), output, server);
  };
  return server;
}

/** What a page includes is sent in the page's own answer: its head goes nowhere. */
function innerHandler(outer: HandlerExchange, inner: Exchange, response: ResponseStream): HandlerExchange {
  return {
    request: outer.request,
    response,
    method: inner.method,
    conditional: false,
    relocates: true,
    takesBody: false,
    head() {},
    log: (level, message) => inner.recorder.log(level, undefined, message),
  };
}

function mayInclude(exchange: Exchange): boolean {
  if (includesOptions(exchange.settings).allowed) return true;
  const words = "mod_include: Options +Includes (or IncludesNoExec) wasn't set, INCLUDES filter removed";
  exchange.recorder.log('warn', 'AH01374', `${words}: ${exchange.uri}`);
  return false;
}
