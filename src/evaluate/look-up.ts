import { isInRange, parseAddress } from '../ruleset/address.js';
import type { Condition } from '../ruleset/text.js';
import type { Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { attemptCondition, type ExpressionError } from './expression.js';
import { type Answers, type Look, lookKey } from './expression-run.js';
import { redirectsExceeded, subrequest } from './internal.js';
import { ask, type Evaluation } from './need.js';
import { decodePath, escapePath, removeDots, splitTarget } from './path.js';

/** Runs the phases of a subrequest up to its handler. */
export interface LookUps {
  /** For a path of this server, perhaps with a query. */
  readonly uri: (inner: Exchange, target: string) => Evaluation<Status>;
  /** For a file, whose name and path are set in the exchange already. */
  readonly file: (inner: Exchange) => Evaluation<Status>;
}

/** Whether a condition holds; what it wants to know of other paths and names is looked up, each once. `groups`: see `attemptCondition`. */
export function* judgeCondition(
  condition: Condition,
  exchange: Exchange,
  lookUps: LookUps,
  groups?: readonly (string | undefined)[],
): Evaluation<boolean | ExpressionError> {
  let answers: Answers | undefined;
  for (;;) {
    const result = attemptCondition(condition, exchange, answers, groups);
    if (typeof result === 'boolean' || 'problem' in result) return result;
    answers ??= new Map();
    answers.set(lookKey(result), yield* lookUp(result, exchange, lookUps));
  }
}

/** The answer to one look. */
export function* lookUp(look: Look, exchange: Exchange, lookUps: LookUps): Evaluation<boolean> {
  switch (look.look) {
    case 'uri':
      return yield* isServed(look.of, exchange, lookUps);
    case 'file':
      return yield* isServedFile(look.of, exchange, lookUps);
    case 'address': {
      const [first] = yield* ask({ need: 'resolve', direction: 'addresses', of: look.of });
      const address = first === undefined ? undefined : parseAddress(first);
      return address !== undefined && isInRange(look.range, address);
    }
  }
}

/** `-U`: whether a request for the path would get anything but an error. */
function* isServed(path: string, exchange: Exchange, lookUps: LookUps): Evaluation<boolean> {
  return (yield* lookUpPath(path, exchange, lookUps)).status < 400;
}

/** `-F`: whether a file is there and the configuration lets it be served. */
function* isServedFile(name: string, exchange: Exchange, lookUps: LookUps): Evaluation<boolean> {
  const { status, inner } = yield* lookUpFile(name, exchange, lookUps);
  const { machine } = exchange.program.surroundings;
  return status < 300 && inner?.filename !== undefined && machine.look(inner.filename, false) !== undefined;
}

/** What came of a subrequest up to its handler: 0 when it may go on to it. */
export interface LookedUp {
  readonly status: Status;
  readonly inner?: Exchange;
}

/** A subrequest for a path of this server, which may be relative (`ap_sub_req_lookup_uri`). */
export function* lookUpPath(path: string, exchange: Exchange, lookUps: LookUps): Evaluation<LookedUp> {
  if (redirectsExceeded(exchange)) return { status: 500 };
  const target = path.startsWith('/') ? path : escapePath(folderOf(exchange.uri)) + path;
  const inner = subrequest(exchange);
  return { status: yield* lookUps.uri(inner, target), inner };
}

/** A subrequest for a file, whose name may be relative to that of the request's (`ap_sub_req_lookup_file`). */
export function* lookUpFile(name: string, exchange: Exchange, lookUps: LookUps): Evaluation<LookedUp> {
  if (redirectsExceeded(exchange) || exchange.filename === undefined) return { status: 500 };
  const folder = folderOf(exchange.filename);
  const filename = removeDots(name.startsWith('/') ? name : folder + name, true);
  if (filename === undefined) return { status: 403 };
  const inner = subrequest(exchange);
  inner.filename = filename;
  const rest = filename.startsWith(folder) ? filename.slice(folder.length) : '';
  const beside = rest !== '' && !rest.includes('/');
  inner.uri = beside ? folderOf(exchange.uri) + rest : '';
  // httpd reads the name as a path of a request, too, which must be sound.
  const { path } = splitTarget(beside ? inner.uri : name);
  if ('status' in decodePath(path.startsWith('/') ? path : `/${path}`, rules)) return { status: 400 };
  return { status: yield* lookUps.file(inner), inner };
}

const rules = { mergeSlashes: true, encodedSlashes: 'Off' } as const;

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
