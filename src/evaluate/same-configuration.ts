import type { ConditionSection, Section } from '../ruleset/ruleset.js';
import type { Exchange } from './exchange.js';
import { baseName } from './path.js';
import type { Program } from './program.js';
import type { AppliedSection, MergedNode } from './sections.js';
import { type Configuration, WalkCaches } from './walk-caches.js';
import { type Levels, notesOf, type WalkNotes } from './walk-notes.js';

/**
 * Whether httpd has the very same configuration for a request and for the one it comes from, so that nobody logs in again.
 * Sections alone do not tell: what was merged afresh is another configuration although it says the same.
 */
export function sameConfiguration(exchange: Exchange, outer: Exchange): boolean {
  if (outer.moment === 'merged' && exchange.node !== outer.node) return false;
  if (isPlain(exchange) && isPlain(outer)) return true;
  return configurationOf(exchange) === configurationOf(outer);
}

/** Where each look has one of the same number in the request around it, sections do tell. */
function isPlain({ program, moment, node, proxy, walks }: Exchange): boolean {
  return (
    moment === 'merged' &&
    program.authPerConfiguration &&
    node.conditions.length === 0 &&
    proxy === undefined &&
    !walks?.isFileLookUp &&
    !walks?.adopted
  );
}

function configurationOf(exchange: Exchange): Configuration {
  return exchange.walks?.adopted ?? cachesOf(exchange).configuration;
}

/** Makes the configuration of an inner request that of the one around it, whose own looks stay what they were. */
export function adoptConfiguration(exchange: Exchange, inner: Exchange): void {
  cachesOf(exchange);
  notesOf(exchange).adopted = configurationOf(inner);
}

/**
 * Follows the looks at conditions of an inner request. Where httpd takes over what the look of the same number came to in the request
 * around it, it looks no further into the conditions that it took over.
 */
export class ConditionLooks {
  readonly #exchange: Exchange;
  readonly #located: MergedNode;
  readonly #isLate: boolean;
  readonly #levels: (readonly ConditionSection[])[] = [];
  #follows = false;
  #walked = 0;

  /** `located`: what the conditions were found in. */
  constructor(exchange: Exchange, located: MergedNode) {
    this.#exchange = exchange;
    this.#located = located;
    this.#isLate = exchange.moment === 'mapping';
    if (this.#isLate) notesOf(exchange).looks = this;
  }

  /** The conditions to be looked at next, behind a level of which some held. */
  next(held: readonly ConditionSection[]): readonly ConditionSection[] {
    this.#levels.push(held);
    const inner = held.flatMap(({ conditions }) => conditions);
    const inside = isInside(this.#exchange);
    const follows = this.#follows || (inner.length > 0 && this.#isLate && inside);
    return follows && this.follow() && inside ? [] : inner;
  }

  /** The levels that count, once all of them were looked at. */
  done(): Levels {
    const levels = this.#levels;
    notesOf(this.#exchange)[this.#isLate ? 'late' : 'early'] = levels;
    // Of the two looks before translation the second counts, and what it comes to depends on the first.
    const follows = !this.#isLate && levels.length > 1 && isInside(this.#exchange);
    return follows ? levels.slice(0, lookEarly(this.#exchange, levels)) : levels;
  }

  /** Brings the caches to where the looks are; tells whether all of the last level was there already. */
  follow(): boolean {
    const caches = earlyCaches(this.#exchange);
    if (!this.#follows) {
      this.#follows = true;
      notesOf(this.#exchange).told = 'late';
      lookForFiles(this.#exchange, caches, this.#located);
    }
    let isTaken = false;
    for (; this.#walked < this.#levels.length; this.#walked += 1)
      isTaken = caches.walk('conditions', this.#levels[this.#walked]!, undefined);
    return isTaken;
  }
}

const isInside = ({ previous, main }: Exchange): boolean => previous !== undefined || main !== undefined;

const roots = new WeakMap<Program, Configuration>();

function rootOf(program: Program): Configuration {
  const root = roots.get(program) ?? Symbol();
  roots.set(program, root);
  return root;
}

/** The caches of a request up to where it has come; a condition that is judged may look at other paths in the middle of it. */
function cachesOf(exchange: Exchange): WalkCaches {
  const notes = notesOf(exchange);
  const { moment } = exchange;
  const caches = earlyCaches(exchange);
  if (moment === 'read' || notes.adopted) return caches;
  if (moment === 'mapping') notes.looks?.follow();
  if (moment === 'merged' && notes.told === 'early') {
    notes.told = 'late';
    lookForFiles(exchange, caches, exchange.node);
    lookAtConditions(caches, notes.late ?? []);
  }
  return caches;
}

/** The caches with the looks before the path is translated. */
function earlyCaches(exchange: Exchange): WalkCaches {
  const notes = notesOf(exchange);
  const caches = startedCaches(exchange);
  if (exchange.moment !== 'read' && !notes.adopted && notes.told === undefined) {
    notes.told = 'early';
    if (!notes.isFileLookUp) lookEarly(exchange, earlyLevels(exchange, notes));
  }
  return caches;
}

function startedCaches(exchange: Exchange): WalkCaches {
  const notes = notesOf(exchange);
  const { program, previous, main } = exchange;
  notes.caches ??= new WalkCaches(
    rootOf(program),
    { previous: previous && cachesOf(previous), main: main && cachesOf(main) },
    program.authPerConfiguration,
  );
  return notes.caches;
}

/** Where conditions have not been judged before the file was known, they are taken to have held as they did behind that. */
function earlyLevels({ program, uri }: Exchange, { early, late = [], pathBefore = uri }: WalkNotes): Levels {
  if (early || program.walksEarly) return early ?? [];
  const located = sectionsFor(program, pathBefore).flatMap(({ conditions }) => conditions);
  const known = new Set([...program.host.conditions, ...located]);
  return known.size === 0 ? [] : late.slice(0, 1).map((held) => held.filter((each) => known.has(each)));
}

function sectionsFor({ index }: Program, path: string): readonly Section[] {
  const sections: Section[] = [];
  index.locations.find(oneSlash(path), (section) => sections.push(section), path);
  return sections;
}

/** Both looks for what counts before the path is translated; tells how many levels of conditions the second came to. */
function lookEarly(exchange: Exchange, levels: Levels): number {
  const { program, uri } = exchange;
  const notes = notesOf(exchange);
  const caches = startedCaches(exchange);
  notes.told = 'early';
  const path = notes.pathBefore ?? uri;
  const sections = sectionsFor(program, path);
  const look = (): number => {
    caches.startOver();
    if (program.host.locations.length > 0) caches.walk('locations', sections, oneSlash(path));
    return lookAtConditions(caches, levels);
  };
  look();
  return look();
}

const locationsOf = new WeakMap<Program, ReadonlySet<AppliedSection>>();

/** The Locations of a server: there may be many, and each request asks for them. */
function locatedBy(program: Program): ReadonlySet<AppliedSection> {
  const located = locationsOf.get(program) ?? new Set<AppliedSection>(program.host.locations);
  locationsOf.set(program, located);
  return located;
}

function lookForFiles(exchange: Exchange, caches: WalkCaches, { sections }: MergedNode): void {
  const { program, proxy, folders, filename, uri } = exchange;
  caches.startOver();
  const located = locatedBy(program);
  const last = sections.findIndex((section) => 'branch' in section);
  const unconditional = last === -1 ? sections : sections.slice(0, last);
  const inFolders = proxy === undefined && folders ? folders.node.sections.length : 0;
  const others = unconditional.slice(inFolders);
  const first = others.findIndex((section) => located.has(section));
  const split = first === -1 ? others.length : first;
  if (proxy !== undefined) caches.mergeAfresh(others.slice(0, split));
  else if (folders) {
    const inside = folders.node.sections;
    caches.walk('folders', inside, folderOf(exchange), folders.folder);
    const anyFiles = inside.some((section) => 'files' in section && section.files.length > 0);
    if (anyFiles || program.host.files.length > 0)
      caches.walk('files', others.slice(0, split), baseName(filename ?? ''));
  }
  if (program.host.locations.length > 0) caches.walk('locations', others.slice(split), oneSlash(uri));
}

function lookAtConditions(caches: WalkCaches, levels: Levels): number {
  const taken = levels.findIndex((held) => caches.walk('conditions', held, undefined));
  return taken === -1 ? levels.length : taken + 1;
}

const oneSlash = (path: string): string => path.replace(/\/{2,}/g, '/');

/** The folder that is walked to; `undefined` where a walk is never taken over by its path. */
function folderOf({ filename, fileKind, pathInfo }: Exchange): string | undefined {
  if (filename === undefined) return undefined;
  if (fileKind === 'file') return filename.slice(0, filename.lastIndexOf('/') + 1);
  return fileKind === 'directory' && pathInfo === '' ? filename.replace(/\/?$/, '/') : undefined;
}
