import { beginCount, endCount, PatternOverrun } from '../pattern/overrun.js';
import type { TextOrExpression } from '../ruleset/text.js';
import { type Decision, type Outcome, ok, type Plan, type Status } from './decision.js';
import type { Recorder } from './exchange.js';
import { type Exchange, startExchange } from './exchange.js';
import { computedText } from './expression.js';
import type { RequestFacts } from './facts.js';
import { internalRedirect, redirectsExceeded } from './internal.js';
import type { Answer, Evaluation, Need } from './need.js';
import { observe } from './observe.js';
import { splitTarget } from './path.js';
import { planFor } from './plan.js';
import type { Program } from './program.js';
import { acceptRequest, processRequest, readRequest } from './request.js';

/**
 * Decides one request: the whole way from facts to what shall be sent, error pages included. Pure: what needs the outside
 * world is asked for by yielding a `Need`.
 */
export function* evaluate(program: Program, facts: RequestFacts, recorder: Recorder): Evaluation<Outcome> {
  const exchange = startExchange(program, facts, recorder);
  return yield* unlessOverrun(exchange, answerRequest(exchange, facts));
}

/** Answers a request that cannot be read as the server of its address wants it. */
export function* evaluateRefusal(
  program: Program,
  facts: RequestFacts,
  recorder: Recorder,
  status: Status,
): Evaluation<Outcome> {
  const exchange = startExchange(program, facts, recorder);
  const { path, query } = splitTarget(facts.target);
  exchange.uri = path;
  exchange.query = query;
  return yield* unlessOverrun(exchange, answerError(exchange, status, { kind: 'fail', status }));
}

/** A pattern that takes too long says neither yes nor no: the request is answered with 500. */
function* unlessOverrun(exchange: Exchange, evaluation: Evaluation<Outcome>): Evaluation<Outcome> {
  try {
    return yield* withinBounds(exchange, evaluation);
  } catch (thrown) {
    if (!(thrown instanceof PatternOverrun)) throw thrown;
    exchange.recorder.log('error', undefined, thrown.message);
    return { decision: { kind: 'fail', status: 500 }, exchange, plan: { run: 'page', status: 500 } };
  }
}

/** All searches for a request count together, whatever runs between its steps; most requests search nothing. */
export function* withinBounds<T>({ facts }: Exchange, evaluation: Evaluation<T>): Evaluation<T> {
  const before = spentFor.get(facts) ?? 0;
  let spent = before;
  try {
    for (let answer: Answer; ; ) {
      const outer = beginCount(spent);
      let step: IteratorResult<Need, T>;
      try {
        step = evaluation.next(answer);
      } finally {
        spent = endCount(outer);
      }
      if (step.done) return step.value;
      answer = yield step.value;
    }
  } finally {
    if (spent !== before) spentFor.set(facts, spent);
  }
}

/** What an answer that fails later, or leads on, has spent already. */
const spentFor = new WeakMap<RequestFacts, number>();

function* answerRequest(exchange: Exchange, facts: RequestFacts): Evaluation<Outcome> {
  const accepted = acceptRequest(exchange);
  if (accepted !== ok) return yield* answerError(exchange, accepted, decide(exchange, accepted));
  const reading = readRequest(exchange, facts.target);
  const read = reading ? yield* reading : ok;
  const status = read === ok ? yield* processRequest(exchange, facts.target) : read;
  return yield* conclude(exchange, status);
}

/** What a processed request ends in; a rule of a section may lead on to another path. */
function* conclude(exchange: Exchange, status: Status, known?: Decision): Evaluation<Outcome> {
  const run = status === ok ? yield* planFor(exchange) : status;
  if (typeof run === 'number') return yield* answerError(exchange, run, known ?? decide(exchange, run));
  if (run.run !== 'onward') return finish(known ?? decide(exchange, ok), exchange, run);
  if (!redirectsExceeded(exchange))
    return yield* runInternal(internalRedirect(exchange, exchange.method), run.target, known);
  const message =
    "Request exceeded the limit of internal redirects due to probable configuration error. Use 'LimitInternalRecursion' to increase the limit if necessary";
  exchange.recorder.log('error', 'AH00124', message);
  return yield* answerError(exchange, 500, known ?? decide(exchange, 500));
}

/** What the server says after a content handler gave up with `status` before it sent anything. */
export function* evaluateFailure(exchange: Exchange, status: Status): Evaluation<Outcome> {
  return yield* unlessOverrun(exchange, answerError(exchange, status, { kind: 'fail', status }));
}

/** A content handler's local redirect (RFC 3875 §6.2.2): a new GET on this server. */
export function* evaluateLocalRedirect(exchange: Exchange, path: string): Evaluation<Outcome> {
  if (redirectsExceeded(exchange)) return yield* answerError(exchange, 500, { kind: 'fail', status: 500 });
  exchange.status = 200;
  const next = internalRedirect(exchange, 'GET');
  next.requestFields = exchange.requestFields.copy();
  next.requestFields.unset('Content-Length');
  const { user, authType } = exchange;
  return yield* unlessOverrun(next, runInternal(next, path, { kind: 'accept', user, authType }));
}

function decide(exchange: Exchange, status: Status): Decision {
  if (status === ok) return { kind: 'accept', user: exchange.user, authType: exchange.authType };
  if (status === 401 || status === 407) {
    return { kind: 'challenge', status, challenges: exchange.errorFields.all('WWW-Authenticate') };
  }
  if (status === 403) return { kind: 'deny', status };
  if (status >= 300 && status < 400)
    return { kind: 'redirect', status, location: exchange.responseFields.get('Location') ?? '' };
  return { kind: 'fail', status };
}

function finish(decision: Decision, exchange: Exchange, plan: Plan): Outcome {
  observe(exchange, 'answer');
  return { decision, exchange, plan };
}

/**
 * Sends an error where the configuration wants it (`ap_die`): the ErrorDocument as text, as a redirect or as an internal
 * redirect. An error while an error is handled gives the built-in page of the first one; a status that the client's own request has
 * been given by a rule is none.
 */
function* answerError(exchange: Exchange, status: Status, decision: Decision): Evaluation<Outcome> {
  if (exchange.previous && exchange.status !== 200) return recursiveError(exchange, status, decision);
  const document = exchange.settings.core?.errorDocuments?.[String(status)];
  // Where it leads is computed before the request has the new status, a text after that.
  const place =
    document?.kind === 'url'
      ? documentText(document.url, exchange)
      : document?.kind === 'local'
        ? documentText(document.path, exchange)
        : undefined;
  exchange.status = status;
  if (place !== undefined) tellDocument(exchange, status, place);
  if (document?.kind === 'local' && place !== undefined) return yield* errorPage(exchange, place, decision);
  if (document?.kind === 'url' && place !== undefined) {
    exchange.responseFields.set('Location', place);
    exchange.status = 302;
    return finish(decision, exchange, { run: 'page', status: 302 });
  }
  const text = document?.kind === 'text' ? documentText(document.text, exchange) : undefined;
  tellDocument(exchange, status, text);
  if (text === undefined) return finish(decision, exchange, { run: 'page', status });
  return finish(decision, exchange, { run: 'text', status, text });
}

/** The page for an error, for explanations. */
function tellDocument({ recorder }: Exchange, status: Status, document: string | undefined): void {
  if (!recorder.wantsSteps) return;
  recorder.step({ step: 'error document', status, ...(document !== undefined && { document }) });
}

/** A document that cannot be computed counts as none. */
function documentText(text: TextOrExpression, exchange: Exchange): string | undefined {
  return computedText(text, exchange, 'AH02841', "core: ErrorDocument: can't evaluate require expression");
}

function* errorPage(exchange: Exchange, path: string, decision: Decision): Evaluation<Outcome> {
  exchange.env.set('REQUEST_METHOD', exchange.method);
  if (redirectsExceeded(exchange))
    return finish(decision, exchange, { run: 'page', status: exchange.status });
  return yield* runInternal(internalRedirect(exchange, 'GET'), path, decision);
}

function* runInternal(next: Exchange, path: string, decision?: Decision): Evaluation<Outcome> {
  next.recorder.step({ step: 'phase', phase: 'internal redirect', result: `${next.method} ${path}` });
  const reading = readRequest(next, path);
  const read = reading ? yield* reading : ok;
  const status = read === ok ? yield* processRequest(next, path) : read;
  return yield* conclude(next, status, decision);
}

/** The first error of the chain is told, with a word on the second. */
function recursiveError(exchange: Exchange, status: Status, decision: Decision): Outcome {
  let first = exchange;
  while (first.previous && first.previous.status !== 200) first = first.previous;
  const plan: Plan = {
    run: 'page',
    status: first.status,
    ...(first === exchange ? {} : { failedDocument: status }),
  };
  exchange.status = status;
  return finish(decision, first, plan);
}
