import { compileRegex } from '../ruleset/regex.js';
import type { ConditionSection, Host, Section, Settings } from '../ruleset/ruleset.js';
import { wildcardMatcher } from '../source/wildcard.js';
import { mergeSettings } from './merge.js';

/**
 * Merged settings of one set of sections. Nodes form a tree keyed by section id, so that each set is merged once and the
 * same set always gives the same object (httpd's "same configuration" shortcut compares it).
 */
export interface MergedNode {
  readonly settings: Settings;
  /** Sections merged into it, in order of application. */
  readonly sections: readonly AppliedSection[];
  /** The conditions of the server and of all these sections. */
  readonly conditions: readonly ConditionSection[];
  readonly next: Map<number, MergedNode>;
  /** The same for per-directory files: with a file that is given up go the sets it is in. */
  readonly passing: WeakMap<AppliedSection, MergedNode>;
  /** How many sets below it may still be kept. */
  readonly room: { left: number };
}

export type AppliedSection = Section | ConditionSection;

/**
 * How many merged sets all servers together keep at most; beyond it sets are merged afresh for each request. Who chooses paths
 * chooses sets, and one takes some kilobytes.
 */
const mergedLimit = 20_000;

/** The room for the merged sets of some servers. */
export const newRoomForSets = (): MergedNode['room'] => ({ left: mergedLimit });

/** The same for what is merged over one per-directory file. */
const passingLimit = 500;

/** Sections with such numbers are per-directory files: they are given up when the file changes or goes. */
export const firstPassingId = 2 ** 40;

/** Merges sections in order, with the results kept for every prefix of the order. */
export class SectionMerger {
  readonly root: MergedNode;

  constructor(base: Settings, conditions: readonly ConditionSection[] = [], room = newRoomForSets()) {
    this.root = nodeOf(base, [], conditions, room);
  }

  /** The node that also holds `section`. */
  apply(node: MergedNode, section: AppliedSection): MergedNode {
    const passes = section.id >= firstPassingId;
    const known = passes ? node.passing.get(section) : node.next.get(section.id);
    if (known) return known;
    const settings = mergeSettings(node.settings, section.settings);
    const sections = [...node.sections, section];
    const conditions =
      section.conditions.length === 0 ? node.conditions : [...node.conditions, ...section.conditions];
    const merged = nodeOf(settings, sections, conditions, passes ? { left: passingLimit } : node.room);
    if (passes) node.passing.set(section, merged);
    else if (node.room.left > 0) {
      node.room.left--;
      node.next.set(section.id, merged);
    }
    return merged;
  }
}

function nodeOf(
  settings: Settings,
  sections: readonly AppliedSection[],
  conditions: readonly ConditionSection[],
  room: MergedNode['room'],
): MergedNode {
  return { settings, sections, conditions, next: new Map(), passing: new WeakMap(), room };
}

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

/** The literal sections that a path's components lead to. */
interface Branch {
  /** Those written without a slash at the end, which cover the folder's own path too. */
  readonly own: Placed[];
  /** Those written with one. */
  readonly below: Placed[];
  readonly next: Map<string, Branch>;
}

const newBranch = (): Branch => ({ own: [], below: [], next: new Map() });

/**
 * Finds the sections of a path: literal ones component by component, so that cost grows with the path's depth and not with
 * the number of sections; wildcards and expressions one by one.
 */
export class SectionIndex {
  readonly #literal = newBranch();
  readonly #matchers: Matcher[] = [];

  /** `below`: a wildcard covers what lies below a match too, as for Directory sections. */
  constructor(sections: readonly Section[], below = false) {
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
      for (const component of (isBelow ? prefix.slice(0, -1) : prefix).split('/')) {
        const known = branch.next.get(component);
        const next = known ?? newBranch();
        if (!known) branch.next.set(component, next);
        branch = next;
      }
    }
    (isBelow ? branch.below : branch.own).push(placed);
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
    const hits = [...this.#literal.own];
    let branch: Branch | undefined = this.#literal;
    for (let start = 0; start !== -1; ) {
      const end = path.indexOf('/', start);
      branch = branch.next.get(end === -1 ? path.slice(start) : path.slice(start, end));
      if (!branch) break;
      for (const each of branch.own) hits.push(each);
      if (end !== -1) for (const each of branch.below) hits.push(each);
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
