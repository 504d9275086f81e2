import type { Rule } from '../ruleset/mod_authz_core.js';
import type { Origin } from '../ruleset/origin.js';
import { type Authorization, logLine } from './authz.js';
import type { Exchange } from './exchange.js';
import { writtenRule } from './gate.js';
import { groupsTold } from './pac-groups.js';
import { ruleText } from './rule-text.js';
import type { Verdict } from './trace.js';

const results: Readonly<Record<Exclude<Verdict, 'error'>, string>> = {
  granted: 'granted',
  denied: 'denied',
  'denied-no-user': 'denied (no authenticated user yet)',
  neutral: 'neutral',
};

/** What each rule says, at the level debug; an error ends the search before anything is told, as in httpd. */
export function tellResult(
  authorization: Authorization,
  rule: Rule,
  verdict: Verdict,
  elsewhere = false,
): void {
  if (!authorization.talkative || verdict === 'error') return;
  const code = elsewhere ? 'AH01625' : 'AH01626';
  const behind = elsewhere ? ' (directive limited to other methods)' : '';
  const message = `authorization result of ${ruleText(rule)}: ${results[verdict]}${behind}`;
  logLine(authorization, 'debug', code, message);
}

/** Writes what has not been written yet of an authorization's lines. */
export function tellLines(authorization: Authorization): void {
  const { exchange, lines, told } = authorization;
  if (!lines) return;
  for (const { level, code, message } of lines.slice(told)) exchange.recorder.log(level, code, message);
  authorization.told = Math.max(told, lines.length);
}

/** A request may fail at many lines; the first ones say enough. */
const mostDenials = 8;

/** The Require lines that stood in the way, with their places: what httpd does not tell. */
export function tellDenials(exchange: Exchange, denials: readonly Rule[]): void {
  const { recorder, program, node } = exchange;
  if (denials.length === 0 || !recorder.wants?.('info')) return;
  const told = denials.slice(0, mostDenials).map((rule) => {
    // A single rule is that of all sets that have an equal one, wherever they have it from.
    const { from } = rule === node.rule ? writtenRule(node.settings)! : rule;
    return `${ruleText(rule)} (${placeOf(from, program.ruleset.files)})`;
  });
  const rest = denials.length > told.length ? ` and ${denials.length - told.length} more` : '';
  recorder.log('info', undefined, `not let in by ${told.join(', ')}${rest}`);
  if (exchange.user !== undefined && denials.some(asksForGroups))
    recorder.log('info', undefined, groupsTold(exchange));
}

const asksForGroups = (rule: Rule): boolean => rule.kind === 'require' && rule.test.provider === 'pac-group';

/** A line of the configuration for people. */
export function placeOf({ file, path, line }: Origin, files: readonly string[]): string {
  return `${path ?? files[file] ?? 'the ruleset'}:${line}`;
}
