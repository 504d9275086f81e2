import { PatternOverrun } from '../pattern/overrun.js';
import { parsePattern } from '../pattern/parse.js';
import { compileProgram } from '../pattern/program.js';
import { PatternSearch } from '../pattern/search.js';
import type { GroupName } from '../pattern/tree.js';
import type { Regex } from './text.js';

/** Groups of a match, `[0]` the whole; `index` is where it starts. A group that took no part is `undefined`. */
export type RegexMatch = readonly (string | undefined)[] & { readonly index: number };

/** A PCRE pattern ready to run on byte strings. Both ways to run it throw `PatternOverrun` when it takes too long. */
export interface CompiledRegex {
  /** The first match. */
  exec(text: string): RegexMatch | undefined;
  test(text: string): boolean;
  /** How many capturing groups the pattern has. */
  readonly groups: number;
  /** Named groups and their numbers; a name may come twice. */
  readonly groupNames: readonly GroupName[];
}

const compiled = new Map<string, CompiledRegex>();
const compiledOf = new WeakMap<Regex, CompiledRegex>();
const compiledLimit = 10_000;
/** Characters of all patterns that are kept by their text: pages may make patterns of what clients send. */
const compiledLength = 512 * 1024;
let length = 0;

/**
 * Compiles a pattern as httpd would (DOTALL, DOLLAR_ENDONLY); the same pattern gives the same object. It must be one that
 * `regexProblem` accepts: another is an error of the caller and throws.
 */
export function compileRegex(regex: Regex): CompiledRegex {
  const known = compiledOf.get(regex);
  if (known) return known;
  const key = `${regex.flags}/${regex.pattern}`;
  const made = compiled.get(key) ?? runnable(regex);
  if (!compiled.has(key)) keep(key, made);
  compiledOf.set(regex, made);
  return made;
}

function keep(key: string, made: CompiledRegex): void {
  if (key.length > compiledLength) return;
  if (compiled.size >= compiledLimit || length + key.length > compiledLength) {
    compiled.clear();
    length = 0;
  }
  compiled.set(key, made);
  length += key.length;
}

/** Why a pattern cannot be used, in PCRE's words where PCRE refuses it too; `undefined` when it can. */
export function regexProblem(regex: Regex): string | undefined {
  const { flaw, unserved } = parsePattern(regex.pattern, regex.flags);
  return (
    flaw ?? (unserved === undefined ? undefined : `${unserved} is not served: write the pattern without it`)
  );
}

function runnable(regex: Regex): CompiledRegex {
  const parsed = parsePattern(regex.pattern, regex.flags);
  const problem = parsed.flaw ?? parsed.unserved;
  if (problem !== undefined) throw new Error(`The pattern ${regex.pattern} was not checked: ${problem}`);
  let known: PatternSearch | undefined;
  const search = (text: string) => {
    known ??= new PatternSearch(compileProgram(parsed));
    try {
      return known.first(text);
    } catch (thrown) {
      if (!(thrown instanceof PatternOverrun)) throw thrown;
      throw new PatternOverrun(`The pattern ${regex.pattern} takes ${thrown.message}`);
    }
  };
  return {
    groups: parsed.groups,
    groupNames: parsed.names,
    exec(text) {
      const places = search(text);
      return places && matchOf(text, places);
    },
    test: (text) => search(text) !== undefined,
  };
}

function matchOf(text: string, places: Int32Array): RegexMatch {
  const groups: (string | undefined)[] = [];
  for (let at = 0; at < places.length; at += 2) {
    groups.push(places[at + 1] === -1 ? undefined : text.slice(places[at], places[at + 1]));
  }
  return Object.assign(groups, { index: places[0]! });
}
