import { compileRegex } from '../ruleset/regex.js';
import type { Host, Section } from '../ruleset/ruleset.js';
import { wildcardMatcher } from '../source/wildcard.js';
import { Leads, leadOf } from './leads.js';
import { goesOn, PathTable, placeOf, type Reached, root } from './path-table.js';
import type { MergedNode, SectionMerger } from './sections.js';

type Test = (path: string) => readonly (string | undefined)[] | undefined;

interface Matcher {
  readonly section: Section;
  readonly order: number;
  readonly test: Test;
}

/** Sections found for a path, in order of application; `groups` are a regex section's. */
export type Found = (section: Section, groups: readonly (string | undefined)[] | undefined) => void;

interface Placed {
  readonly section: Section;
  readonly order: number;
}

/** The literal sections written for one path: without a slash at the end, which cover the folder's own path too, and with one. */
interface Literals {
  readonly own: Placed[];
  readonly below: Placed[];
}

const none: readonly Matcher[] = [];
const nothing: Literals = { own: [], below: [] };

/** Where sections stand; servers that have the same list share it. */
class SectionLayout {
  readonly paths = new PathTable();
  /** By place of their path. */
  readonly literals: (Literals | undefined)[] = [];
  /** Wildcards and expressions by what paths begin with that they find. */
  readonly wildcards = new Leads<Matcher>();
  readonly expressions = new Leads<Matcher>();
  hasMatchers = false;

  constructor(sections: readonly Section[], below: boolean) {
    sections.forEach((section, order) => {
      const { match } = section;
      if (match.kind === 'prefix') this.#place(match.prefix, { section, order });
      else {
        const leads = match.kind === 'regex' ? this.expressions : this.wildcards;
        leads.add(leadOf(match), { section, order, test: testOf(match, below) });
        this.hasMatchers = true;
      }
    });
  }

  #place(prefix: string, placed: Placed): void {
    const isBelow = prefix.endsWith('/');
    const place = prefix === '' ? root : this.paths.add(isBelow ? prefix.slice(0, -1) : prefix);
    this.literals[place] ??= { own: [], below: [] };
    this.literals[place][isBelow ? 'below' : 'own'].push(placed);
  }
}

const layouts = { plain: new WeakMap<object, SectionLayout>(), below: new WeakMap<object, SectionLayout>() };

function layoutOf(sections: readonly Section[], below: boolean): SectionLayout {
  const known = below ? layouts.below : layouts.plain;
  const layout = known.get(sections) ?? new SectionLayout(sections, below);
  known.set(sections, layout);
  return layout;
}

/** How many ends of paths have their sets side by side. */
const side = 256;

/**
 * For each end of a path the last set that its sections were merged with, and what that gave. There is room for those ends alone that
 * requests come to, and others near by: each of many servers has all sections of the main one.
 */
class MergedAtEnds {
  readonly #sides: ((MergedNode | undefined)[] | undefined)[];

  constructor(paths: PathTable) {
    this.#sides = new Array<undefined>(Math.ceil((2 * paths.size) / side)).fill(undefined);
  }

  get(reached: Reached, start: MergedNode): MergedNode | undefined {
    const sets = this.#sides[Math.floor(reached / side)];
    const at = 2 * (reached % side);
    return sets !== undefined && sets[at] === start ? sets[at + 1] : undefined;
  }

  set(reached: Reached, start: MergedNode, merged: MergedNode): void {
    const which = Math.floor(reached / side);
    const sets = this.#sides[which] ?? new Array<MergedNode | undefined>(2 * side).fill(undefined);
    this.#sides[which] = sets;
    const at = 2 * (reached % side);
    sets[at] = start;
    sets[at + 1] = merged;
  }
}

/**
 * Finds the sections of a path: literal ones component by component, so that cost grows with the path's depth and not with
 * the number of sections; wildcards and expressions by what paths have to begin with, and then one by one.
 */
export class SectionIndex {
  readonly #paths: PathTable;
  readonly #literals: readonly (Literals | undefined)[];
  readonly #layout: SectionLayout;
  readonly #below: boolean;
  readonly #merged: MergedAtEnds;

  /** `below`: as for Directory sections a wildcard covers what lies below a match too, and sections are merged one by one. */
  constructor(sections: readonly Section[], below = false) {
    this.#below = below;
    this.#layout = layoutOf(sections, below);
    const { paths, literals } = this.#layout;
    this.#paths = paths;
    this.#literals = literals;
    this.#merged = new MergedAtEnds(paths);
  }

  /**
   * The set that holds the sections which cover `path` over those of `start`; `undefined` where each path has to be tried on wildcards
   * and expressions. Among literal sections it depends on `start` and on where the path leads, and is kept for that.
   */
  merged(path: string, start: MergedNode, merger: SectionMerger): MergedNode | undefined {
    if (this.#layout.hasMatchers) return undefined;
    const reached = this.#paths.follow(path);
    const known = this.#merged.get(reached, start);
    if (known) return known;
    const merged = this.#merge(this.#literalsAt(reached), start, merger);
    if (start.isKept && merged.isKept) this.#merged.set(reached, start, merged);
    return merged;
  }

  #merge(literals: readonly Placed[], start: MergedNode, merger: SectionMerger): MergedNode {
    const sections = literals.map(({ section }) => section);
    if (!this.#below) return merger.applyTogether(start, sections);
    return sections.reduce<MergedNode>((node, section) => merger.applyFolder(node, section), start);
  }

  /**
   * Calls `found` for each section that covers `path`, in the order of the sections' list. Expressions may be given another
   * spelling of the path.
   */
  find(path: string, found: Found, spelling = path): void {
    const literal = this.#literalsAt(this.#paths.follow(path));
    const matchers = this.#matchersFor(path, spelling);
    if (matchers.length === 0) {
      for (const { section } of literal) found(section, undefined);
      return;
    }
    let next = 0;
    for (const matcher of matchers) {
      while (next < literal.length && literal[next]!.order < matcher.order)
        found(literal[next++]!.section, undefined);
      const groups = matcher.test(matcher.section.match.kind === 'regex' ? spelling : path);
      if (groups) found(matcher.section, groups);
    }
    while (next < literal.length) found(literal[next++]!.section, undefined);
  }

  /** Those that may find a path, in the order of the sections' list. */
  #matchersFor(path: string, spelling: string): readonly Matcher[] {
    if (!this.#layout.hasMatchers) return none;
    const found: Matcher[] = [];
    this.#layout.wildcards.find(path, found);
    this.#layout.expressions.find(spelling, found);
    return inOrder(found);
  }

  #literalsAt(reached: Reached): readonly Placed[] {
    const hits: Placed[] = [];
    const end = placeOf(reached);
    for (const place of this.#paths.wayTo(end)) {
      const { own, below } = this.#literals[place] ?? nothing;
      for (const each of own) hits.push(each);
      if (place !== end || goesOn(reached)) for (const each of below) hits.push(each);
    }
    return inOrder(hits);
  }
}

/** Sorts the few that are not in order already. */
function inOrder<Hit extends Placed>(hits: Hit[]): readonly Hit[] {
  for (let at = 1; at < hits.length; at++) {
    if (hits[at]!.order < hits[at - 1]!.order) return hits.sort((one, other) => one.order - other.order);
  }
  return hits;
}

function testOf(match: Exclude<Section['match'], { kind: 'prefix' }>, below: boolean): Test {
  if (match.kind === 'regex') {
    const regex = compileRegex(match.regex);
    return (path) => regex.exec(path);
  }
  const matches = wildcardMatcher(match.pattern, { pathname: true });
  if (!below) return (path) => (matches(path) ? [] : undefined);
  return (path) => {
    for (let at = path.indexOf('/', 1); at !== -1; at = path.indexOf('/', at + 1)) {
      if (matches(path.slice(0, at))) return [];
    }
    return matches(path) ? [] : undefined;
  };
}

/** The indexes of one host. */
export interface HostIndex {
  readonly directories: SectionIndex;
  readonly directoryMatches: SectionIndex;
  readonly locations: SectionIndex;
}

export function indexHost(host: Host): HostIndex {
  return {
    directories: new SectionIndex(host.directories, true),
    directoryMatches: new SectionIndex(host.directoryMatches),
    locations: new SectionIndex(host.locations),
  };
}
