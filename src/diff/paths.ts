import type { Program } from '../evaluate/program.js';
import { expressionsIn } from '../ruleset/expressions-in.js';
import type { RewriteRule } from '../ruleset/mod_rewrite.js';
import type { Host, Section, Settings } from '../ruleset/ruleset.js';
import { everySection, settingsOf } from '../ruleset/settings-of.js';
import type { Regex } from '../ruleset/text.js';
import { targetOf } from './decide.js';
import { noDistinctions } from './distinctions.js';
import { type Mapping, mappingsOf, pathsFinding, pathsTo } from './path-places.js';
import { listed } from './path-sets.js';
import { samplesOf } from './pattern-samples.js';
import { readConditions, readHost, readSettings } from './read-settings.js';
import { wildcardSamples } from './wildcard-samples.js';

type First = Readonly<Record<'targets' | 'bases' | 'inside', ReadonlySet<string>>>;

/** Of so many sections it is kept that a path was made for them. */
const mostSections = 10;

/** The paths that are tried on a server, as clients write them, and the places they were made for. */
export class PathCandidates {
  /** Prefixes that sections and mappings have, without a slash at the end. */
  readonly bases = new Set<string>();
  /** Each with the sections that it was made for, if it was for any. */
  readonly targets = new Map<string, readonly Section[]>();
  /** Those that conditions look for. */
  readonly said = new Set<string>();
  /** What was left out. */
  readonly cutOff = new Set<string>();
  /** Names of files and patterns that were put below places. */
  readonly inside = new Set<string>();
  /** Those of what has changed. */
  first: First = { targets: new Set(), bases: new Set(), inside: new Set() };
  #section: Section | undefined;

  /** What is gathered so far comes first; what was left out of it is gathered again. */
  asFirst(): void {
    this.first = {
      targets: new Set(this.targets.keys()),
      bases: new Set(this.bases),
      inside: new Set(this.inside),
    };
    this.cutOff.clear();
  }

  /** Gathers paths for a section. */
  within(section: Section, gather: () => void): void {
    this.#section = section;
    gather();
    this.#section = undefined;
  }

  /** A place, what is below it, and what only begins like it. */
  family(prefix: string): void {
    const base = prefix.replace(/(.)\/+$/, '$1').replace(/^(?!\/)/, '/');
    if (base === '/') {
      for (const path of ['/', '/page', '/page/']) this.add(path);
      return;
    }
    this.bases.add(base);
    for (const path of [base, `${base}/page`, `${base}/`, `${base}x`, `${base}/page/x`]) this.add(path);
  }

  add(path: string): void {
    if (path.length < 2000) this.addWritten(targetOf(path.startsWith('/') ? path : `/${path}`));
  }

  /** As written, without another word. */
  addWritten(target: string): void {
    const known = this.targets.get(target) ?? [];
    const isNew = this.#section && known.length < mostSections && !known.includes(this.#section);
    this.targets.set(target, isNew ? [...known, this.#section!] : known);
  }
}

const mostCrossed = 3000;

/** Gathers the paths at which the decisions of a server may change, from all that it says, or from a part of it. */
export function gatherPaths(program: Program, into: PathCandidates, host: Host = program.host): void {
  const { ruleset } = program;
  const mappings = mappingsOf(program.host);
  into.family('/');
  if (host === program.host) for (const { prefix } of mappings) if (prefix !== '') into.family(prefix);
  for (const section of host.locations) into.within(section, () => gatherLocation(section, into));
  for (const section of [...host.directories, ...host.directoryMatches])
    into.within(section, () => gatherDirectory(section, mappings, into));
  gatherMappings(host, into);
  gatherProxied(host, into);
  const said = noDistinctions();
  readHost(host, ruleset, said);
  for (const { settings, conditions } of everySection(host)) {
    readSettings(settings, ruleset, said);
    if (conditions.length > 0) readConditions(conditions, ruleset, said);
  }
  for (const path of said.paths) {
    into.add(path);
    into.said.add(path);
  }
  for (const settings of settingsOf(host)) gatherSettings(settings, into);
  gatherCrossed(host, mappings, into);
  if (tellsSpellings(host)) gatherSpellings(into);
  gatherEscapes([...said.paths], into);
}

function gatherLocation({ match, settings }: Section, into: PathCandidates): void {
  if (match.kind === 'prefix') into.family(match.prefix);
  else if (match.kind === 'wildcard') {
    const { matching, failing } = wildcardSamples(match.pattern, true);
    for (const path of matching) into.family(path);
    for (const path of failing) into.add(path);
  } else gatherPattern(match.regex, into);
  const base = match.kind === 'prefix' ? match.prefix : '';
  gatherRules(settings.mod_rewrite?.rules ?? [], base.replace(/\/$/, ''), into);
}

function gatherPattern(regex: Regex, into: PathCandidates): void {
  const { matching, failing } = samplesOf(regex);
  for (const path of matching) {
    into.add(path);
    into.add(`${path}/page`);
    if (path.startsWith('/')) into.add(`/page${path}`);
  }
  for (const path of failing) into.add(path);
}

function gatherDirectory(section: Section, mappings: readonly Mapping[], into: PathCandidates): void {
  const { match, settings, files } = section;
  const places =
    match.kind === 'prefix'
      ? pathsTo(match.prefix, mappings)
      : match.kind === 'wildcard'
        ? wildcardSamples(match.pattern, true).matching.flatMap((text) => pathsTo(text, mappings))
        : pathsFinding(match.regex, mappings);
  for (const place of new Set(places)) {
    into.family(place);
    const base = place.replace(/\/$/, '');
    gatherRules(settings.mod_rewrite?.rules ?? [], base, into);
    for (const name of files.flatMap(namesOf)) into.add(`${base}/${name}`);
  }
}

/** Names of files that a Files section covers, and some that it does not. */
function namesOf({ match }: Section): readonly string[] {
  if (match.kind === 'prefix') return [match.prefix, `${match.prefix}x`, `x${match.prefix}`];
  const { matching, failing } =
    match.kind === 'regex' ? samplesOf(match.regex) : wildcardSamples(match.pattern, true);
  const longer = match.kind === 'regex' ? matching.map((name) => `page${name}`) : [];
  return [...longer, ...matching, ...failing].filter((name) => name !== '' && !name.includes('/'));
}

/** What leads elsewhere: Alias, Redirect, ProxyPass and the rules of mod_rewrite. */
function gatherMappings(host: Host, into: PathCandidates): void {
  const { mod_alias, mod_proxy, mod_rewrite, core } = host;
  for (const { match } of [...mod_alias.aliases, ...mod_alias.redirects, ...mod_proxy.passes]) {
    if (match.kind === 'prefix') into.family(match.prefix);
    else gatherPattern(match.regex, into);
  }
  gatherRules(mod_rewrite.rules, '', into);
  if (core.serverPath !== undefined) into.family(core.serverPath);
}

/** Paths whose upstreams' URLs Proxy sections cover. */
function gatherProxied({ proxies, mod_proxy, locations }: Host, into: PathCandidates): void {
  const passes = [
    ...mod_proxy.passes,
    ...locations.flatMap(({ match, settings: { mod_proxy: own } }) =>
      own?.pass ? [{ ...own.pass, match }] : [],
    ),
  ];
  for (const { match } of proxies) {
    const urls =
      match.kind === 'prefix'
        ? [match.prefix]
        : match.kind === 'regex'
          ? samplesOf(match.regex).matching
          : [];
    for (const { match: passed, target } of passes) {
      if (target === undefined || passed.kind !== 'prefix') continue;
      for (const url of urls)
        if (url.startsWith(target)) into.family(`${passed.prefix}${url.slice(target.length)}`);
    }
  }
}

/** Paths that rules take, and those of this server that they lead to. */
function gatherRules(rules: readonly RewriteRule[], base: string, into: PathCandidates): void {
  for (const { pattern, substitution } of rules) {
    const { matching, failing } = samplesOf(pattern);
    for (const text of [...matching, ...failing]) {
      into.add(text.startsWith('/') ? base + text : `${base}/${text}`);
    }
    const [path = ''] = /^\/[^$%?\s]*/.exec(substitution) ?? [];
    if (path !== '') into.add(path);
  }
}

function gatherSettings(settings: Settings, into: PathCandidates): void {
  for (const document of Object.values(settings.core?.errorDocuments ?? {}))
    if (document.kind === 'local' && typeof document.path === 'string')
      into.addWritten(withoutQuery(document.path));
  const { mod_dir, mod_session, mod_alias } = settings;
  if (typeof mod_dir?.fallback === 'string' && mod_dir.fallback.startsWith('/')) into.add(mod_dir.fallback);
  for (const prefix of [...(mod_session?.include ?? []), ...(mod_session?.exclude ?? [])])
    into.family(prefix);
  for (const { match } of mod_alias?.redirects ?? [])
    if (match.kind === 'prefix') into.family(match.prefix);
    else gatherPattern(match.regex, into);
}

const withoutQuery = (path: string): string => path.replace(/[?#].*$/s, '');

/** Files and patterns may cover something in any place. */
function gatherCrossed(host: Host, mappings: readonly Mapping[], into: PathCandidates): void {
  const names = host.files.flatMap(namesOf);
  const tails = host.locations.flatMap(({ match }) =>
    match.kind === 'regex' && !match.regex.pattern.startsWith('^')
      ? samplesOf(match.regex).matching.slice(0, 2)
      : [],
  );
  for (const name of names) into.add(`/${name}`);
  for (const { prefix } of mappings) for (const name of names) into.add(`${prefix}/${name}`);
  for (const each of [...names, ...tails.map((tail) => tail.replace(/^\//, ''))]) into.inside.add(each);
  const all = into.bases.size * into.inside.size;
  const made = new Map<string, number>();
  let left = mostCrossed;
  for (const [base, name] of crossings(into)) {
    if (left === 0) break;
    left--;
    into.add(`${base}/${name}`);
    made.set(name, (made.get(name) ?? 0) + 1);
  }
  if (all <= mostCrossed) return;
  const leftOut = [...into.inside].filter((name) => (made.get(name) ?? 0) < into.bases.size);
  into.cutOff.add(
    `of ${all} paths that put names and patterns of files below places ${mostCrossed} were tried; left out below some places: ${listed(leftOut).join(', ')}`,
  );
}

/** Places with what is put below them, those first of which one is among the first. */
function* crossings({
  bases,
  inside,
  first,
}: PathCandidates): Generator<readonly [base: string, name: string]> {
  for (const base of first.bases) for (const name of inside) yield [base, name];
  for (const name of first.inside) for (const base of bases) if (!first.bases.has(base)) yield [base, name];
  for (const name of inside)
    if (!first.inside.has(name)) for (const base of bases) if (!first.bases.has(base)) yield [base, name];
}

/** Only patterns and the handling of slashes tell one spelling of a path from another. */
function tellsSpellings({
  core,
  locations,
  mod_alias,
  mod_proxy,
  mod_rewrite,
  mod_setenvif,
  conditions,
}: Host): boolean {
  return (
    !core.mergeSlashes ||
    core.allowEncodedSlashes !== 'Off' ||
    [...locations, ...mod_alias.aliases, ...mod_alias.redirects, ...mod_proxy.passes].some(
      ({ match }) => match.kind === 'regex',
    ) ||
    mod_rewrite.rules.length > 0 ||
    mod_setenvif.length > 0 ||
    expressionsIn([conditions]).length > 0
  );
}

const mostSpelled = 500;

function gatherSpellings(into: PathCandidates): void {
  if (into.bases.size > mostSpelled)
    into.cutOff.add(
      `of ${into.bases.size} places ${mostSpelled} were tried in other spellings; left out: ${listed([...into.bases].slice(mostSpelled)).join(', ')}`,
    );
  for (const base of [...into.bases].slice(0, mostSpelled)) {
    into.addWritten(`${targetOf(base)}//page`);
    into.addWritten(`/page/..${targetOf(base)}`);
    const at = base.lastIndexOf('/') + 1;
    if (at === base.length) continue;
    const encoded = `%${base.charCodeAt(at).toString(16).padStart(2, '0')}`;
    into.addWritten(`${targetOf(base.slice(0, at))}${encoded}${targetOf(base.slice(at + 1))}`);
    into.addWritten(`${targetOf(base)}%2fpage`);
    if (base.includes('/', 1)) into.addWritten(targetOf(base).replace(/(.)\//, '$1//'));
  }
}

/** Patterns on a path as it was written tell characters from their escapes. */
function gatherEscapes(written: readonly string[], into: PathCandidates): void {
  const escapes = new Set(written.flatMap((path) => path.match(/%[0-9A-Fa-f]{2}/g) ?? []));
  for (const spelling of escapes) {
    const character = String.fromCharCode(Number.parseInt(spelling.slice(1), 16));
    for (const base of [...into.bases].slice(0, mostSpelled)) {
      const at = base.lastIndexOf(character);
      if (at > 0) into.addWritten(`${targetOf(base.slice(0, at))}${spelling}${targetOf(base.slice(at + 1))}`);
    }
  }
}
