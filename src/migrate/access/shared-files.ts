import type { Site } from '../../lint/site.js';

/** Files that several lines include: what their lines mean depends on where. */
export function sharedFiles(site: Site): ReadonlySet<string> {
  const inclusions = new Map<string, Set<string>>();
  for (const { path, includedFrom, pieces } of site.bound?.files ?? []) {
    if (!includedFrom || pieces) continue;
    const known = inclusions.get(path) ?? new Set();
    inclusions.set(path, known.add(`${includedFrom.file.path}:${includedFrom.start}`));
  }
  return new Set([...inclusions].filter(([, from]) => from.size > 1).map(([path]) => path));
}
