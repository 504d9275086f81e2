import type { SectionMatch } from './core.js';

/**
 * How many components the path of a Directory section has, the root none; httpd counts the slashes of a pattern as well
 * (ap_count_dirs).
 */
export function pathComponents(match: SectionMatch): number {
  const path =
    match.kind === 'prefix' ? match.prefix : match.kind === 'wildcard' ? match.pattern : match.regex.pattern;
  return path === '/' ? 0 : path.split('/').length;
}
