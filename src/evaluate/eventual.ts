import type { Status } from './decision.js';
import type { Exchange } from './exchange.js';
import type { Evaluation } from './need.js';

type Plain = string | number | boolean | undefined;

/**
 * A result that is there at once, or the evaluation that comes to it. Most requests ask for nothing from outside: for them no evaluation
 * is made, because each one costs time. Results are no objects, which tells the two apart.
 */
export type Eventual<T extends Plain> = T | Evaluation<T>;

/** Goes on behind a phase with what came of it. */
export function andThen<T extends Plain, R extends Plain>(
  before: Eventual<T>,
  exchange: Exchange,
  next: (exchange: Exchange, result: T) => Eventual<R>,
): Eventual<R> {
  return typeof before === 'object' ? later(before, exchange, next) : next(exchange, before);
}

function* later<T extends Plain, R extends Plain>(
  before: Evaluation<T>,
  exchange: Exchange,
  next: (exchange: Exchange, result: T) => Eventual<R>,
): Evaluation<R> {
  const result = next(exchange, yield* before);
  return typeof result === 'object' ? yield* result : result;
}

/** Goes on behind a phase that lets the request go on; any other status ends it. */
export function whenOk(
  before: Eventual<Status>,
  exchange: Exchange,
  next: (exchange: Exchange) => Eventual<Status>,
): Eventual<Status> {
  if (typeof before === 'object') return laterWhenOk(before, exchange, next);
  return before === 0 ? next(exchange) : before;
}

function* laterWhenOk(
  before: Evaluation<Status>,
  exchange: Exchange,
  next: (exchange: Exchange) => Eventual<Status>,
): Evaluation<Status> {
  const status = yield* before;
  if (status !== 0) return status;
  const result = next(exchange);
  return typeof result === 'object' ? yield* result : result;
}
