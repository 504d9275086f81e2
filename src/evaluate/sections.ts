import type { Rule } from '../ruleset/mod_authz_core.js';
import type { ConditionSection, Section, Settings } from '../ruleset/ruleset.js';
import { type Gate, Gates } from './gate.js';
import { mergeSettings, ofOneShape } from './merge.js';

/**
 * Merged settings of one set of sections. Nodes form a tree keyed by section id, so that each set is merged once and the
 * same set always gives the same object (httpd's "same configuration" shortcut compares it).
 */
export interface MergedNode {
  readonly gate: Gate;
  /** The Require lines in force, without containers that change nothing; where they stand is for the settings to tell. */
  readonly rule: Rule | undefined;
  readonly settings: Settings;
  /** What the sections of folders say that are merged with each other before they come to what the server says. */
  readonly inFolders: Settings | undefined;
  /** Sections merged into it, in order of application. */
  readonly sections: readonly AppliedSection[];
  /** The conditions of the server and of all these sections. */
  readonly conditions: readonly ConditionSection[];
  next: Map<number, MergedNode> | undefined;
  /** The same for sections that come together, by all their numbers. */
  together: Map<string, MergedNode> | undefined;
  /** The same for per-directory files: with a file that is given up go the sets it is in. */
  passing: WeakMap<AppliedSection, MergedNode> | undefined;
  /** How many sets below it may still be kept. */
  readonly room: Room;
  /** Whether it is kept as long as the program is. */
  readonly isKept: boolean;
}

export type AppliedSection = Section | ConditionSection;

/**
 * How many merged sets all servers together keep at most; beyond it sets are merged afresh for each request. Who chooses paths
 * chooses sets, and one takes some kilobytes.
 */
const mergedLimit = 20_000;

/** The room for the merged sets of some servers. */
export const newRoomForSets = (left = mergedLimit): Room => ({ left, gates: new Gates() });

/** How many sets may still be kept, and what they have in common. */
interface Room {
  left: number;
  readonly gates: Gates;
}

/** The same for what is merged over one per-directory file. */
const passingLimit = 500;

/** Sections with such numbers are per-directory files: they are given up when the file changes or goes. */
export const firstPassingId = 2 ** 40;

/** Merges sections in order, with the results kept for every prefix of the order. */
export class SectionMerger {
  readonly root: MergedNode;

  constructor(base: Settings, conditions: readonly ConditionSection[] = [], room = newRoomForSets()) {
    this.root = nodeOf(ofOneShape(base), undefined, [], conditions, room, true);
  }

  /** The node that also holds `section`. */
  apply(node: MergedNode, section: AppliedSection): MergedNode {
    return this.#add(node, section, undefined);
  }

  /** The same for the section or file of a folder: those are merged with each other first, which UnsetEnv tells. */
  applyFolder(node: MergedNode, section: AppliedSection): MergedNode {
    return this.#add(node, section, this.root.settings);
  }

  #add(node: MergedNode, section: AppliedSection, root: Settings | undefined): MergedNode {
    const passes = section.id >= firstPassingId;
    const known = passes ? node.passing?.get(section) : node.next?.get(section.id);
    if (known) return known;
    const isKept = node.isKept && !passes && node.room.left > 0;
    const room = passes ? { ...node.room, left: passingLimit } : node.room;
    const merged = merge(node, section.settings, [section], room, isKept, root);
    if (passes) {
      node.passing ??= new WeakMap();
      node.passing.set(section, merged);
    } else if (node.room.left > 0) {
      node.room.left--;
      node.next ??= new Map();
      node.next.set(section.id, merged);
    }
    return merged;
  }

  /** The node that also holds sections of one kind, which are merged with each other before they come to the rest: AuthMerging tells. */
  applyTogether(node: MergedNode, sections: readonly AppliedSection[]): MergedNode {
    const [first, ...others] = sections;
    if (!first) return node;
    if (others.length === 0) return this.apply(node, first);
    const key = sections.map(({ id }) => id).join();
    const known = node.together?.get(key);
    if (known) return known;
    const merged = merge(
      node,
      this.#folded(sections),
      sections,
      node.room,
      node.isKept && node.room.left > 0,
    );
    if (node.room.left > 0) {
      node.room.left--;
      node.together ??= new Map();
      node.together.set(key, merged);
    }
    return merged;
  }

  /** Settings of sections that were merged with each other last: others often begin with the same ones. */
  #last: { readonly sections: readonly AppliedSection[]; readonly settings: Settings } | undefined;

  #folded(sections: readonly AppliedSection[]): Settings {
    const { sections: before = [], settings: start } = this.#last ?? {};
    const begins = start !== undefined && before.every((section, at) => section === sections[at]);
    const added = sections.slice(begins ? before.length : 0).map((section) => section.settings);
    const settings = (begins ? [start, ...added] : added).reduce(mergeSettings);
    // Per-directory files are given up when they change.
    if (!sections.some(({ id }) => id >= firstPassingId)) this.#last = { sections, settings };
    return settings;
  }
}

function merge(
  node: MergedNode,
  added: Settings,
  sections: readonly AppliedSection[],
  room: Room,
  isKept: boolean,
  root?: Settings,
): MergedNode {
  const inFolders = root && node.inFolders ? mergeSettings(node.inFolders, added) : root && added;
  const conditions = sections.flatMap((section) => section.conditions);
  return nodeOf(
    root && inFolders ? mergeSettings(root, inFolders) : mergeSettings(node.settings, added),
    inFolders,
    [...node.sections, ...sections],
    conditions.length === 0 ? node.conditions : [...node.conditions, ...conditions],
    room,
    isKept,
  );
}

function nodeOf(
  settings: Settings,
  inFolders: Settings | undefined,
  sections: readonly AppliedSection[],
  conditions: readonly ConditionSection[],
  room: Room,
  isKept: boolean,
): MergedNode {
  return {
    gate: room.gates.of(settings),
    rule: room.gates.ruleOf(settings),
    settings,
    inFolders,
    conditions,
    sections,
    next: undefined,
    together: undefined,
    passing: undefined,
    room,
    isKept,
  };
}
