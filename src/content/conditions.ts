import type { IncomingHttpHeaders } from 'node:http';
import { parseHttpDate } from './http-date.js';

/** What a response says about the state of its resource: the ETag as sent, and Last-Modified in seconds since 1970. */
export interface Validators {
  readonly etag: string | undefined;
  readonly modified: number | undefined;
}

/** `failed` is 412, `not-modified` is 304. */
export type ConditionVerdict = 'proceed' | 'not-modified' | 'failed';

interface Inputs {
  readonly headers: IncomingHttpHeaders;
  /** GET or HEAD: others compare strongly and never end in 304. */
  readonly reading: boolean;
  readonly etag: string | undefined;
  readonly modified: number;
  /** A change within the last minute makes a date a weak validator, which a Range request may not use. */
  readonly weakDate: boolean;
  readonly now: number;
}

const listItem = /(?:W\/)?"[^"]*"|[^\s,]+/g;

function withoutWeakness(etag: string): string {
  return etag.startsWith('W/') ? etag.slice(2) : etag;
}

function listHolds(list: string, etag: string | undefined, comparison: 'strong' | 'weak'): boolean {
  if (etag === undefined) return false;
  const items: readonly string[] = list.match(listItem) ?? [];
  if (comparison === 'strong') return !etag.startsWith('W/') && items.includes(etag);
  const opaque = withoutWeakness(etag);
  return items.some((item) => withoutWeakness(item) === opaque);
}

function preconditionFails({ headers, etag, modified, weakDate }: Inputs): boolean {
  const match = headers['if-match'];
  if (match !== undefined && !match.startsWith('*') && !listHolds(match, etag, 'strong')) return true;
  const unmodified = headers['if-unmodified-since'];
  const limit = unmodified === undefined ? undefined : parseHttpDate(unmodified);
  return limit !== undefined && modified > limit && !(weakDate && headers.range !== undefined);
}

/** Whether If-None-Match names the resource's state; undefined without the field. */
function noneMatchHits({ headers, reading, etag }: Inputs): boolean | undefined {
  const list = headers['if-none-match'];
  if (list === undefined) return undefined;
  if (list.startsWith('*')) return true;
  return listHolds(list, etag, reading && headers.range === undefined ? 'weak' : 'strong');
}

/** Whether nothing changed since If-Modified-Since; undefined without the field. Dates after now do not count. */
function unchangedSince({ headers, modified, weakDate, now }: Inputs): boolean | undefined {
  const field = headers['if-modified-since'];
  if (field === undefined) return undefined;
  const since = parseHttpDate(field);
  if (since === undefined || since < modified || since > now) return false;
  return !(weakDate && headers.range !== undefined);
}

/**
 * The conditional request fields against the state of the resource, exactly as httpd combines them
 * (ap_meets_conditions, modules/http/http_protocol.c): unlike RFC 9110 §13.2.2, If-Modified-Since still counts beside
 * If-None-Match, both must say "not modified" for a 304, and If-Range with Range suppresses it. `now` is in seconds.
 * (The `fresh` package follows the RFC and Cache-Control of the request, httpd does neither.)
 */
export function checkConditions(
  headers: IncomingHttpHeaders,
  method: string,
  validators: Validators,
  now: number,
): ConditionVerdict {
  const reading = method === 'GET' || method === 'HEAD';
  const modified = validators.modified ?? now;
  const inputs: Inputs = {
    headers,
    reading,
    etag: validators.etag,
    modified,
    weakDate: now < modified + 60,
    now,
  };
  if (preconditionFails(inputs)) return 'failed';
  const named = noneMatchHits(inputs);
  if (named && !reading) return 'failed';
  const unchanged = unchangedSince(inputs);
  const stale = headers['if-unmodified-since'] !== undefined || named === false || unchanged === false;
  if (stale || !reading || (headers['if-range'] !== undefined && headers.range !== undefined))
    return 'proceed';
  return named || unchanged ? 'not-modified' : 'proceed';
}

/** Whether If-Range lets a Range field count (ap_condition_if_range); true without If-Range. `now` is in seconds. */
export function rangeCounts(headers: IncomingHttpHeaders, validators: Validators, now: number): boolean {
  const field = headers['if-range'];
  if (field === undefined) return true;
  // Compared as sent, so a weak tag, which does not start with a quote, is read as a date and never matches.
  if (typeof field === 'string' && field.startsWith('"')) return field === validators.etag;
  const modified = validators.modified ?? now;
  return typeof field === 'string' && parseHttpDate(field) === modified && now >= modified + 60;
}

/** Whether any field is present that `checkConditions` looks at. */
export function isConditional(headers: IncomingHttpHeaders): boolean {
  return (
    headers['if-none-match'] !== undefined ||
    headers['if-modified-since'] !== undefined ||
    headers['if-match'] !== undefined ||
    headers['if-unmodified-since'] !== undefined
  );
}
