import type { Section } from './ruleset.js';

/**
 * Directory sections by number of path components, the root first; equal ones keep their order. httpd counts the slashes
 * of a pattern as well (ap_core_reorder_directories).
 */
export function byPathLength(sections: readonly Section[]): readonly Section[] {
  return sections
    .map((section) => ({ section, components: componentsOf(section) }))
    .sort((one, other) => one.components - other.components)
    .map(({ section }) => section);
}

function componentsOf({ match }: Section): number {
  const path =
    match.kind === 'prefix' ? match.prefix : match.kind === 'wildcard' ? match.pattern : match.regex.pattern;
  return path === '/' ? 0 : path.split('/').length;
}
