import { posix } from 'node:path';
import type { PathArguments } from '../directives/section-words.js';
import type { SectionMatch } from '../ruleset/core.js';
import type { Regex } from '../ruleset/text.js';
import { isWildcard } from '../source/wildcard.js';

type Checked = (pattern: string) => Regex | undefined;

/** A file system path: normalised, without a slash at the end; it covers what lies below. */
export function directoryMatch(args: PathArguments, regex: Checked): SectionMatch | undefined {
  if (args.kind === 'regex') return patternMatch(args.pattern, regex);
  const path = posix.normalize(args.path);
  return pathMatch(path.length > 1 ? path.replace(/\/$/, '') : path);
}

/** A URL path, as written. */
export function locationMatch(args: PathArguments, regex: Checked): SectionMatch | undefined {
  return args.kind === 'regex' ? patternMatch(args.pattern, regex) : pathMatch(args.path);
}

/** A file name. */
export function filesMatch(args: PathArguments, regex: Checked): SectionMatch | undefined {
  return args.kind === 'regex' ? patternMatch(args.pattern, regex) : pathMatch(posix.normalize(args.path));
}

function patternMatch(pattern: string, checked: Checked): SectionMatch | undefined {
  const regex = checked(pattern);
  return regex && { kind: 'regex', regex };
}

function pathMatch(path: string): SectionMatch {
  return isWildcard(path) ? { kind: 'wildcard', pattern: path } : { kind: 'prefix', prefix: path };
}
