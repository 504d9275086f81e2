import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import type { HandlerExchange } from './handler.js';

/** Whether there is a request body for what is served. An error page gets the body that nobody has read, as in httpd. */
export function hasBody(exchange: HandlerExchange): boolean {
  const { request } = exchange;
  if (!exchange.takesBody) return false;
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) > 0);
}

/**
 * The request body as a stream that may be destroyed without harm to the client's connection, at the pace of its
 * reader; it fails when the client breaks off. Once it is destroyed the rest of the body is read and dropped, because
 * many clients read no response before they have sent everything.
 */
export function requestBody(exchange: HandlerExchange): Readable {
  const { request } = exchange;
  const body = new PassThrough();
  const brokenOff = () => {
    if (!request.complete) body.destroy(new Error('The client broke off its request body'));
  };
  request.once('close', brokenOff);
  request.once('error', brokenOff);
  body.once('close', () => {
    request.off('close', brokenOff);
    request.unpipe(body);
    request.resume();
  });
  exchange.continueBody?.();
  return request.pipe(body);
}

/** Whether a body that somebody reads ends before it has more than `limit` bytes; a client that breaks off is not waited for. */
export function endsWithin(request: IncomingMessage, limit: number): Promise<boolean> {
  return new Promise((resolve) => {
    let seen = 0;
    const settle = (within: boolean) => {
      request.off('data', count).off('end', whole).off('close', whole);
      resolve(within);
    };
    const whole = () => settle(true);
    const count = (chunk: Buffer) => {
      seen += chunk.length;
      if (seen > limit) settle(false);
    };
    if (request.complete && request.readableEnded) whole();
    else request.on('data', count).once('end', whole).once('close', whole);
  });
}
