import type { IncomingMessage, ServerResponse } from 'node:http';
import { endsWithin } from '../content/request-body.js';
import { announcesTooMuch, bodyLimitOf, discardsBody, noteBodyRead } from '../evaluate/body-limit.js';
import type { Plan } from '../evaluate/decision.js';
import type { Exchange } from '../evaluate/exchange.js';
import { dropsConnection } from '../evaluate/status.js';

/** What of a request under way is asked and changed here. */
interface Reading {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  expectsContinue: boolean;
  bodyTaken: boolean;
}

/**
 * Whether the body of a request is larger than the answer that is ready for it allows (LimitRequestBody). Files, lists and built-in
 * pages read a body to its end before they are sent, unless the connection ends with them; a program reads it itself.
 */
export function exceedsLimit(reading: Reading, exchange: Exchange, plan: Plan): boolean | Promise<boolean> {
  if (plan.run === 'proxy' || plan.run === 'tunnel') return false;
  const drops = 'status' in plan ? dropsConnection.has(plan.status) : !discardsBody(exchange);
  if (plan.run !== 'cgi' && drops) return false;
  if (announcesTooMuch(exchange)) return true;
  if (plan.run === 'cgi') return false;
  const limit = bodyLimitOf(exchange);
  const { request, response } = reading;
  const chunked = request.headers['transfer-encoding'] !== undefined;
  // What answers in place of a file finds no body any more, even of one that was not waited for.
  if (plan.run === 'file' || plan.run === 'listing') noteBodyRead(exchange);
  if (!chunked || limit === Number.POSITIVE_INFINITY) return false;
  if (reading.expectsContinue) response.writeContinue();
  reading.expectsContinue = false;
  reading.bodyTaken = true;
  const within = endsWithin(request, limit);
  request.resume();
  return within.then((fits) => {
    if (!fits)
      exchange.recorder.log(
        'info',
        'AH01591',
        `Read content is larger than the configured limit of ${limit}`,
      );
    return !fits;
  });
}

/** How much of a body without a length a program may be handed. */
export function chunkedLimit(exchange: Exchange): { readonly bodyLimit: number } | undefined {
  const bodyLimit = bodyLimitOf(exchange);
  if (!exchange.requestFields.has('Transfer-Encoding') || bodyLimit === Number.POSITIVE_INFINITY)
    return undefined;
  return { bodyLimit };
}
