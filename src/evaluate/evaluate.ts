import { beginCount, endCount, PatternOverrun } from '../pattern/overrun.js';
import type { TextOrExpression } from '../ruleset/text.js';
import { type Decision, type Outcome, ok, type Plan, type Status } from './decision.js';
import type { Recorder } from './exchange.js';
import { type Exchange, startExchange } from './exchange.js';
import { computedText } from './expression.js';
import type { RequestFacts } from './facts.js';
import { internalRedirect, redirectsExceeded } from './internal.js';
import { challengeField, toldStatus } from './login-fields.js';
import type { Answer, Evaluation, Need } from './need.js';
import { observe } from './observe.js';
import { splitTarget } from './path.js';
import { type Chosen, isChosen, planFor } from './plan.js';
import type { Program } from './program.js';
import { acceptRequest, processRequest, readRequest, readTarget } from './request.js';

/** What an evaluation came to at once, or itself, where it asks for something. */
export type Begun = Outcome | Evaluation<Outcome>;

/**
 * Decides one request: the whole way from facts to what shall be sent, error pages included. Pure: what needs the outside
 * world is asked for by yielding a `Need`.
 */
export function* evaluate(program: Program, facts: RequestFacts, recorder: Recorder): Evaluation<Outcome> {
  const begun = beginEvaluation(program, facts, recorder);
  return isOutcome(begun) ? begun : yield* begun;
}

/** The same, with the outcome of a request that asks for nothing at once: that is most of them, and costs less. */
export function beginEvaluation(program: Program, facts: RequestFacts, recorder: Recorder): Begun {
  return begin(startExchange(program, facts, recorder), answerRequest);
}

/** Tells what is there from what still has to be asked for. */
export function isOutcome(begun: Begun): begun is Outcome {
  return 'decision' in begun;
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
  const begun = begin(exchange, () => answerError(exchange, status, { kind: 'fail', status }));
  return isOutcome(begun) ? begun : yield* begun;
}

/** Does what can be done at once. A pattern that takes too long says neither yes nor no: the request is answered with 500. */
function begin(exchange: Exchange, act: (exchange: Exchange) => Begun): Begun {
  const { facts } = exchange;
  const before = spentFor.get(facts) ?? 0;
  const outer = beginCount(before);
  let begun: Begun;
  try {
    begun = act(exchange);
  } catch (thrown) {
    begun = overrun(exchange, thrown);
  } finally {
    const spent = endCount(outer);
    if (spent !== before) spentFor.set(facts, spent);
  }
  return isOutcome(begun) ? begun : unlessOverrun(exchange, begun);
}

function* unlessOverrun(exchange: Exchange, evaluation: Evaluation<Outcome>): Evaluation<Outcome> {
  try {
    return yield* withinBounds(exchange, evaluation);
  } catch (thrown) {
    return overrun(exchange, thrown);
  }
}

function overrun(exchange: Exchange, thrown: unknown): Outcome {
  if (!(thrown instanceof PatternOverrun)) throw thrown;
  exchange.recorder.log('error', undefined, thrown.message);
  return { decision: { kind: 'fail', status: 500 }, exchange, plan: { run: 'page', status: 500 } };
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

function answerRequest(exchange: Exchange): Begun {
  const accepted = acceptRequest(exchange);
  if (accepted !== ok) return answerError(exchange, accepted, decide(exchange, accepted));
  return run(exchange, exchange.facts.target);
}

/** Runs a request whose target is read. `known` is the decision where it is made already. */
function run(exchange: Exchange, target: string, known?: Decision): Begun {
  const read = readRequest(exchange);
  return typeof read === 'number'
    ? runRead(exchange, read, target, known)
    : runLater(exchange, read, target, known);
}

function* runLater(
  exchange: Exchange,
  reading: Evaluation<Status>,
  target: string,
  known: Decision | undefined,
): Evaluation<Outcome> {
  const begun = runRead(exchange, yield* reading, target, known);
  return isOutcome(begun) ? begun : yield* begun;
}

function runRead(exchange: Exchange, read: Status, target: string, known: Decision | undefined): Begun {
  const status = read === ok ? processRequest(exchange, target) : read;
  return typeof status === 'number'
    ? conclude(exchange, status, known)
    : concludeLater(exchange, status, known);
}

function* concludeLater(
  exchange: Exchange,
  evaluation: Evaluation<Status>,
  known: Decision | undefined,
): Evaluation<Outcome> {
  const begun = conclude(exchange, yield* evaluation, known);
  return isOutcome(begun) ? begun : yield* begun;
}

/** What a processed request ends in. */
function conclude(exchange: Exchange, status: Status, known: Decision | undefined): Begun {
  const chosen = status === ok ? planFor(exchange) : status;
  return isChosen(chosen) ? carryOn(exchange, chosen, known) : carryOnLater(exchange, chosen, known);
}

function* carryOnLater(
  exchange: Exchange,
  evaluation: Evaluation<Chosen>,
  known: Decision | undefined,
): Evaluation<Outcome> {
  const begun = carryOn(exchange, yield* evaluation, known);
  return isOutcome(begun) ? begun : yield* begun;
}

/** A rule of a section may lead on to another path. */
function carryOn(exchange: Exchange, chosen: Chosen, known: Decision | undefined): Begun {
  if (typeof chosen === 'number') return answerError(exchange, chosen, known ?? decide(exchange, chosen));
  if (chosen.run !== 'onward') return finish(known ?? decide(exchange, ok), exchange, chosen);
  if (!redirectsExceeded(exchange))
    return runInternal(internalRedirect(exchange, exchange.method), chosen.target, known);
  tellLimit(exchange);
  return answerError(exchange, 500, known ?? decide(exchange, 500));
}

function tellLimit({ recorder }: Exchange): void {
  const message =
    "Request exceeded the limit of internal redirects due to probable configuration error. Use 'LimitInternalRecursion' to increase the limit if necessary";
  recorder.log('error', 'AH00124', message);
}

/** What the server says after a content handler gave up with `status` before it sent anything. */
export function* evaluateFailure(exchange: Exchange, status: Status): Evaluation<Outcome> {
  const begun = begin(exchange, () => answerError(exchange, status, { kind: 'fail', status }));
  return isOutcome(begun) ? begun : yield* begun;
}

/** A content handler's local redirect (RFC 3875 §6.2.2): a new GET on this server. */
export function* evaluateLocalRedirect(exchange: Exchange, path: string): Evaluation<Outcome> {
  if (redirectsExceeded(exchange)) {
    const refused = answerError(exchange, 500, { kind: 'fail', status: 500 });
    return isOutcome(refused) ? refused : yield* refused;
  }
  exchange.status = 200;
  const next = internalRedirect(exchange, 'GET');
  next.requestFields = exchange.requestFields.copy();
  next.requestFields.unset('Content-Length');
  const { user, authType } = exchange;
  const begun = begin(next, () => runInternal(next, path, { kind: 'accept', user, authType }));
  return isOutcome(begun) ? begun : yield* begun;
}

function decide(exchange: Exchange, status: Status): Decision {
  if (status === ok) return { kind: 'accept', user: exchange.user, authType: exchange.authType };
  if (status === 401 || status === 407) {
    const challenges = exchange.errorFields.all(challengeField(exchange));
    return { kind: 'challenge', status: exchange.throughProxy ? 407 : status, challenges };
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
function answerError(exchange: Exchange, answered: Status, decision: Decision): Begun {
  if (exchange.previous && exchange.status !== 200) return recursiveError(exchange, answered, decision);
  // A login to a proxy is asked for with 407: texts are those of 407, pages those of 401.
  const status = toldStatus(exchange, answered);
  const documents = exchange.node.gate.core?.errorDocuments;
  const document = documents?.[String(answered)];
  const words = documents?.[String(status)];
  // Where it leads is computed before the request has the new status, a text after that.
  const place =
    document?.kind === 'url'
      ? documentText(document.url, exchange)
      : document?.kind === 'local'
        ? documentText(document.path, exchange)
        : undefined;
  exchange.status = status;
  if (place !== undefined) tellDocument(exchange, status, place);
  if (document?.kind === 'local' && place !== undefined) return errorPage(exchange, place, decision);
  if (document?.kind === 'url' && place !== undefined) {
    exchange.responseFields.set('Location', place);
    exchange.status = 302;
    return finish(decision, exchange, { run: 'page', status: 302 });
  }
  const text = words?.kind === 'text' ? documentText(words.text, exchange) : undefined;
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

function errorPage(exchange: Exchange, path: string, decision: Decision): Begun {
  exchange.env.set('REQUEST_METHOD', exchange.method);
  // Pages that lead to each other end in the page of the first error.
  if (redirectsExceeded(exchange)) return limitedPage(exchange, decision);
  return runInternal(internalRedirect(exchange, 'GET'), path, decision);
}

function runInternal(next: Exchange, path: string, known: Decision | undefined): Begun {
  next.recorder.step({ step: 'phase', phase: 'internal redirect', result: `${next.method} ${path}` });
  readTarget(next, path);
  return run(next, path, known);
}

/** The limit is an error of its own, and what had no page of its own yet becomes that. */
function limitedPage(exchange: Exchange, decision: Decision): Outcome {
  tellLimit(exchange);
  const failedDocument = exchange.status;
  exchange.status = 500;
  const { status } = firstError(exchange);
  return finish(decision, firstError(exchange), { run: 'page', status, failedDocument });
}

function firstError(exchange: Exchange): Exchange {
  let first = exchange;
  while (first.previous && first.previous.status !== 200) first = first.previous;
  return first;
}

/** The first error of the chain is told, with a word on the second. */
function recursiveError(exchange: Exchange, status: Status, decision: Decision): Outcome {
  const first = firstError(exchange);
  const plan: Plan = { run: 'page', status: first.status, failedDocument: status };
  exchange.status = status;
  return finish(decision, first, plan);
}
