import { parsePattern } from '../pattern/parse.js';
import type { Pattern, Repeat } from '../pattern/tree.js';
import type { Regex } from '../ruleset/text.js';
import { type Language, type Languages, NoLanguage, newline } from './pattern-language.js';

/** Whether a part stands where the text begins; `maybe`: that depends on what was taken before it. */
type AtStart = boolean | 'maybe';

/** A repetition of more copies has no language. */
const mostCopies = 60;
const mostLookingCopies = 8;

/** The texts in which a pattern is found. Throws where a pattern says what no language can. */
export function foundIn(regex: Regex, made: Languages): Language {
  const { tree, flaw, unserved } = parsePattern(regex.pattern, regex.flags);
  if (flaw !== undefined || unserved !== undefined) throw new NoLanguage();
  const first = languageOf(tree, made.all, true, made);
  const later = languageOf(tree, made.all, false, made);
  return made.either(first, made.followed(made.followed(made.anyByte, made.all), later));
}

/** What begins as a part of a pattern says, and goes on as what follows the part says. */
function languageOf(pattern: Pattern, next: Language, start: AtStart, made: Languages): Language {
  made.count();
  switch (pattern.kind) {
    case 'set':
      return made.followed(made.set(pattern.set), next);
    case 'sequence':
      return sequenceOf(pattern.parts, next, start, made);
    case 'alternation':
      return made.either(...pattern.branches.map((branch) => languageOf(branch, next, start, made)));
    case 'group':
      if (pattern.atomic) throw new NoLanguage();
      return languageOf(pattern.body, next, start, made);
    case 'capture':
      return languageOf(pattern.body, next, start, made);
    case 'repeat':
      return repeatOf(pattern, next, start, made);
    case 'look': {
      if (pattern.behind) throw new NoLanguage();
      const ahead = languageOf(pattern.body, made.all, start, made);
      return made.both(pattern.negated ? made.not(ahead) : ahead, next);
    }
    case 'assertion':
      return assertionOf(pattern.assertion, next, start, made);
    case 'keep':
      return next;
    case 'fail':
      return made.none;
    default:
      throw new NoLanguage();
  }
}

function assertionOf(
  assertion: Extract<Pattern, { kind: 'assertion' }>['assertion'],
  next: Language,
  start: AtStart,
  made: Languages,
): Language {
  if (assertion === 'start' && start !== 'maybe') return start ? next : made.none;
  if (assertion === 'end') return made.both(next, made.empty);
  if (assertion === 'endOrNewline') return made.both(next, made.either(made.empty, made.set(newline)));
  throw new NoLanguage();
}

function sequenceOf(parts: readonly Pattern[], next: Language, start: AtStart, made: Languages): Language {
  const starts: AtStart[] = [start];
  for (const part of parts) starts.push(startAfter(part, starts.at(-1)!));
  return parts.reduceRight((rest, part, at) => languageOf(part, rest, starts[at]!, made), next);
}

function startAfter(part: Pattern, start: AtStart): AtStart {
  if (start === false || !takes(part)) return start;
  return leastOf(part) > 0 ? false : 'maybe';
}

function repeatOf(
  { body, min, max, eagerness }: Repeat,
  next: Language,
  start: AtStart,
  made: Languages,
): Language {
  const looks = looksAround(body);
  if (eagerness === 'possessive' || min > mostCopies) throw new NoLanguage();
  const copies = max === Number.POSITIVE_INFINITY ? min : max;
  if (copies > (looks ? mostLookingCopies : mostCopies) || (looks && copies !== max)) throw new NoLanguage();
  const once = looks ? undefined : languageOf(body, made.empty, start, made);
  let rest = copies === max ? next : made.followed(made.star(once!), next);
  for (let copy = copies; copy >= 1; copy--) {
    const here = copy === 1 ? start : startAfter(body, start);
    const taken = once ? made.followed(once, rest) : languageOf(body, rest, here, made);
    rest = copy > min ? made.either(next, taken) : taken;
  }
  return rest;
}

const partsOf = (pattern: Pattern): readonly Pattern[] =>
  pattern.kind === 'sequence'
    ? pattern.parts
    : pattern.kind === 'alternation' || pattern.kind === 'conditional'
      ? pattern.branches
      : 'body' in pattern
        ? [pattern.body]
        : [];

/** Whether a part depends on what stands around it. */
const looksAround = (pattern: Pattern): boolean =>
  pattern.kind === 'look' || pattern.kind === 'assertion' || partsOf(pattern).some(looksAround);

/** Whether a part may take characters. */
const takes = (pattern: Pattern): boolean =>
  pattern.kind === 'set' || (pattern.kind !== 'look' && partsOf(pattern).some(takes));

/** The fewest characters that a part takes. */
function leastOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'set':
      return 1;
    case 'sequence':
      return pattern.parts.reduce((sum, part) => sum + leastOf(part), 0);
    case 'alternation':
      return Math.min(...pattern.branches.map(leastOf));
    case 'group':
    case 'capture':
      return leastOf(pattern.body);
    case 'repeat':
      return pattern.min === 0 ? 0 : pattern.min * leastOf(pattern.body);
    default:
      return 0;
  }
}
