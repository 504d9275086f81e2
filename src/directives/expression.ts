import type { BooleanExpression, WordExpression } from '../syntax/expression.js';
import { type ParsedExpression, parseCondition, parseStringExpression } from '../syntax/parse-expression.js';
import type { Word } from '../syntax/tree.js';
import { placeInWord } from '../syntax/word-place.js';
import { type ArgumentProblem, type ArgumentShape, one, text as plain, refined } from './args.js';
import { type ExpressionRefusal, refusalOf } from './expression-check.js';
import type { IsLoaded } from './expression-name.js';

/** A condition with the text it was written as. */
export interface ConditionArgument {
  readonly text: string;
  readonly expression: BooleanExpression;
}

/** Text that is the same for every request, or computed for each. */
export type TextArgument = string | { readonly expression: WordExpression };

type Parsed<T> = { readonly value: T } | ExpressionRefusal;

/**
 * Parses a condition and looks its names up; `problem` is httpd's own words for what is wrong with it, without what it was parsed for.
 */
export function condition(text: string, isLoaded: IsLoaded = everything): Parsed<ConditionArgument> {
  const { value, error, mentions } = remembered(conditions, text, parseCondition);
  const refusal = refusalOf(mentions, error, isLoaded);
  return refusal ?? { value: { text, expression: value! } };
}

/** Parses text that may hold `%{…}`. */
export function textOrExpression(text: string, isLoaded: IsLoaded = everything): Parsed<TextArgument> {
  if (text.length < longestPlain && !/[%\\$]/.test(text)) return { value: text };
  const { value, error, mentions } = remembered(texts, text, parseStringExpression);
  const refusal = refusalOf(mentions, error, isLoaded);
  return refusal ?? { value: value!.kind === 'literal' ? value!.value : { expression: value! } };
}

/** A refused expression as the refusal of the word it ends, with its place in there; `before` are httpd's words in front. */
export function refusedIn(
  word: Word,
  value: string,
  before: string,
  refusal: ExpressionRefusal,
): ArgumentProblem {
  const { problem, offset, length = 1, hint } = refusal;
  const at = placeInWord(word, word.value.length - value.length + offset, length);
  return { problem: before + problem, at, ...(hint === undefined ? {} : { hint }) };
}

/** A directive's one word, whose text may hold `%{…}`. */
export function oneText(usage: string, before: (written: string) => string): ArgumentShape<TextArgument> {
  return refined(one(usage, plain), (value, { args, isLoaded }) => {
    const parsed = textOrExpression(value, isLoaded);
    return 'problem' in parsed ? refusedIn(args.words[0]!, value, before(value), parsed) : parsed;
  });
}

/** Where it is not known which modules are loaded, all are. */
const everything: IsLoaded = () => true;

/** Longer ones may be too long for httpd. */
const longestPlain = 8000;

/** The same text is parsed once: sections made by macros or copied by hand share their conditions. */
const conditions = new Map<string, ParsedExpression<BooleanExpression>>();
const texts = new Map<string, ParsedExpression<WordExpression>>();
const mostRemembered = 1000;
const longestRemembered = 1000;

function remembered<T>(
  known: Map<string, ParsedExpression<T>>,
  text: string,
  parse: (text: string) => ParsedExpression<T>,
): ParsedExpression<T> {
  const found = known.get(text);
  if (found) return found;
  const parsed = parse(text);
  if (known.size >= mostRemembered) known.clear();
  if (text.length <= longestRemembered) known.set(text, parsed);
  return parsed;
}
