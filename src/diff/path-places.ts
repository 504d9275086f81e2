import { compileRegex } from '../ruleset/regex.js';
import type { Host } from '../ruleset/ruleset.js';
import type { Regex } from '../ruleset/text.js';
import { samplesOf } from './pattern-samples.js';

/** Where paths of a server lie in the file system. */
export interface Mapping {
  /** Without a slash at its end; empty for DocumentRoot. */
  readonly prefix: string;
  readonly root: string;
}

const trimmed = (path: string): string => path.replace(/\/+$/, '');

/** Literal mappings: DocumentRoot and each Alias. */
export function mappingsOf({ core, mod_alias, locations }: Host): readonly Mapping[] {
  const aliases = mod_alias.aliases.flatMap(({ match, target }) =>
    match.kind === 'prefix' ? [{ prefix: trimmed(match.prefix), root: trimmed(target) }] : [],
  );
  const inside = locations.flatMap(({ match, settings }) => {
    const target = settings.mod_alias?.alias?.target;
    if (match.kind !== 'prefix' || typeof target !== 'string') return [];
    return [{ prefix: trimmed(match.prefix), root: trimmed(target) }];
  });
  return [{ prefix: '', root: trimmed(core.documentRoot) }, ...aliases, ...inside];
}

/** Paths of the server that lead to a folder, or to what is in it. */
export function pathsTo(folder: string, mappings: readonly Mapping[]): readonly string[] {
  const place = trimmed(folder);
  return mappings.flatMap(({ prefix, root }) => {
    if (place === root || place.startsWith(`${root}/`))
      return [`${prefix}${place.slice(root.length)}` || '/'];
    if (root.startsWith(`${place}/`)) return [prefix || '/'];
    return [];
  });
}

/** Paths that lead to names of the file system which a pattern finds, and to some that it does not. */
export function pathsFinding(regex: Regex, mappings: readonly Mapping[]): readonly string[] {
  const { matching, failing } = samplesOf(regex);
  const compiled = compileRegex(regex);
  const found = matching.flatMap((text) => pathsTo(text, mappings));
  const within = mappings.flatMap(({ prefix, root }) =>
    matching
      .flatMap((text) => (text.startsWith('/') ? [text, `/page${text}`] : [`/${text}`, `/page${text}`]))
      .filter((text) => text.startsWith('/') && compiled.test(root + text))
      .map((text) => prefix + text),
  );
  // Only a text with a folder of the server before it is a name in the file system; others are taken as paths.
  const missed = failing.filter((text) => text.startsWith('/'));
  return [...found, ...within, ...missed.flatMap((text) => pathsTo(text, mappings)), ...missed];
}
