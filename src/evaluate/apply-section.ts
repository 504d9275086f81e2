import { compileRegex } from '../ruleset/regex.js';
import type { Section } from '../ruleset/ruleset.js';
import type { Exchange } from './exchange.js';
import type { SectionIndex } from './section-index.js';
import type { AppliedSection, MergedNode } from './sections.js';

/** The node that also holds a section that matched. */
export function applySection(exchange: Exchange, node: MergedNode, section: AppliedSection): MergedNode {
  tellSection(exchange, section);
  return exchange.program.merger.apply(node, section);
}

/** The same for the section or file of a folder. */
export function applyFolder(exchange: Exchange, node: MergedNode, section: AppliedSection): MergedNode {
  tellSection(exchange, section);
  return exchange.program.merger.applyFolder(node, section);
}

/** The node that also holds all sections of one kind that matched. */
export function applyTogether(
  { program }: Exchange,
  node: MergedNode,
  sections: readonly AppliedSection[],
): MergedNode {
  return program.merger.applyTogether(node, sections);
}

/** A section that matched, for explanations. */
export function tellSection({ recorder }: Exchange, { title, from }: AppliedSection): void {
  if (recorder.wantsSteps) recorder.step({ step: 'section', title, matched: true, from });
}

/** The node that also holds all sections of an index which cover a path, where that can be told without trying each. */
export function mergedAtOnce(
  { recorder, program }: Exchange,
  index: SectionIndex,
  path: string,
  start: MergedNode,
): MergedNode | undefined {
  return recorder.wantsSteps ? undefined : index.merged(path, start, program.merger);
}

/** Named groups that took part in a section's match become MATCH_NAME variables (core, LocationMatch). */
export function publishGroups(
  exchange: Exchange,
  section: Section,
  groups: readonly (string | undefined)[],
): void {
  if (section.match.kind !== 'regex' || groups.length < 2) return;
  const names = compileRegex(section.match.regex).groupNames;
  for (const [name, at] of names) {
    const text = groups[at];
    if (text !== undefined) exchange.env.set(`MATCH_${name.toUpperCase()}`, text);
  }
}
