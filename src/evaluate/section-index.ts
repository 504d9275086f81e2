import { compileRegex } from '../ruleset/regex.js';
import type { Host, Section } from '../ruleset/ruleset.js';
import { wildcardMatcher } from '../source/wildcard.js';
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

/** The literal sections that a path's components lead to. Most lead on to a single one, if any, for which no map is made. */
class Branch {
  #name: string | undefined = undefined;
  #single: Branch | undefined = undefined;
  #others: Map<string, Branch> | undefined = undefined;
  /** The last set that a path which ends here was merged with, and what that gave. */
  hereFrom: MergedNode | undefined = undefined;
  here: MergedNode | undefined = undefined;
  /** The same for a path which goes on, where no other branch leads. */
  beyondFrom: MergedNode | undefined = undefined;
  beyond: MergedNode | undefined = undefined;
  /** Those written without a slash at the end, which cover the folder's own path too. */
  own: Placed[] | undefined = undefined;
  /** Those written with one. */
  below: Placed[] | undefined = undefined;

  /** Where a component leads. */
  next(component: string): Branch | undefined {
    return component === this.#name ? this.#single : this.#others?.get(component);
  }

  /** Makes sure that a component leads on. */
  grow(component: string): Branch {
    const known = this.next(component);
    if (known) return known;
    const branch = new Branch();
    if (this.#single) {
      this.#others ??= new Map();
      this.#others.set(component, branch);
    } else {
      this.#name = component;
      this.#single = branch;
    }
    return branch;
  }
}

const none: readonly Placed[] = Object.freeze([]);

/**
 * Finds the sections of a path: literal ones component by component, so that cost grows with the path's depth and not with
 * the number of sections; wildcards and expressions one by one.
 */
export class SectionIndex {
  readonly #literal = new Branch();
  readonly #matchers: Matcher[] = [];
  readonly #below: boolean;

  /** `below`: as for Directory sections a wildcard covers what lies below a match too, and sections are merged one by one. */
  constructor(sections: readonly Section[], below = false) {
    this.#below = below;
    sections.forEach((section, order) => {
      const { match } = section;
      if (match.kind === 'prefix') this.#place(match.prefix, { section, order });
      else this.#matchers.push({ section, order, test: testOf(match, below) });
    });
  }

  #place(prefix: string, placed: Placed): void {
    const isBelow = prefix.endsWith('/');
    let branch = this.#literal;
    if (prefix !== '') {
      for (const component of (isBelow ? prefix.slice(0, -1) : prefix).split('/'))
        branch = branch.grow(component);
    }
    const key = isBelow ? 'below' : 'own';
    branch[key] ??= [];
    branch[key].push(placed);
  }

  /**
   * The set that holds the sections which cover `path` over those of `start`; `undefined` where each path has to be tried on wildcards
   * and expressions. Among literal sections it depends on `start` and on the branch that the path leads to, and is kept there.
   */
  merged(path: string, start: MergedNode, merger: SectionMerger): MergedNode | undefined {
    if (this.#matchers.length > 0) return undefined;
    let branch = this.#literal;
    for (let from = 0; ; ) {
      const end = path.indexOf('/', from);
      const next = branch.next(end === -1 ? path.slice(from) : path.slice(from, end));
      if (!next)
        return branch.beyondFrom === start ? branch.beyond : this.#mergeBeyond(branch, path, start, merger);
      branch = next;
      if (end === -1)
        return branch.hereFrom === start ? branch.here : this.#mergeHere(branch, path, start, merger);
      from = end + 1;
    }
  }

  #mergeBeyond(branch: Branch, path: string, start: MergedNode, merger: SectionMerger): MergedNode {
    const merged = this.#merge(path, start, merger);
    if (start.isKept && merged.isKept) {
      branch.beyondFrom = start;
      branch.beyond = merged;
    }
    return merged;
  }

  #mergeHere(branch: Branch, path: string, start: MergedNode, merger: SectionMerger): MergedNode {
    const merged = this.#merge(path, start, merger);
    if (start.isKept && merged.isKept) {
      branch.hereFrom = start;
      branch.here = merged;
    }
    return merged;
  }

  #merge(path: string, start: MergedNode, merger: SectionMerger): MergedNode {
    const sections = this.#literalsOf(path).map(({ section }) => section);
    if (!this.#below) return merger.applyTogether(start, sections);
    return sections.reduce<MergedNode>((node, section) => merger.applyFolder(node, section), start);
  }

  /**
   * Calls `found` for each section that covers `path`, in the order of the sections' list. Expressions may be given another
   * spelling of the path.
   */
  find(path: string, found: Found, spelling = path): void {
    const literal = this.#literalsOf(path);
    if (this.#matchers.length === 0) {
      for (const { section } of literal) found(section, undefined);
      return;
    }
    let next = 0;
    for (const matcher of this.#matchers) {
      while (next < literal.length && literal[next]!.order < matcher.order)
        found(literal[next++]!.section, undefined);
      const groups = matcher.test(matcher.section.match.kind === 'regex' ? spelling : path);
      if (groups) found(matcher.section, groups);
    }
    while (next < literal.length) found(literal[next++]!.section, undefined);
  }

  #literalsOf(path: string): readonly Placed[] {
    const hits = [...(this.#literal.own ?? none)];
    let branch: Branch | undefined = this.#literal;
    for (let start = 0; start !== -1; ) {
      const end = path.indexOf('/', start);
      branch = branch.next(end === -1 ? path.slice(start) : path.slice(start, end));
      if (!branch) break;
      for (const each of branch.own ?? none) hits.push(each);
      if (end !== -1) for (const each of branch.below ?? none) hits.push(each);
      start = end === -1 ? -1 : end + 1;
    }
    return inOrder(hits);
  }
}

/** Sorts the few that are not in order already. */
function inOrder(hits: Placed[]): readonly Placed[] {
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
