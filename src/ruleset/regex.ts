import { setText } from './regex-bytes.js';
import { patternProblem, type RegexUse, referencedGroup } from './regex-check.js';
import { takesExponentialTime } from './regex-cost.js';
import {
  type Assertion,
  type GroupName,
  type ParsedPattern,
  type Pattern,
  parsePattern,
} from './regex-pattern.js';
import type { Regex } from './text.js';

/** Groups of a match, `[0]` the whole; `index` is where it starts. A group that took no part is `undefined`. */
export type RegexMatch = readonly (string | undefined)[] & { readonly index: number };

/** A PCRE pattern ready to run on byte strings. */
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

/**
 * Compiles a pattern as httpd would (DOTALL, DOLLAR_ENDONLY); the same pattern gives the same object. It must be one that
 * `regexProblem` accepts: another is an error of the caller and throws.
 */
export function compileRegex(regex: Regex): CompiledRegex {
  const known = compiledOf.get(regex);
  if (known) return known;
  const key = `${regex.flags}/${regex.pattern}`;
  const made = compiled.get(key) ?? checked(regex);
  if (compiled.size >= compiledLimit) compiled.clear();
  compiled.set(key, made);
  compiledOf.set(regex, made);
  return made;
}

function checked(regex: Regex): CompiledRegex {
  const parsed = parsePattern(regex.pattern, regex.flags);
  const problem = parsed.problem ?? patternProblem(parsed, 'match');
  if (problem) throw new Error(`The pattern ${regex.pattern} was not checked: ${problem}`);
  return runnable(parsed);
}

const endless =
  'a text that does not match can take time that doubles with each of its bytes; let no loop repeat what it holds itself, as in (a+)+';

/** Why a pattern cannot be used, in PCRE's words where PCRE refuses it too; `undefined` when it can. */
export function regexProblem(regex: Regex, use: RegexUse = 'groups'): string | undefined {
  const parsed = parsePattern(regex.pattern, regex.flags);
  return parsed.problem ?? patternProblem(parsed, use) ?? (takesExponentialTime(regex) ? endless : undefined);
}

function runnable(parsed: ParsedPattern): CompiledRegex {
  const expression = new RegExp(emit(parsed.pattern, parsed));
  return {
    groups: parsed.groups,
    groupNames: parsed.names,
    exec(text) {
      try {
        return expression.exec(text) ?? undefined;
      } catch {
        // The engine ran out of stack: no match, as when PCRE reaches one of its limits.
        return undefined;
      }
    },
    test(text) {
      try {
        return expression.test(text);
      } catch {
        return false;
      }
    },
  };
}

const assertionText: Readonly<Record<Assertion, string>> = {
  start: '^',
  end: '$',
  endOrNewline: '(?=\\n?$)',
  // A newline that ends the text does not start a line.
  lineStart: '(?:^|(?<=\\n)(?!$))',
  lineEnd: '(?=\\n|$)',
  boundary: '\\b',
  notBoundary: '\\B',
};

/** The pattern as JavaScript text for a RegExp without flags; its groups have the same numbers. */
function emit(pattern: Pattern, parsed: ParsedPattern): string {
  const text = (inner: Pattern) => emit(inner, parsed);
  switch (pattern.kind) {
    case 'set':
      return setText(pattern.set);
    case 'sequence':
      return pattern.parts
        .map((part) => (part.kind === 'alternation' ? `(?:${text(part)})` : text(part)))
        .join('');
    case 'alternation':
      return pattern.branches.map(text).join('|');
    case 'capture':
      return `(${text(pattern.body)})`;
    case 'look':
      return `(?${pattern.behind ? '<' : ''}${pattern.negated ? '!' : '='}${text(pattern.body)})`;
    case 'repeat':
      return `${repeatable(pattern.body, text)}${quantifier(pattern.min, pattern.max)}${pattern.lazy ? '?' : ''}`;
    case 'assertion':
      return assertionText[pattern.assertion];
    case 'reference':
      return `(?:\\${referencedGroup(pattern.to, parsed.groups, parsed.names)})`;
  }
}

function repeatable(body: Pattern, text: (pattern: Pattern) => string): string {
  return body.kind === 'set' || body.kind === 'capture' ? text(body) : `(?:${text(body)})`;
}

function quantifier(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}
