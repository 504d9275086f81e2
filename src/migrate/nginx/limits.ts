import type { Host, Settings } from '../../ruleset/ruleset.js';

/** Bytes of a body where nothing is said about it. */
export const usualBodyLimit = 1024 ** 3;

/**
 * The largest body that some place of a server takes, 0 without a bound. nginx keeps what goes to an upstream first, so it gets a bound there
 * as well, which httpd has not: at least the usual one.
 */
export function widestBodyLimit({ base, locations, directories, ...rest }: Host): number {
  const { directoryMatches, files, proxies, conditions } = rest;
  const limits: number[] = [];
  collect([base, locations, directories, directoryMatches, files, proxies, conditions], limits);
  return limits.includes(0) ? 0 : Math.max(usualBodyLimit, ...limits);
}

/** Settings stand in sections of any depth. */
function collect(value: unknown, limits: number[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if (key === 'core') {
      const limit = (each as Settings['core'])?.limitRequestBody;
      if (limit !== undefined) limits.push(limit);
    } else if (!key.startsWith('mod_') && key !== 'from') collect(each, limits);
  }
}

/** What httpd takes of the head of a request where nothing is said about it; nginx takes about the same, and does not count fields. */
export const usualHeadLimits = {
  limitRequestLine: 8190,
  limitRequestFieldSize: 8190,
  limitRequestFields: 100,
} as const;
