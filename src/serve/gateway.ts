import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fields, HandlerExchange, HandlerResult } from '../content/handler.js';
import { sendWhole } from '../content/send-whole.js';
import { isBodyRead, refuseBody } from '../evaluate/body-limit.js';
import type { ContentPlan, Outcome, Plan } from '../evaluate/decision.js';
import type { ServerEnvironment } from '../evaluate/environment.js';
import {
  beginEvaluation,
  evaluateFailure,
  evaluateLocalRedirect,
  evaluateRefusal,
  isOutcome,
} from '../evaluate/evaluate.js';
import type { Exchange } from '../evaluate/exchange.js';
import type { RequestFacts } from '../evaluate/facts.js';
import { isProxyError } from '../evaluate/forward-proxy.js';
import type { Program } from '../evaluate/program.js';
import { dropsConnection, reasonPhrase } from '../evaluate/status.js';
import { Table } from '../evaluate/table.js';
import type { AccessLogs } from './access-log.js';
import { chunkedLimit, exceedsLimit } from './body-limit.js';
import { type Connection, connectionOf, mostRequests } from './connection.js';
import type { ErrorLog } from './error-log.js';
import type { Handlers } from './handlers.js';
import { finalFields, pageFields, plainFields, withoutEmptyLength } from './head.js';
import { parsedExchange, runPlan } from './includes.js';
import { requestProblem } from './limits.js';
import { builtInPage, type Page, textPage } from './page.js';
import { drive, type Services } from './perform.js';
import { keepField, programFields } from './script-fields.js';
import { releaseCredentials } from './stored-credentials.js';
import type { OpenTunnel, TakeOver } from './taking-over.js';
import { Transaction } from './transaction.js';
import { WholeResponse } from './whole-response.js';

/** Everything that answers requests in one process. */
export interface Gateway {
  /** The main server's. */
  readonly program: Program;
  readonly services: Services;
  readonly handlers: Handlers;
  readonly log: ErrorLog;
  readonly accessLogs: AccessLogs;
  /** The Server field, and the environment programs get. */
  readonly environment: ServerEnvironment;
}

/** One request under way. */
interface Turn {
  readonly gateway: Gateway;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The client waits for `100 Continue` before it sends the body. */
  expectsContinue: boolean;
  bodyTaken: boolean;
  /** Takes proxied requests that change protocols. */
  readonly takeOver: TakeOver | undefined;
  readonly openTunnel: OpenTunnel | undefined;
  /** Where there is an access log. */
  transaction: Transaction | undefined;
  /** What a handler calls its failure, as long as no other document takes the place of the built-in page. */
  failure?: { readonly exchange: Exchange; readonly reason: string };
}

/** Answers one request; never rejects. What goes wrong inside is logged and answered with 500: nothing opens. */
export function answer(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  expectsContinue: boolean,
  takeOver?: TakeOver,
  openTunnel?: OpenTunnel,
): void {
  const turn: Turn = {
    gateway,
    request,
    response,
    expectsContinue,
    bodyTaken: false,
    takeOver,
    openTunnel,
    transaction: undefined,
  };
  try {
    const facts = factsOf(turn);
    turn.transaction = transactionOf(turn, facts);
    const connection = connectionOf(request.socket, gateway.log);
    const { recorder } = connection;
    recorder.begin();
    connection.requests++;
    const staysOpen = mayStay(gateway, connection);
    if (response instanceof WholeResponse) response.staysOpen = staysOpen;
    if (!staysOpen || facts.connection.plainForTls) response.shouldKeepAlive = false;
    const { localAddress, localPort } = facts.connection;
    const program = gateway.program.servers.atAddress(localAddress, localPort);
    const problem = facts.connection.plainForTls ? undefined : requestProblem(request, program.host.core);
    if (problem) {
      recorder.log(problem.level, problem.code, problem.message);
      // What follows on the connection may be anything.
      response.shouldKeepAlive = false;
    }
    const begun = problem
      ? evaluateRefusal(program, facts, recorder, problem.status)
      : beginEvaluation(program, facts, recorder);
    const outcome = isOutcome(begun) ? begun : drive(begun, gateway.services);
    if (outcome instanceof Promise) {
      outcome.then((settled) => carryOut(turn, settled)).catch((error) => giveUp(turn, error));
      // Credentials are stored in no other case.
      releaseCredentials(gateway.services.credentials, facts, outcome, response);
    } else carryOut(turn, outcome);
  } catch (error) {
    giveUp(turn, error);
  }
}

/** Whether a connection may have another request. */
function mayStay({ program }: Gateway, { requests }: Connection): boolean {
  const most = mostRequests(program.host.core);
  return most === 0 || requests < most;
}

function transactionOf(
  { gateway, request, response }: Pick<Turn, 'gateway' | 'request' | 'response'>,
  facts: RequestFacts,
) {
  return gateway.accessLogs.any ? new Transaction(gateway, request, response, facts) : undefined;
}

function factsOf({ gateway, request }: Pick<Turn, 'gateway' | 'request'>): RequestFacts {
  const { facts: connection, recorder } = connectionOf(request.socket, gateway.log);
  const { written: writtenBefore } = recorder;
  // What was sent in plain HTTP instead of TLS is not looked at.
  if (connection.plainForTls) return { ...unreadRequest, connection, time: Date.now(), writtenBefore };
  return {
    method: request.method!,
    target: request.url!,
    version: request.httpVersion,
    fields: request.rawHeaders,
    connection,
    time: Date.now(),
    writtenBefore,
  };
}

const unreadRequest = { method: 'GET', target: '/', version: '1.0', fields: [] } as const;

function carryOut(turn: Turn, outcome: Outcome): void {
  const { plan, exchange } = outcome;
  if (turn.transaction) turn.transaction.exchange = exchange;
  const excess = awaitsBody(turn, exchange) && exceedsLimit(turn, exchange, plan);
  if (excess instanceof Promise)
    excess
      .then((found) => (found ? tooLarge(turn, exchange, plan) : run(turn, exchange, plan)))
      .catch((error) => giveUp(turn, error));
  else if (excess) tooLarge(turn, exchange, plan);
  else run(turn, exchange, plan);
}

/** More of a body came than may: an answer that was ready is not sent any more. */
function tooLarge(turn: Turn, exchange: Exchange, plan: Plan): void {
  refuseBody(exchange);
  if (plan.run !== 'page' && plan.run !== 'text') {
    settle(turn, exchange, plan, { kind: 'error', status: 413 });
    return;
  }
  exchange.responseFields = Table.empty();
  exchange.status = 413;
  sendPage(turn, exchange, 413, builtInPage(413, plan.status));
}

function run(turn: Turn, exchange: Exchange, plan: Plan): void {
  if (plan.run === 'page')
    sendPage(turn, exchange, plan.status, pageOf(exchange, plan, reasonOf(turn, exchange)));
  else if (plan.run === 'text') sendPage(turn, exchange, plan.status, textPage(plan.text));
  else if (plan.run === 'trace') sendTrace(turn, exchange);
  else if (plan.run === 'options') sendOptions(turn, exchange);
  else if (plan.run === 'tunnel') runTunnel(turn, exchange, plan);
  else if (plan.run !== 'proxy' || !isTakenOver(turn, exchange, plan)) runHandler(turn, exchange, plan);
}

/** One that was sent while another request was under way cannot become a tunnel any more. */
function runTunnel(turn: Turn, exchange: Exchange, plan: Extract<Plan, { run: 'tunnel' }>): void {
  const result = turn.openTunnel?.(exchange, plan);
  if (!result) {
    settle(turn, exchange, plan, { kind: 'error', status: 503 });
    return;
  }
  result
    .then((settled) => {
      if (settled.kind !== 'tunnelled') settle(turn, exchange, plan, settled);
      else
        turn.transaction?.tunnelled(
          turn.request.socket,
          settled.ended.then(() => 200),
        );
    })
    .catch((error) => giveUp(turn, error));
}

function isTakenOver(turn: Turn, exchange: Exchange, plan: Extract<Plan, { run: 'proxy' }>): boolean {
  const tunnel = turn.takeOver?.(exchange, plan);
  if (!tunnel) return false;
  const status = tunnel.then((result) => (result.kind === 'refused' ? result.status : 101));
  turn.transaction?.tunnelled(turn.request.socket, status);
  return true;
}

function pageOf(exchange: Exchange, plan: Extract<Plan, { run: 'page' }>, reason?: string): Page {
  const redirected = plan.status >= 300 && plan.status < 400;
  const location = redirected ? exchange.responseFields.get('Location') : undefined;
  return builtInPage(plan.status, plan.failedDocument, location, reason);
}

function sendPage(turn: Turn, exchange: Exchange, status: number, page: Page): void {
  const bare = status === 204 || status === 304;
  const fields: [string, string][] = bare
    ? []
    : [
        ['Content-Type', page.contentType],
        ['Content-Length', String(page.body.length)],
      ];
  if (status === 405 || status === 501) fields.push(['Allow', allowedMethods(exchange)]);
  const list = pageFields(exchange, turn.gateway.environment.software, fields);
  writeHead(turn, status, reasonOf(turn, exchange), list);
  endWith(turn, page);
}

const reasonOf = ({ failure }: Turn, exchange: Exchange): string | undefined =>
  failure?.exchange === exchange ? failure.reason : isProxyError(exchange) ? 'Proxy Error' : undefined;

function writeHead(
  turn: Pick<Turn, 'response' | 'transaction'>,
  status: number,
  reason: string | undefined,
  fields: string[],
): void {
  if (dropsConnection.has(status)) turn.response.shouldKeepAlive = false;
  turn.transaction?.head(status, fields);
  turn.response.writeHead(status, reason ?? reasonPhrase(status), fields);
}

function endWith({ request, response }: Pick<Turn, 'request' | 'response'>, page: Page): void {
  if (request.method === 'HEAD') response.end();
  else sendWhole(response, page.body);
}

/** Refuses a request at once, whatever is configured for it. */
export function refuseAtOnce(
  turn: Pick<Turn, 'gateway' | 'request' | 'response'>,
  status: number,
  extra: readonly string[] = [],
): void {
  sendBare({ ...turn, transaction: transactionOf(turn, factsOf(turn)) }, status, extra);
}

/** An answer without any configuration: the request could not even be read. */
function sendBare(
  turn: Pick<Turn, 'gateway' | 'request' | 'response' | 'transaction'>,
  status: number,
  extra: readonly string[] = [],
): void {
  const page = builtInPage(status);
  const software = turn.gateway.environment.software;
  writeHead(turn, status, undefined, [
    'Server',
    software,
    'Content-Type',
    page.contentType,
    'Content-Length',
    String(page.body.length),
    'Connection',
    'close',
    ...extra,
  ]);
  endWith(turn, page);
}

/** TRACE: the request line and fields come back as the body (RFC 9110 §9.3.8). */
function sendTrace(turn: Turn, exchange: Exchange): void {
  const { facts } = exchange;
  let text = `${facts.method} ${facts.target} HTTP/${facts.version}\r\n`;
  for (const [name, value] of exchange.requestFields) text += `${name}: ${value}\r\n`;
  const fields: Fields = [['Content-Type', 'message/http']];
  writeHead(turn, 200, undefined, ownFields(turn, exchange, fields));
  turn.response.end(Buffer.from(`${text}\r\n`, 'latin1'));
}

/** Header has a part in what a handler answers, not in what is answered while the path is mapped. */
const ownFields = ({ gateway }: Turn, exchange: Exchange, fields: Fields): string[] =>
  (exchange.proxy ? finalFields : plainFields)(exchange, gateway.environment.software, fields);

function sendOptions(turn: Turn, exchange: Exchange): void {
  const methods: Fields = exchange.proxy ? [['Allow', allowedMethods(exchange)]] : [];
  const fields: Fields = [...methods, ['Content-Length', '0']];
  writeHead(turn, 200, undefined, ownFields(turn, exchange, fields));
  turn.response.end();
}

function runHandler(turn: Turn, exchange: Exchange, plan: ContentPlan): void {
  const plain = handlerExchange(turn, exchange, plan.run);
  const handler = exchange.includes ? parsedExchange(plain, exchange, plan.run, turn.gateway) : plain;
  const result = runPlan(plan, exchange, handler, turn.gateway);
  if (result instanceof Promise)
    result.then((settled) => settle(turn, exchange, plan, settled)).catch((error) => giveUp(turn, error));
  else settle(turn, exchange, plan, result);
}

/** A handler that gave up before it sent anything hands the request back: to the ErrorDocument or to another path. */
function settle(turn: Turn, exchange: Exchange, plan: Plan, result: HandlerResult): void {
  if (result.kind === 'sent') return;
  if (result.kind === 'aborted') {
    turn.response.destroy();
    return;
  }
  for (const [name, value] of result.fields ?? []) {
    // It goes with the built-in page alone, not with another document.
    if (name === 'Allow' && plan.run === 'file') exchange.notes.set('allow', value);
    else keepField(exchange, name, value);
  }
  if (result.kind === 'error' && result.reason !== undefined)
    turn.failure = { exchange, reason: result.reason };
  const next =
    result.kind === 'error'
      ? evaluateFailure(exchange, result.status)
      : evaluateLocalRedirect(exchange, result.path);
  const outcome = drive(next, turn.gateway.services);
  if (outcome instanceof Promise)
    outcome.then((settled) => carryOut(turn, settled)).catch((error) => giveUp(turn, error));
  else carryOut(turn, outcome);
}

/** The methods that the handler takes; without one that names them only TRACE is left (`make_allow`). */
function allowedMethods({ notes, program }: Exchange): string {
  return notes.get('allow') ?? (program.host.core.traceEnable === 'Off' ? '' : 'TRACE');
}

function handlerExchange(turn: Turn, exchange: Exchange, run: ContentPlan['run']): HandlerExchange {
  const { request, response } = turn;
  return {
    request,
    response,
    method: exchange.method === 'GET' && request.method === 'HEAD' ? 'HEAD' : exchange.method,
    conditional: exchange.status === 200,
    takesBody: awaitsBody(turn, exchange),
    ...(run === 'cgi' && chunkedLimit(exchange)),
    continueBody() {
      turn.bodyTaken = true;
      if (!turn.expectsContinue) return;
      turn.expectsContinue = false;
      response.writeContinue();
    },
    head(status, reason, fields) {
      const told = request.method === 'HEAD' ? withoutEmptyLength(fields) : fields;
      const own = run !== 'proxy' && status === 200 && exchange.status !== 200;
      if (run !== 'file' && !own) exchange.status = status;
      const list = finalFields(
        exchange,
        turn.gateway.environment.software,
        run === 'cgi' ? programFields(exchange, told) : told,
        status,
      );
      writeHead(turn, own ? exchange.status : status, own ? undefined : reason, list);
    },
    log: (level, message) => exchange.recorder.log(level, undefined, message),
  };
}

/** Whether there is a body that nothing has read yet. */
function awaitsBody({ bodyTaken }: Turn, exchange: Exchange): boolean {
  const { requestFields } = exchange;
  if (bodyTaken || !(requestFields.has('Content-Length') || requestFields.has('Transfer-Encoding')))
    return false;
  return !isBodyRead(exchange);
}

/** Our own mistake, or a service that broke: a line in the log and 500, or an aborted answer. */
function giveUp(turn: Turn, error: unknown): void {
  const client = turn.request.socket.remoteAddress;
  if ((error as NodeJS.ErrnoException)?.code === 'ERR_INVALID_CHAR')
    turn.gateway.log.write('error', client, 'AH02430', `${(error as Error).message}, aborting request`);
  else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    turn.gateway.log.write('error', client, undefined, `request failed inside kerbgate: ${text}`);
  }
  if (turn.response.headersSent) turn.response.destroy();
  else sendBare(turn, 500);
}
