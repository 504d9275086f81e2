import { posix } from 'node:path';
import { modRewrite } from '../directives/mod_rewrite.js';
import type { ConditionArguments } from '../directives/rewrite-condition.js';
import type { RuleArguments } from '../directives/rewrite-rule.js';
import type { RewriteCondition, RewriteOption, RewriteTest } from '../ruleset/mod_rewrite.js';
import { append, put, type Room } from './draft.js';
import { lowerings, type Place, type To } from './lowering.js';

type Here = To<'mod_rewrite'>;

export const rewrite = lowerings(modRewrite, {
  RewriteEngine(on, to) {
    belongHere(to);
    to.settings.engine = on;
  },
  RewriteOptions(names, to) {
    belongHere(to);
    to.settings.options = joined(to.settings.options, names);
    if (to.place.kind === 'server')
      to.server.mod_rewrite.options = joined(to.server.mod_rewrite.options, names);
  },
  RewriteBase(url, to) {
    belongHere(to);
    to.settings.baseUrl = url;
  },
  RewriteCond(args, to) {
    belongHere(to);
    addCondition(args, to);
  },
  RewriteRule(args, to) {
    belongHere(to);
    addRule(args, to);
  },
  RewriteMap({ name, map }, to) {
    to.server.mod_rewrite.written = true;
    if (map.kind === 'function') put(to.server.mod_rewrite.maps, name, map);
    else if ('path' in map) put(to.server.mod_rewrite.maps, name, { ...map, path: to.path(map.path) });
    else
      to.unserved(
        `this kind of RewriteMap is not served`,
        'write the values into a text file and name it with txt:',
      );
  },
});

/** Any line of the module makes a section or server one of its own, which the rules of outer ones do not reach. */
function belongHere(to: Here): void {
  to.server.mod_rewrite.written = true;
  const directory = directoryOf(to.place);
  if (directory !== undefined) to.settings.directory = directory;
}

function directoryOf(place: Place): string | undefined {
  if (!('path' in place)) return place.kind === 'condition' ? '*If/' : undefined;
  const isFolder = place.kind === 'directory' && place.match !== 'regex';
  const path = isFolder ? posix.normalize(place.path) : place.path;
  return path.endsWith('/') ? path : `${path}/`;
}

function joined(known: RewriteOption[] | undefined, names: readonly RewriteOption[]): RewriteOption[] {
  return [...new Set([...(known ?? []), ...names])];
}

/** Conditions that wait for the rule they belong to. */
const waiting = new WeakMap<Room, RewriteCondition[]>();

function addCondition(args: ConditionArguments, to: Here): void {
  const test = testOf(args, to);
  if (!test) return;
  if (args.idleCase)
    to.warn('NC counts for patterns and comparisons of texts only', { hint: 'take the flag out' });
  const { text, negated, orNext, noVary } = args;
  const condition: RewriteCondition = {
    text,
    test,
    negated,
    ...(orNext ? { orNext } : {}),
    ...(noVary ? { noVary } : {}),
  };
  waiting.set(to.room, append(waiting.get(to.room), condition));
}

function testOf({ test }: ConditionArguments, to: Here): RewriteTest | undefined {
  if (test.kind !== 'pattern') return test;
  const failed = `RewriteCond: cannot compile regular expression '${test.pattern}'`;
  const regex = to.regex(test.pattern, test.ignoreCase ? 'i' : '', failed);
  return regex && { kind: 'pattern', regex };
}

function addRule(args: RuleArguments, to: Here): void {
  const conditions = waiting.get(to.room) ?? [];
  waiting.delete(to.room);
  const { pattern, negated, ignoreCase, substitution, flags, values } = args;
  const failed = `RewriteRule: cannot compile regular expression '${pattern}'`;
  const regex = to.regex(pattern, ignoreCase ? 'i' : '', failed);
  if (!regex) return;
  const rule = { pattern: regex, negated, substitution, flags, conditions, ...values, from: to.origin };
  if (to.place.kind === 'server') to.server.mod_rewrite.rules.push(rule);
  else to.settings.rules = append(to.settings.rules, rule);
}
