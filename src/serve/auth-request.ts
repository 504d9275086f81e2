/*
 * Decisions for a server in front (KerbgateAuthRequest): nginx asks with auth_request, and serves or passes on itself what may be served.
 *
 *   client ─request─► nginx ─question: X-Original-* and the client's fields─► kerbgate
 *                       ▲                                                        │ the original request, decided as serving would
 *                       └──────── 204, 401 or 403, with X-Kerbgate-* ◄───────────┘
 *
 * Who is believed. Only the addresses that the directive names may ask; others get 403 and a line in the log. The server in front has to
 * set every field of question-fields.ts at each question, so that what a client sends under such a name is gone. One that is missing is 500,
 * with the line of nginx to write in the log; one that comes twice or has another form is 403. A question that cannot be evaluated is 500, which nginx takes
 * for a refusal.
 *
 * What is decided is what is served. The target is judged as the client sent it, and the server in front reads paths in its own way. So it tells
 * what it is about to serve (X-Original-Serves), and gets 204 only where that is what the decision was made for: `file PATH` is the very
 * file, or the folder whose index it is (X-Kerbgate-Index), `upstream ORIGIN` gets the path that the decision came to (X-Kerbgate-URI) and no other, and `raw`
 * is for those who cannot tell: then the path must be one that everybody reads alike. X-Original-Server is compared with the server that the
 * decision was made by. Bodies stay in front: what is read to its end before a file is sent (LimitRequestBody) has to tell its length.
 *
 * What nginx can pass on. A response to auth_request is 2xx, 401 or 403; any other decision is 403 with its status and place in
 * X-Kerbgate-Status and X-Kerbgate-Location, for an error_page to tell. nginx before 1.23 passes one WWW-Authenticate on, so the others have
 * names of their own (X-Kerbgate-Challenge-2). Each question stands for itself: a login of several legs is not possible.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { announcesTooMuch, bodyLimitOf } from '../evaluate/body-limit.js';
import type { Outcome } from '../evaluate/decision.js';
import { beginEvaluation, evaluateRefusal, isOutcome } from '../evaluate/evaluate.js';
import type { AuthRequests } from '../ruleset/core.js';
import { unmapped } from './connection.js';
import { ConnectionRecorder } from './error-log.js';
import type { Gateway } from './gateway.js';
import { finalFields, pageFields } from './head.js';
import { requestProblem } from './limits.js';
import { type OriginalRequest, readOriginalRequest } from './original-request.js';
import { drive } from './perform.js';
import { type Served, servesJudged } from './served-path.js';

/** One question under way. */
interface Asked {
  readonly gateway: Gateway;
  readonly response: ServerResponse;
  readonly original: OriginalRequest;
  readonly recorder: ConnectionRecorder;
}

/** Answers one question; never rejects. */
export function answerAuthRequest(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  try {
    const original = questionOf(gateway, request, response);
    if (original) decide(gateway, original, response);
  } catch (error) {
    giveUp(gateway, response, error);
  }
}

/** What is asked, by somebody who may; anything else is answered here. */
function questionOf(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
): OriginalRequest | undefined {
  const { trusted } = gateway.program.host.core.authRequests as AuthRequests;
  const from = unmapped(request.socket.remoteAddress);
  if (!trusted.includes(from)) {
    gateway.log.write('error', from, undefined, 'KerbgateAuthRequest does not name this address: refused');
    refuse(response, 403);
    return undefined;
  }
  const original = readOriginalRequest(
    gateway.program,
    request.rawHeaders,
    (act) => void response.once('close', act),
  );
  if (!('problem' in original)) return original;
  gateway.log.write(
    'error',
    from,
    undefined,
    `the question of a server in front is refused: ${original.problem}`,
  );
  if (original.status === 500) send(response, 500, []);
  else refuse(response, original.status);
  return undefined;
}

function decide(gateway: Gateway, original: OriginalRequest, response: ServerResponse): void {
  const { facts } = original;
  const recorder = new ConnectionRecorder(gateway.log, facts.connection);
  recorder.begin();
  const asked: Asked = { gateway, response, original, recorder };
  const { localAddress, localPort } = facts.connection;
  const program = gateway.program.servers.atAddress(localAddress, localPort);
  const { method, target, fields } = facts;
  const head = { method, url: target, httpVersionMajor: 1, rawHeaders: [...fields] };
  const problem = requestProblem(head, program.host.core);
  if (problem) recorder.log(problem.level, problem.code, problem.message);
  const begun = problem
    ? evaluateRefusal(program, facts, recorder, problem.status)
    : beginEvaluation(program, facts, recorder);
  const outcome = isOutcome(begun) ? begun : drive(begun, gateway.services);
  if (!(outcome instanceof Promise)) {
    answer(asked, outcome);
    return;
  }
  outcome
    .then((settled) => answer(asked, settled))
    .catch((error) => giveUp(gateway, response, error))
    .finally(() => releaseCredentials(asked));
}

/** Files of credentials are for a request that is served here. */
function releaseCredentials({ gateway, original: { facts } }: Asked): void {
  gateway.services.credentials.release(facts);
  gateway.services.credentials.release(facts.connection);
}

function answer(asked: Asked, outcome: Outcome): void {
  const { decision, plan } = outcome;
  if (decision.kind !== 'accept' || plan.run === 'page' || plan.run === 'text') {
    refuseAs(asked, outcome);
    return;
  }
  const excess = bodyRefusal(outcome);
  if (excess !== undefined) {
    refuse(asked.response, excess);
    return;
  }
  const served = servesJudged(asked.original, outcome);
  if ('problem' in served) {
    asked.recorder.log(
      'error',
      undefined,
      `the server in front would serve something else: ${served.problem}`,
    );
    refuse(asked.response, 403);
  } else letIn(asked, outcome, served);
}

/** The status of a body that may not be, or that may be longer than it says nowhere. httpd does not count what goes to an upstream. */
function bodyRefusal({ plan, exchange }: Outcome): 411 | 413 | undefined {
  if (plan.run === 'proxy') return undefined;
  if (announcesTooMuch(exchange)) return 413;
  const isBounded = bodyLimitOf(exchange) !== Number.POSITIVE_INFINITY;
  return isBounded && exchange.requestFields.has('Transfer-Encoding') ? 411 : undefined;
}

/** 204 with all that the server in front needs to know. */
function letIn({ response, gateway, original }: Asked, { exchange }: Outcome, { uri, index }: Served): void {
  const answered = finalFields(exchange, gateway.environment.software, []);
  const fields: string[] = [];
  const { user, requestFields } = exchange;
  if (user !== undefined) fields.push('X-Kerbgate-User', user);
  if (uri !== undefined) fields.push('X-Kerbgate-URI', uri);
  if (index !== undefined) fields.push('X-Kerbgate-Index', index);
  const [token] = valuesOf(answered, 'WWW-Authenticate');
  if (token !== undefined) fields.push('X-Kerbgate-Authenticate', token);
  for (const name of original.wanted) {
    const value = requestFields.get(name);
    if (value !== undefined) fields.push(`X-Kerbgate-Field-${name}`, value);
  }
  fields.push(...cookieIn(answered));
  send(response, 204, fields);
}

function refuseAs({ response, gateway }: Asked, { decision, exchange, plan }: Outcome): void {
  const shown = plan.run === 'page' || plan.run === 'text' ? plan.status : exchange.status;
  const status = shown >= 300 ? shown : 403;
  const answered = pageFields(exchange, gateway.environment.software, []);
  const [location] = valuesOf(answered, 'Location');
  const cookie = cookieIn(answered);
  if (status === 401 && decision.kind === 'challenge') {
    const [first, ...others] = valuesOf(answered, 'WWW-Authenticate');
    const more = others.flatMap((each, at) => [`X-Kerbgate-Challenge-${at + 2}`, each]);
    send(response, 401, [...(first === undefined ? [] : ['WWW-Authenticate', first]), ...more, ...cookie]);
  } else
    refuse(response, status, [
      ...(location === undefined ? [] : ['X-Kerbgate-Location', location]),
      ...cookie,
    ]);
}

/** 403; a status that it cannot be is told beside it. */
function refuse(response: ServerResponse, status: number, fields: readonly string[] = []): void {
  send(response, 403, [...(status === 403 ? [] : ['X-Kerbgate-Status', String(status)]), ...fields]);
}

/** nginx passes one cookie on. */
function cookieIn(answered: readonly string[]): readonly string[] {
  const [cookie] = valuesOf(answered, 'Set-Cookie');
  return cookie === undefined ? [] : ['Set-Cookie', cookie];
}

function valuesOf(fields: readonly string[], name: string): string[] {
  const lower = name.toLowerCase();
  return fields.filter((_, at) => at % 2 === 1 && fields[at - 1]!.toLowerCase() === lower);
}

function send(response: ServerResponse, status: number, fields: readonly string[]): void {
  response.writeHead(status, [...fields, ...(status === 204 ? [] : ['Content-Length', '0'])]);
  response.end();
}

function giveUp(gateway: Gateway, response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  gateway.log.write('error', undefined, undefined, `a question failed inside kerbgate: ${text}`);
  if (response.headersSent) response.destroy();
  else send(response, 500, []);
}
