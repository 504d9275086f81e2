import type { Exchange } from './exchange.js';
import { dropsConnection } from './status.js';
import { Table } from './table.js';

/** Bytes a request body may have where nothing is said about it. */
const usualLimit = 1024 ** 3;

/** Bytes that the body of a request may have here (LimitRequestBody); infinite where there is no limit. */
export function bodyLimitOf({ settings, proxy, main }: Exchange): number {
  // What goes to an upstream is not counted (`ap_http_filter`), and a subrequest reads nothing.
  if (proxy || main) return Number.POSITIVE_INFINITY;
  return (settings.core?.limitRequestBody ?? usualLimit) || Number.POSITIVE_INFINITY;
}

/** Whether what is served reads the body only to drop it, and nothing has said yet that the connection ends. */
export function discardsBody({ status }: Exchange): boolean {
  return !dropsConnection.has(status);
}

/** Whether a body is announced that is longer than it may be here. */
export function announcesTooMuch(exchange: Exchange): boolean {
  const { requestFields, recorder } = exchange;
  const length = requestFields.get('Content-Length');
  if (length === undefined || requestFields.has('Transfer-Encoding')) return false;
  const limit = bodyLimitOf(exchange);
  if (Number(length) <= limit) return false;
  const message = `Requested content-length of ${length} is larger than the configured limit of ${limit}`;
  recorder.log('info', 'AH01588', message);
  return true;
}

const bodyRead = 'body-read';

/** Notes that the body has been read: what answers in its place finds none. */
export function noteBodyRead(exchange: Exchange): void {
  originOf(exchange).notes.set(bodyRead, '');
}

/** Whether anything that the request has led to has read the body. */
export function isBodyRead(exchange: Exchange): boolean {
  return originOf(exchange).notes.has(bodyRead);
}

function originOf(exchange: Exchange): Exchange {
  let origin = exchange;
  while (origin.previous) origin = origin.previous;
  return origin;
}

/** Begins the refusal of a body that is too large: what was kept even for errors is not sent with it. */
export function refuseBody(exchange: Exchange): void {
  noteBodyRead(exchange);
  for (let at: Exchange | undefined = exchange; at; at = at.previous) at.errorFields = Table.empty();
}
