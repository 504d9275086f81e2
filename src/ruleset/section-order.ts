import { pathComponents } from './path-components.js';
import type { Section } from './ruleset.js';

/**
 * Directory sections by number of path components, the root first; equal ones keep their order (ap_core_reorder_directories).
 */
export function byPathLength(sections: readonly Section[]): readonly Section[] {
  return sections
    .map((section) => ({ section, components: pathComponents(section.match) }))
    .sort((one, other) => one.components - other.components)
    .map(({ section }) => section);
}
