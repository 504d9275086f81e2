import type { RewriteRule } from '../ruleset/mod_rewrite.js';
import { compileRegex } from '../ruleset/regex.js';
import type { Exchange } from './exchange.js';
import type { Evaluation } from './need.js';
import { setCookie } from './rewrite-cookie.js';
import { setVariable } from './rewrite-environment.js';
import { expand, type QuestionMark } from './rewrite-expand.js';
import { conditionsHold } from './rewrite-test.js';
import { ownPath, qualified, splitQuery, urlStart } from './rewrite-url.js';
import { type Rewriting, rename } from './rewriting.js';

/** What became of the name: `raw` is not escaped any more, `status` ends the request with the exchange's status. */
export type Rewritten = 'unchanged' | 'changed' | 'raw' | 'status' | 'refused';

type RuleResult = 'no match' | 'substituted' | 'matched' | 'refused';

/** The longest name that rules may make, as a multiple of LimitRequestLine. */
const longestName = 2;
const mostRounds = 32_000;

/** How a name is told that goes on to the other modules as if it had been asked for. */
export const passedThrough = 'passthrough:';

/** Runs the rules in order (`apply_rewrite_list`); the outcome is in `name`, the exchange's query and its status. */
export function* applyRules(rules: readonly RewriteRule[], rewriting: Rewriting): Evaluation<Rewritten> {
  const { exchange } = rewriting;
  let changed: Rewritten = 'unchanged';
  let rounds = 1;
  for (let at = 0; at < rules.length; at++) {
    const rule = rules[at]!;
    const { flags } = rule;
    if (exchange.main && (flags.includes('no-subrequests') || flags.includes('redirect'))) continue;
    const result = yield* applyRule(rule, rewriting);
    if (result === 'no match') {
      while (rules[at]?.flags.includes('chain')) at++;
      continue;
    }
    if (!flags.includes('no-substitution')) rewriting.last = rule;
    if (isTooLong(rewriting, rule)) return 'status';
    if (rewriting.varies.length > 0) exchange.responseFields.merge('Vary', rewriting.varies.join(', '));
    if (result === 'refused') return 'refused';
    if (flags.includes('status')) return 'status';
    if (result === 'substituted') changed = flags.includes('no-escape') ? 'raw' : 'changed';
    if (flags.includes('pass-through')) {
      rename(rewriting, passedThrough + rewriting.name);
      return 'changed';
    }
    if (flags.includes('end')) endRewriting(exchange);
    if (flags.includes('end') || flags.includes('proxy') || flags.includes('last')) return changed;
    if (flags.includes('next-round')) {
      if (++rounds >= (rule.rounds ?? mostRounds)) return tooManyRounds(rewriting, rule);
      at = -1;
    } else at += Math.max(rule.skip ?? 0, 0);
  }
  return changed;
}

function isTooLong({ name, exchange }: Rewriting, { pattern }: RewriteRule): boolean {
  const most = longestName * exchange.program.host.core.limitRequestLine;
  if (name.length <= most) return false;
  const message = `RewriteRule '${pattern.pattern}' and URI '${exchange.uri}' exceeded maximum length (${most})`;
  exchange.recorder.log('error', undefined, message);
  exchange.status = 500;
  return true;
}

function tooManyRounds({ exchange }: Rewriting, { pattern, rounds = mostRounds }: RewriteRule): 'status' {
  const message = `RewriteRule '${pattern.pattern}' and URI '${exchange.uri}' exceeded maximum number of rounds (${rounds}) via the [N] flag`;
  exchange.recorder.log('error', 'AH02596', message);
  exchange.status = 500;
  return 'status';
}

const ended = new WeakSet<Exchange>();

/** END: no rule is applied any more, not even where the request leads inside the server. */
function endRewriting(exchange: Exchange): void {
  ended.add(exchange);
}

export function hasEnded(exchange: Exchange): boolean {
  for (let at: Exchange | undefined = exchange; at; at = at.previous) if (ended.has(at)) return true;
  return false;
}

function* applyRule(rule: RewriteRule, rewriting: Rewriting): Evaluation<RuleResult> {
  const { exchange } = rewriting;
  rewriting.uri = uriOf(rewriting);
  rewriting.varies.length = 0;
  const groups = compileRegex(rule.pattern).exec(rewriting.uri);
  if ((groups !== undefined) === rule.negated) return 'no match';
  rewriting.seen.length = 0;
  rewriting.conditionGroups = undefined;
  rewriting.ruleGroups = groups;
  if (!(yield* conditionsHold(rule.conditions, rewriting))) return 'no match';
  const substitutes = !rule.flags.includes('no-substitution');
  const result = substitutes ? yield* substituted(rule, rewriting) : '';
  if (result === undefined) return 'refused';
  for (const entry of rule.environment ?? []) setVariable(exchange, yield* expand(entry, rewriting));
  for (const entry of rule.cookies ?? []) setCookie(exchange, yield* expand(entry, rewriting));
  if (!substitutes) {
    yield* forceType(rule, rewriting);
    if (rule.flags.includes('status')) exchange.status = rule.status;
    noteRule(rewriting, rule);
    return 'matched';
  }
  yield* takeName(rule, result, rewriting);
  noteRule(rewriting, rule);
  return 'substituted';
}

/** Of a file, its path info counts too; the section's own folder is taken off. */
function uriOf({ name, directory, proxied, exchange }: Rewriting): string {
  if (directory === undefined) return name;
  const whole = name + exchange.pathInfo;
  return !proxied && whole.startsWith(directory) ? whole.slice(directory.length) : whole;
}

/** The substitution with its references put in; undefined where a question mark came from outside. */
function* substituted(rule: RewriteRule, rewriting: Rewriting): Evaluation<string | undefined> {
  const mark: QuestionMark | undefined = rule.flags.includes('allow-encoded-question-mark')
    ? undefined
    : { last: rule.flags.includes('query-behind-last'), settled: false, unsafe: false };
  const text = yield* expand(rule.substitution, rewriting, rule, mark);
  if (!mark?.unsafe) return text;
  const { exchange } = rewriting;
  exchange.recorder.log('error', 'AH10508', 'Unsafe URL with %3f URL rewritten without UnsafeAllow3F');
  exchange.status = 403;
  return undefined;
}

function noteRule({ exchange, name }: Rewriting, rule: RewriteRule): void {
  if (!exchange.recorder.wantsSteps) return;
  const text = `RewriteRule ${rule.negated ? '!' : ''}${rule.pattern.pattern} ${rule.substitution}`;
  exchange.recorder.step({ step: 'rewrite', rule: text, result: name, from: rule.from });
}

/** Makes the new name the request's: with the section's folder before it, without its query, as a URL where it has to be one. */
function* takeName(rule: RewriteRule, text: string, rewriting: Rewriting): Evaluation<void> {
  const { exchange, directory } = rewriting;
  const { flags } = rule;
  const prefix = prefixFor(rule, text, rewriting);
  if (directory !== undefined && flags.includes('discard-path-info')) exchange.pathInfo = '';
  const { name, query } = splitQuery(prefix + text, exchange.query, rule);
  exchange.query = query;
  if (flags.includes('proxy')) {
    rename(rewriting, `proxy:${qualified(exchange, name)}`);
    return;
  }
  if (flags.includes('redirect')) {
    rename(rewriting, qualified(exchange, name));
    exchange.status = rule.status;
    return;
  }
  const own = ownPath(exchange, name);
  if (own !== undefined && !exchange.program.host.mod_rewrite.options?.includes('LegacyPrefixDocRoot'))
    exchange.notes.set('mod_rewrite_uri_reduced', 'true');
  rename(rewriting, own ?? name);
  if (urlStart(rewriting.name)) {
    exchange.status = rule.status;
    return;
  }
  if (!flags.includes('keep-slashes') && prefix === '' && !rule.substitution.startsWith('//'))
    rename(rewriting, rewriting.name.replace(/^\/+(?=\/)/, ''));
  yield* forceType(rule, rewriting);
}

/** What a relative name gets before it: the section's folder, or a slash unless it is to become a URL. */
function prefixFor({ flags }: RewriteRule, text: string, { directory, proxied }: Rewriting): string {
  if (proxied || text.startsWith('/') || urlStart(text)) return '';
  if (directory !== undefined) return directory;
  return flags.includes('proxy') || flags.includes('redirect') ? '' : '/';
}

/** T and H: what the fixup phase makes of the file. */
function* forceType(rule: RewriteRule, rewriting: Rewriting): Evaluation<void> {
  const { notes } = rewriting.exchange;
  const type = rule.type === undefined ? '' : yield* expand(rule.type, rewriting, rule);
  if (type !== '') notes.set('rewrite-forced-mimetype', type.toLowerCase());
  const handler = rule.handler === undefined ? '' : yield* expand(rule.handler, rewriting, rule);
  if (handler !== '') notes.set('rewrite-forced-handler', handler.toLowerCase());
}
