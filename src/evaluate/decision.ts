import type { ProxyOptions } from '../ruleset/mod_proxy.js';
import type { Exchange } from './exchange.js';

/** What was decided on the request as the client sent it. Every member carries what the server must send for it. */
export type Decision =
  /** The request may go on to its content. */
  | { readonly kind: 'accept'; readonly user: string | undefined; readonly authType: string | undefined }
  /** 401 or 407 with the challenges to send, in order; there may be none. */
  | { readonly kind: 'challenge'; readonly status: 401 | 407; readonly challenges: readonly string[] }
  | { readonly kind: 'deny'; readonly status: 403 }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  /** Anything else that ends the request with a status. */
  | { readonly kind: 'fail'; readonly status: number };

/** What to run or send for the exchange at hand. */
export type Plan =
  | { readonly run: 'file' }
  | { readonly run: 'cgi' }
  /** What is in a folder (mod_autoindex). */
  | { readonly run: 'listing' }
  | { readonly run: 'proxy'; readonly target: string; readonly options: ProxyOptions }
  /** CONNECT: bytes go to another server and back, until both sides have ended. */
  | { readonly run: 'tunnel'; readonly host: string; readonly port: number }
  /** TRACE: the request as it came in (RFC 9110 §9.3.8). */
  | { readonly run: 'trace' }
  /** OPTIONS on the server itself. */
  | { readonly run: 'options' }
  /** kerbgate's own page for a status; `failedDocument` is the second status when the ErrorDocument itself failed. */
  | { readonly run: 'page'; readonly status: number; readonly failedDocument?: number }
  /** An ErrorDocument text. */
  | { readonly run: 'text'; readonly status: number; readonly text: string };

/** The plans that a content handler carries out. */
export type ContentPlan = Extract<Plan, { run: 'file' | 'cgi' | 'listing' | 'proxy' }>;

/** Whether a content handler carries a plan out. */
export function isContent(plan: Plan): plan is ContentPlan {
  return ['file', 'cgi', 'listing', 'proxy'].includes(plan.run);
}

/** The result of an evaluation: `exchange` is the one to run, the last of a chain of internal redirects. */
export interface Outcome {
  readonly decision: Decision;
  readonly exchange: Exchange;
  readonly plan: Plan;
}

/** A phase's result in httpd's manner: 0 goes on, anything else ends the request with that HTTP status. */
export type Status = number;
export const ok = 0;
