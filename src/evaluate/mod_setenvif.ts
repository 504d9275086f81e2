import type { EnvironmentTest } from '../ruleset/mod_setenvif.js';
import { compileRegex } from '../ruleset/regex.js';
import type { Regex } from '../ruleset/text.js';
import { ok, type Status } from './decision.js';
import { type Exchange, requestHeader } from './exchange.js';
import { failedGroups } from './expression-test.js';
import { insertGroups } from './insert-groups.js';
import { judgeCondition, type LookUps } from './look-up.js';
import { namedValue, setNamedValue, unsetNamedValue } from './named-values.js';
import type { Evaluation } from './need.js';
import { observe } from './observe.js';
import { remoteHost } from './remote-host.js';

/** The outcome of a test: no match, or the groups to put into values; `verbatim` values are taken as written. */
type Match = readonly (string | undefined)[] | 'verbatim' | undefined;

/** Runs SetEnvIf and its kin in order; each may see what those before it set. 500 when a value grows too long. */
export function* runSetEnvIf(
  exchange: Exchange,
  tests: readonly EnvironmentTest[],
  lookUps: LookUps,
): Evaluation<Status> {
  for (const { test, variables, from } of tests) {
    const match =
      test.kind === 'expression'
        ? yield* matchExpression(exchange, test, lookUps)
        : matchText(exchange, test);
    if (match === undefined) continue;
    for (const { name, value } of variables) if (!assign(exchange, name, value, match)) return 500;
    observe(exchange, 'SetEnvIf', from);
  }
  return ok;
}

function* matchExpression(
  exchange: Exchange,
  test: EnvironmentTest['test'] & { kind: 'expression' },
  lookUps: LookUps,
): Evaluation<Match> {
  const result = yield* judgeCondition(test.condition, exchange, lookUps);
  if (result !== true) {
    if (result !== false) {
      exchange.recorder.log('error', undefined, `Evaluation of expression failed: ${result.problem}`);
    }
    return undefined;
  }
  // A pattern with groups that did not match leaves nothing to put in.
  return exchange.groups === failedGroups ? 'verbatim' : exchange.groups;
}

type TextTest = Exclude<EnvironmentTest['test'], { kind: 'expression' }>;

/** What is missing counts as an empty text, so that `^$` finds it. */
function matchText(exchange: Exchange, test: TextTest): Match {
  const text = subjectOf(exchange, test) ?? '';
  if (isPlain(test.regex)) return compileRegex(test.regex).test(text) ? 'verbatim' : undefined;
  return compileRegex(test.regex).exec(text);
}

function subjectOf(exchange: Exchange, test: TextTest): string | undefined {
  switch (test.kind) {
    case 'attribute':
      return attributeOf(exchange, test.attribute);
    case 'header':
      return requestHeader(exchange, test.header) ?? namedValue(exchange.env, test.header);
    case 'headers':
      return lastHeaderOf(exchange, test.name);
    case 'variable':
      return namedValue(exchange.env, test.variable);
  }
}

/** Of the fields whose name fits the pattern the last one counts. */
function lastHeaderOf(exchange: Exchange, name: Regex): string | undefined {
  const pattern = compileRegex(name);
  let last: string | undefined;
  for (const [field] of exchange.requestFields) {
    if (pattern.test(field)) last = requestHeader(exchange, field);
  }
  return last;
}

type Attribute = (EnvironmentTest['test'] & { kind: 'attribute' })['attribute'];

function attributeOf(exchange: Exchange, attribute: Attribute): string | undefined {
  const { connection } = exchange;
  switch (attribute) {
    case 'Remote_Addr':
      return connection.remoteAddress;
    case 'Remote_Host':
      return remoteHost(exchange) || connection.remoteAddress;
    case 'Request_URI':
      return exchange.uri;
    case 'Request_Method':
      return exchange.method;
    case 'Request_Protocol':
      return `HTTP/${exchange.facts.version}`;
    case 'Server_Addr':
      return connection.localAddress;
  }
}

/** A value that begins with `!` unsets, as `!name` does. */
function assign(
  exchange: Exchange,
  name: string,
  value: string | null,
  match: Exclude<Match, undefined>,
): boolean {
  if (value === null || value.startsWith('!')) {
    unsetNamedValue(exchange.env, name);
    return true;
  }
  const text = match === 'verbatim' ? value : insertGroups(value, match);
  if (text === undefined) {
    const message = `Regular expression replacement failed for '${name}', value too long?`;
    exchange.recorder.log('error', 'AH01505', message);
    return false;
  }
  setNamedValue(exchange.env, name, text);
  return true;
}

const plain = new WeakMap<Regex, boolean>();

/** httpd searches for a pattern without operators as plain text, and then puts no groups into values. */
function isPlain(regex: Regex): boolean {
  const known = plain.get(regex);
  if (known !== undefined) return known;
  const result = /^(?:[^^.$|()[\]*+?{}\\]|\\[\^.$|()[\]*+?{}\\])*$/.test(regex.pattern);
  plain.set(regex, result);
  return result;
}
