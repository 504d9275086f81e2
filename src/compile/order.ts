import type { Section } from '../ruleset/ruleset.js';

/**
 * Directory sections by number of path components, the root first; equal ones keep their order
 * (ap_core_reorder_directories).
 */
export function byPathLength(sections: readonly Section[]): readonly Section[] {
  return sections
    .map((section) => ({ section, components: componentsOf(section) }))
    .sort((one, other) => one.components - other.components)
    .map(({ section }) => section);
}

function componentsOf({ match }: Section): number {
  const path = match.kind === 'prefix' ? match.prefix : match.kind === 'wildcard' ? match.pattern : '';
  return path === '/' ? 0 : path.split('/').length;
}
