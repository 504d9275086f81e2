import type { Plan } from './decision.js';
import type { Exchange } from './exchange.js';
import { applyResponseHeaders } from './mod_headers.js';
import { saveSession } from './mod_session.js';
import { startPage } from './page-fields.js';

/** The fields an answer carries besides those of its content: what Header directives and the phases add. To be asked once. */
export function answerFields(exchange: Exchange, plan: Plan): readonly (readonly [string, string])[] {
  const page = plan.run === 'page' || plan.run === 'text';
  // A page drops what the phases set for content.
  if (page) startPage(exchange);
  if (exchange.settings.mod_session) saveSession(exchange);
  if (exchange.settings.mod_headers) applyResponseHeaders(exchange, page ? 'page' : 'answer');
  return [...exchange.errorFields, ...exchange.responseFields];
}

/** The status of an answer, as far as it is known without running the content. */
export function answerStatus(exchange: Exchange, plan: Plan): number {
  return 'status' in plan ? plan.status : exchange.status;
}
