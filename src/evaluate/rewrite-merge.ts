import type { RewriteOption, RewriteRule, RewriteSettings, ServerRewrite } from '../ruleset/mod_rewrite.js';

/** A section's settings over those of the outer one; `merged` has each setting that the inner one does not say from the outer. */
export function mergeRewrite(
  base: RewriteSettings,
  add: RewriteSettings,
  merged: RewriteSettings,
): RewriteSettings {
  const { rules: _rules, baseUrl: _baseUrl, directory: _directory, ...rest } = merged;
  const options = merged.options ?? [];
  const baseUrl = add.baseUrl ?? (options.includes('MergeBase') ? base.baseUrl : undefined);
  return {
    ...rest,
    rules: inherited(heritage(base.options ?? [], options), base.rules ?? [], add.rules ?? []),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(add.directory === undefined ? {} : { directory: add.directory }),
  };
}

/** A virtual host has the main server's rules and maps only where an option of one of the two says so. */
export function mergeServerRewrite(main: ServerRewrite, own: ServerRewrite): ServerRewrite {
  if (!own.written) return { rules: [], maps: {} };
  const options = own.options ?? main.options;
  const way = heritage(main.options ?? [], options ?? []);
  return {
    written: true,
    ...(options && { options }),
    rules: inherited(way, main.rules, own.rules),
    maps: mergedMaps(way, main.maps, own.maps),
  };
}

type Heritage = 'behind' | 'before' | 'none';

/** Where outer rules stand: the inner side asks for them, or the outer one hands them down. */
function heritage(outer: readonly RewriteOption[], inner: readonly RewriteOption[]): Heritage {
  const handed = inner.includes('IgnoreInherit') ? [] : outer;
  if (inner.includes('Inherit') || handed.includes('InheritDown')) return 'behind';
  return inner.includes('InheritBefore') || handed.includes('InheritDownBefore') ? 'before' : 'none';
}

function inherited(
  way: Heritage,
  outer: readonly RewriteRule[],
  inner: readonly RewriteRule[],
): readonly RewriteRule[] {
  if (way === 'none') return inner;
  return Object.freeze(way === 'behind' ? [...inner, ...outer] : [...outer, ...inner]);
}

/** Of maps of one name the one that stands first in that order counts. */
function mergedMaps(
  way: Heritage,
  main: ServerRewrite['maps'],
  own: ServerRewrite['maps'],
): ServerRewrite['maps'] {
  if (way === 'none') return own;
  return way === 'behind' ? { ...main, ...own } : { ...own, ...main };
}
