import type { AppliedSection, MergedNode } from '../evaluate/sections.js';
import type { Origin } from '../ruleset/origin.js';
import type { ConditionSection, Host, Section, Settings, SettingsModule } from '../ruleset/ruleset.js';
import { Allowance } from './allowance.js';
import { conditionQuestions } from './condition-questions.js';
import { longestPath } from './folders-above.js';
import { type Consequence, isGranted, type Proof, showsConsequence } from './proof.js';
import { directorySamples, fileNames, locationSamples, locationSet } from './samples.js';
import type { Question, ServerView } from './server-view.js';
import type { Supposed } from './supposed.js';

/** One set of sections with its merged settings: what some requests are decided by. */
export interface Place {
  readonly server: ServerView;
  readonly settings: Settings;
  /** Those merged, the last one decides. Empty: what stands outside of all sections. */
  readonly sections: readonly AppliedSection[];
  /** The conditions of the server and of these sections, whether they held or not. */
  readonly conditions: readonly ConditionSection[];
  /** The last section's opening line, or the server. */
  readonly title: string;
  /** Where the last section was written. */
  readonly from: Origin | undefined;
  /** The path of a request that is decided by it; `undefined` where none was found, as for a folder without a URL. */
  readonly target: string | undefined;
  /** Where the last line with a directive in force was written. */
  readonly originOf: (module: SettingsModule, directive: string) => Origin | undefined;
  /** Where all of them were written. */
  readonly originsOf: (module: SettingsModule, directive: string) => readonly Origin[];
  /** What such a request comes to; `undefined` without a target. */
  readonly ask: (question?: Omit<Question, 'target'>) => Supposed | undefined;
  /** A request that has a consequence; `undefined` where it does not, so that nothing is claimed that is not so. */
  readonly prove: (consequence: Consequence, question?: Omit<Question, 'target'>) => Proof | undefined;
}

/** Methods that rules ask about: the common ones, and one that is none of httpd's own. */
export const commonMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const;

/** All sets of sections of a server that some path leads to, and those of its sections that no path was found for. */
export function placesOf(server: ServerView, allowance = new Allowance()): readonly Place[] {
  const found = new Map<MergedNode, Place>();
  const { root } = server.program;
  for (const [target, section] of candidates(server, allowance)) {
    const { exchange } = server.ask({ target });
    if (exchange.program !== server.program) continue;
    if (section && !exchange.node.sections.includes(section)) continue;
    if (!found.has(exchange.node)) found.set(exchange.node, placeFor(server, exchange.node, target));
  }
  addConditional(server, found, allowance);
  const seen = new Set([...found.values()].flatMap(({ sections }) => sections));
  const own = ownOf(server);
  for (const section of sectionsOf(server)) {
    if (seen.has(section)) continue;
    if (found.size >= mostPlaces) {
      allowance.cut('sections', section.from);
      break;
    }
    const isInherited = own !== undefined && !own.has(section);
    if (isInherited && allowance.inherited <= 0) allowance.cut('inherited', server.virtualHost?.from);
    else addUnreached(server, section, found);
    if (isInherited) allowance.inherited--;
  }
  if (!found.has(root)) found.set(root, placeFor(server, root, undefined));
  return [...found.values()];
}

/** How many requests are tried to find those for which conditions hold. */
const mostTries = 5_000;

/** The sets of sections that some requests find, for which a condition holds. */
function addConditional(server: ServerView, found: Map<MergedNode, Place>, allowance: Allowance): void {
  let tries = Math.min(mostTries, allowance.tries);
  allowance.tries -= tries;
  for (const place of found.values()) {
    const { target, conditions, sections } = place;
    if (target === undefined || conditions.length === 0) continue;
    for (const section of conditions.filter((each) => !sections.includes(each))) {
      for (const { query, ...question } of conditionQuestions(section, conditions)) {
        tries -= 1;
        if (tries < 0 || found.size >= mostPlaces) {
          allowance.cut('conditions', section.from);
          return;
        }
        const asked = query === undefined ? target : `${target}?${query}`;
        const { exchange } = server.ask({ ...question, target: asked });
        if (exchange.program !== server.program || !exchange.node.sections.includes(section)) continue;
        if (!found.has(exchange.node))
          found.set(exchange.node, placeFor(server, exchange.node, asked, question));
        break;
      }
    }
  }
  allowance.tries += tries;
}

/** Servers with more sets of sections are not looked at whole. */
const mostPlaces = 20_000;

/** A section without a path that leads to it, with the sections around that surely apply, too. */
function addUnreached(server: ServerView, section: Section, found: Map<MergedNode, Place>): void {
  const { merger, root, host } = server.program;
  const isLocation = locationSet(host).has(section);
  const around = outermostFirst(isLocation ? host.locations : host.directories, section);
  const node = [...around, section].reduce((at, each) => merger.apply(at, each), root);
  if (!found.has(node)) found.set(node, placeFor(server, node, undefined));
}

const byPrefix = new WeakMap<readonly Section[], ReadonlyMap<string, readonly number[]>>();

/** The literal sections around another one, in the order of their list; there may be many others. */
function outermostFirst(sections: readonly Section[], { match }: Section): readonly Section[] {
  if (match.kind !== 'prefix' || match.prefix.length > longestPath) return [];
  const known = byPrefix.get(sections) ?? indexed(sections);
  byPrefix.set(sections, known);
  const { prefix } = match;
  const above = [...prefix.matchAll(/\//g)].flatMap(({ index }) => [
    prefix.slice(0, index),
    prefix.slice(0, index + 1),
  ]);
  const found = [...new Set(above)]
    .filter((each) => each !== prefix)
    .flatMap((each) => known.get(each) ?? []);
  return found.sort((one, other) => one - other).map((at) => sections[at]!);
}

function indexed(sections: readonly Section[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [at, { match }] of sections.entries()) {
    if (match.kind !== 'prefix') continue;
    const same = found.get(match.prefix);
    if (same) same.push(at);
    else found.set(match.prefix, [at]);
  }
  return found;
}

/** What a virtual host says itself; absent for the main server, whose lines are all its own. */
function ownOf({ virtualHost }: ServerView): ReadonlySet<object> | undefined {
  return virtualHost && new Set(partsOf(virtualHost));
}

/** All that paths are told apart by. */
const partsOf = (host: Omit<Host, 'core'>): readonly object[] => [
  ...[host.locations, host.directories, host.directoryMatches, host.files].flat(),
  ...[host.mod_proxy.passes, host.mod_alias.aliases].flat(),
];

function placeFor(
  server: ServerView,
  node: MergedNode,
  target: string | undefined,
  found: Omit<Question, 'target'> = {},
): Place {
  const { settings, sections } = node;
  const usual = { ...(isMeantForTls(server, settings) && { secure: true }), ...found };
  const last = sections.at(-1);
  const whole = (question: Omit<Question, 'target'>, path: string): Question => {
    const fields = [...(usual.fields ?? []), ...(question.fields ?? [])];
    return { ...usual, ...question, ...(fields.length > 0 && { fields }), target: path };
  };
  const ask: Place['ask'] = (question = {}) =>
    target === undefined ? undefined : server.ask(whole(question, target));
  return {
    server,
    settings,
    sections,
    conditions: node.conditions,
    title: last?.title ?? server.title,
    from: last?.from ?? server.virtualHost?.from,
    target,
    originOf: (module, directive) => settings[module]?.from?.[directive]?.at(-1),
    originsOf: (module, directive) => settings[module]?.from?.[directive] ?? [],
    ask,
    prove(consequence, question = {}) {
      const observed = ask(question);
      if (target === undefined || !observed) return undefined;
      const request = server.request(whole(question, target));
      return showsConsequence(observed, consequence, request.secure) ? { request, consequence } : undefined;
    },
  };
}

/** Whether a part of a configuration, which does not tell whether its connections are TLS, refuses all others here. */
function isMeantForTls({ tls }: ServerView, { mod_ssl, mod_auth_gssapi }: Settings): boolean {
  return tls === undefined && (mod_ssl?.requireSsl === true || mod_auth_gssapi?.sslOnly === true);
}

function sectionsOf({ host }: ServerView): readonly Section[] {
  return [...host.directories, ...host.directoryMatches, ...host.locations];
}

/** Paths to try, each with the section it is meant for. */
function* candidates(
  { host, virtualHost }: ServerView,
  allowance: Allowance,
): Generator<readonly [string, Section | undefined]> {
  const own = allowance.tried > 0 ? undefined : virtualHost;
  yield* candidatesAmong(host, own ?? host);
  yield ['/x', undefined];
  yield ['/', undefined];
  if (!virtualHost) return;
  const inherited = partsOf(host).length - partsOf(virtualHost).length;
  if (own && inherited > 0) allowance.cut('inherited', virtualHost.from);
  allowance.tried -= inherited;
}

/** The paths of what some lines of a server say. */
function* candidatesAmong(
  host: Host,
  { locations, directories, directoryMatches, files, mod_proxy, mod_alias }: Omit<Host, 'core'>,
): Generator<readonly [string, Section | undefined]> {
  for (const section of locations) for (const path of locationSamples(section)) yield [path, section];
  for (const section of [...directories, ...directoryMatches])
    for (const path of directorySamples(host, section)) yield [path, section];
  for (const section of files) for (const name of fileNames(section)) yield [`/${name}`, section];
  for (const { match } of mod_proxy.passes)
    if (match.kind === 'prefix')
      yield [match.prefix.endsWith('/') ? `${match.prefix}x` : match.prefix, undefined];
  for (const { match } of mod_alias.aliases)
    if (match.kind === 'prefix') yield [`${match.prefix.replace(/\/+$/, '')}/x`, undefined];
}

/** Whether a place asks for a login of some kind with a GET. */
export function asksForLogin(place: Place): boolean {
  const observed = place.ask();
  return observed !== undefined && observed.decision.kind === 'challenge';
}

/** The methods that reach the content of a place without a login. */
export function openMethods(place: Place): readonly string[] {
  return commonMethods.filter((method) => {
    const observed = place.ask({ method });
    return observed !== undefined && isGranted(observed) && observed.user === undefined;
  });
}

/** The AuthType in force in lower case, where it is a plain text other than None. */
export function authTypeOf({ settings }: Pick<Place, 'settings'>): string | undefined {
  const type = settings.mod_authn_core?.authType;
  const lower = typeof type === 'string' ? type.toLowerCase() : undefined;
  return lower === 'none' ? undefined : lower;
}

/** Whether a ticket makes a user whose name has its realm. */
export function keepsRealm(place: Place): boolean {
  const type = authTypeOf(place);
  if (type === 'gssapi') return place.settings.mod_auth_gssapi?.localName !== true;
  return type?.startsWith('kerberos') === true && place.settings.mod_auth_kerb?.localUserMapping !== true;
}
