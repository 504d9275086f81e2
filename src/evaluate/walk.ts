import { compileRegex } from '../ruleset/regex.js';
import type { ConditionSection, Section } from '../ruleset/ruleset.js';
import { wildcardMatcher } from '../source/wildcard.js';
import { applySection, applyTogether, mergedAtOnce, publishGroups, tellSection } from './apply-section.js';
import type { Eventual } from './eventual.js';
import type { Exchange } from './exchange.js';
import { attemptCondition, type ExpressionError } from './expression.js';
import { judgeCondition, type LookUps } from './look-up.js';
import type { Evaluation } from './need.js';
import { baseName } from './path.js';
import { ConditionLooks } from './same-configuration.js';
import type { Found } from './section-index.js';
import type { MergedNode } from './sections.js';

/**
 * Merges the sections of a request in httpd's order: Directory, Directory by expression, Files, Location, then all
 * conditions of what was merged. For a proxied request Proxy sections take the place of the first three. Done at once where there is no condition.
 */
export function walkAll(exchange: Exchange, lookUps: LookUps): Eventual<undefined> {
  let node = exchange.program.root;
  if (exchange.proxy === undefined && exchange.filename !== undefined) {
    if (exchange.program.hasFileSections) node = walkFiles(exchange, exchange.folders?.node ?? node);
  }
  if (exchange.proxy !== undefined) node = walkProxies(exchange, node, exchange.proxy.name);
  return finish(exchange, walkLocations(exchange, node), lookUps);
}

/** The Location and condition part alone, as before translation. */
export function walkLocationsOnly(exchange: Exchange, lookUps: LookUps): Eventual<undefined> {
  return finish(exchange, walkLocations(exchange, exchange.program.root), lookUps);
}

function finish(exchange: Exchange, located: MergedNode, lookUps: LookUps): Eventual<undefined> {
  if (located.conditions.length > 0) return settleConditions(exchange, located, lookUps);
  settle(exchange, located);
  return undefined;
}

function settleConditions(exchange: Exchange, located: MergedNode, lookUps: LookUps): Eventual<undefined> {
  // Conditions ask under what the sections around them say, as HostnameLookups.
  settle(exchange, located);
  const walk: ConditionWalk = {
    looks: new ConditionLooks(exchange, located),
    level: located.conditions,
    next: 0,
    held: [],
    taken: false,
  };
  const open = walkConditions(exchange, walk);
  if (open) return settleLater(exchange, located, walk, open, lookUps);
  settle(exchange, withHeld(exchange, walk, located));
  return undefined;
}

function* settleLater(
  exchange: Exchange,
  located: MergedNode,
  walk: ConditionWalk,
  first: ConditionSection,
  lookUps: LookUps,
): Evaluation<undefined> {
  for (let open: ConditionSection | undefined = first; open; open = walkConditions(exchange, walk))
    judge(exchange, walk, open, yield* judgeCondition(open.condition!, exchange, lookUps));
  settle(exchange, withHeld(exchange, walk, located));
  return undefined;
}

function settle(exchange: Exchange, node: MergedNode): void {
  exchange.node = node;
  exchange.settings = node.settings;
}

/** Only expressions tell runs of slashes from one, where MergeSlashes leaves any. */
function walkLocations(exchange: Exchange, start: MergedNode): MergedNode {
  const { uri, program } = exchange;
  const merged = program.host.core.mergeSlashes || !uri.startsWith('/') ? uri : uri.replace(/\/{2,}/g, '/');
  const known = mergedAtOnce(exchange, program.index.locations, merged, start);
  if (known) return known;
  const covering: Section[] = [];
  const found: Found = (section, groups) => {
    if (groups) publishGroups(exchange, section, groups);
    tellSection(exchange, section);
    covering.push(section);
  };
  program.index.locations.find(merged, found, uri);
  return applyTogether(exchange, start, covering);
}

/** Proxy sections in file order: a URL covers what begins with it (`proxy_walk`). */
function walkProxies(exchange: Exchange, start: MergedNode, url: string): MergedNode {
  let node = start;
  for (const section of exchange.program.host.proxies) {
    const groups = matchUrl(section, url);
    if (!groups) continue;
    publishGroups(exchange, section, groups);
    node = applySection(exchange, node, section);
  }
  return node;
}

function matchUrl({ match }: Section, url: string): readonly (string | undefined)[] | undefined {
  if (match.kind === 'regex') return compileRegex(match.regex).exec(url);
  const matches =
    match.kind === 'prefix'
      ? url.startsWith(match.prefix)
      : wildcardMatcher(match.pattern, { pathname: false })(url);
  return matches ? [] : undefined;
}

/** Files sections look at the last path component; those of the server come before those inside Directory sections. */
function walkFiles(exchange: Exchange, start: MergedNode): MergedNode {
  const name = baseName(exchange.filename!);
  const covering: Section[] = [];
  for (const section of filesOf(exchange, start)) {
    const groups = matchFile(section, name);
    if (!groups) continue;
    publishGroups(exchange, section, groups);
    tellSection(exchange, section);
    covering.push(section);
  }
  return applyTogether(exchange, start, covering);
}

function filesOf(exchange: Exchange, node: MergedNode): readonly Section[] {
  const outer = exchange.program.host.files;
  const inner = node.sections.flatMap((section) => ('files' in section ? section.files : []));
  return inner.length === 0 ? outer : [...outer, ...inner];
}

function matchFile(section: Section, name: string): readonly (string | undefined)[] | undefined {
  const { match } = section;
  if (match.kind === 'prefix') return match.prefix === name ? [] : undefined;
  if (match.kind === 'wildcard')
    return wildcardMatcher(match.pattern, { pathname: true })(name) ? [] : undefined;
  return compileRegex(match.regex).exec(name);
}

/** How far the conditions of a request are judged. */
interface ConditionWalk {
  readonly looks: ConditionLooks;
  level: readonly ConditionSection[];
  /** The place in the level. */
  next: number;
  /** What holds of the level. */
  held: ConditionSection[];
  /** Whether a branch before has been taken. */
  taken: boolean;
}

/**
 * Judges If, ElseIf and Else level by level: nested conditions are looked at after all of their parents' level. Goes on to the next
 * condition that something has to be looked up for, and gives it; without one to the end.
 */
function walkConditions(exchange: Exchange, walk: ConditionWalk): ConditionSection | undefined {
  while (walk.level.length > 0) {
    while (walk.next < walk.level.length) {
      const section = walk.level[walk.next++]!;
      if (section.branch !== 'if' && walk.taken) continue;
      const result = section.condition ? attemptCondition(section.condition, exchange, undefined) : true;
      if (typeof result === 'object' && 'look' in result) return section;
      judge(exchange, walk, section, result);
    }
    walk.level = walk.looks.next(walk.held);
    walk.next = 0;
    walk.held = [];
    walk.taken = false;
  }
  return undefined;
}

/** A condition without a result does not hold. */
function judge(
  exchange: Exchange,
  walk: ConditionWalk,
  section: ConditionSection,
  result: boolean | ExpressionError,
): void {
  if (typeof result !== 'boolean')
    exchange.recorder.log('error', 'AH00039', `Failed to evaluate <If > condition: ${result.problem}`);
  else if (section.condition) noteCondition(exchange, section, result);
  walk.taken = result === true;
  if (walk.taken) walk.held.push(section);
}

/** The node that also holds what the conditions that hold say. */
function withHeld(exchange: Exchange, { looks }: ConditionWalk, start: MergedNode): MergedNode {
  let node = start;
  for (const held of looks.done()) {
    for (const section of held) tellSection(exchange, section);
    node = applyTogether(exchange, node, held);
  }
  return node;
}

function noteCondition(exchange: Exchange, section: ConditionSection, matched: boolean): void {
  if (matched || !exchange.recorder.wantsSteps) return;
  exchange.recorder.step({ step: 'section', title: section.title, matched, from: section.from });
}
