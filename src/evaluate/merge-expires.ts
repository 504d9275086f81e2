import type { ExpiresSettings } from '../ruleset/mod_expires.js';

/** An inner section's settings over the outer ones. */
export function mergeExpires(base: ExpiresSettings, add: ExpiresSettings): ExpiresSettings {
  const own = new Set(add.types?.map(({ type }) => type));
  const types = [...(add.types ?? []), ...(base.types ?? []).filter(({ type }) => !own.has(type))];
  const { wildcards: _outer, ...inherited } = base;
  const origins = base.from || add.from ? { from: Object.freeze({ ...base.from, ...add.from }) } : {};
  return { ...inherited, ...add, ...(types.length > 0 && { types }), ...origins };
}
