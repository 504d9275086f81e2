import type { ArgumentInput, ArgumentProblem } from './args.js';
import {
  type ConditionArgument,
  condition,
  refusedIn,
  type TextArgument,
  textOrExpression,
} from './expression.js';
import type { ExpressionRefusal } from './expression-check.js';
import { type HeaderFormatPart, headerFormat } from './header-format.js';
import { flawOf } from './regex.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

/** What is sent: a format string cut into its parts, or an expression (`expr=…`). */
export type HeaderValueArgument =
  | { readonly kind: 'format'; readonly parts: readonly HeaderFormatPart[] }
  | { readonly kind: 'expression'; readonly expression: TextArgument };

/** The last word of a line: `early`, `env=[!]name` or `expr=condition`. */
export type HeaderConditionArgument =
  | { readonly kind: 'early' }
  | { readonly kind: 'env'; readonly name: string; readonly negated: boolean }
  | { readonly kind: 'expression'; readonly condition: ConditionArgument };

/** One Header or RequestHeader line by its action. */
export type HeaderChange =
  | {
      readonly action: 'add' | 'append' | 'merge' | 'note' | 'set' | 'setifempty';
      readonly value: HeaderValueArgument;
    }
  | {
      readonly action: 'edit' | 'edit*';
      readonly pattern: string;
      readonly replacement: HeaderValueArgument;
    }
  | { readonly action: 'echo'; readonly pattern: string }
  | { readonly action: 'unset' };

/** `always` is true for `Header always`, which also goes onto error responses. */
export type HeaderArguments = HeaderChange & {
  readonly name: string;
  readonly always: boolean;
  readonly when?: HeaderConditionArgument;
};

/** Header, with its optional `always` or `onsuccess`. */
export function responseHeader(input: ArgumentInput): Parsed<HeaderArguments> {
  const words = input.args.words.map((word) => word.value);
  const first = words[0]?.toLowerCase();
  const always = first === 'always';
  return change(always || first === 'onsuccess' ? words.slice(1) : words, input, always);
}

/** RequestHeader. */
export function requestHeader(input: ArgumentInput): Parsed<HeaderArguments> {
  return change(
    input.args.words.map((word) => word.value),
    input,
    undefined,
  );
}

const actions = [
  'set',
  'setifempty',
  'add',
  'append',
  'merge',
  'unset',
  'echo',
  'edit',
  'edit*',
  'note',
] as const;

const wrongAction =
  "first argument must be 'add', 'set', 'setifempty', 'append', 'merge', 'unset', 'echo', 'note', 'edit', or 'edit*'.";

/** `always` is undefined for RequestHeader. */
function change(
  words: readonly string[],
  input: ArgumentInput,
  always: boolean | undefined,
): Parsed<HeaderArguments> {
  if (words.length > 5) return { problem: `${input.name} has too many arguments` };
  const action = actions.find((each) => each === words[0]?.toLowerCase());
  if (!action) return { problem: wrongAction };
  if (action === 'note' && always === undefined)
    return { problem: "RequestHeader does not support the 'note' action" };
  const parts = partsOf(action, words.slice(1), always !== undefined);
  if ('problem' in parts) return parts;
  const when = parts.clause === undefined ? undefined : clause(input, parts.clause);
  if (when && 'problem' in when) return when;
  const header = (words[1] ?? '').split(':', 1)[0]!;
  const base = { name: header, always: always ?? false, ...(when ? { when: when.value } : {}) };
  const built = build(input, action, parts);
  return 'problem' in built ? built : { value: { ...base, ...built.value } };
}

type Action = (typeof actions)[number];

interface Parts {
  readonly header: string;
  readonly value?: string | undefined;
  readonly substitute?: string | undefined;
  readonly clause?: string | undefined;
}

/** Sorts the words behind the action by what it takes; the order of the checks is httpd's. */
function partsOf(action: Action, words: readonly string[], response: boolean): Parts | ArgumentProblem {
  const [header = '', value, third, fourth] = words;
  if (action === 'edit' || action === 'edit*') return editParts(header, value, third, fourth);
  if (fourth !== undefined) return { problem: 'Too many arguments to directive' };
  if (action !== 'unset' && action !== 'echo')
    return value === undefined
      ? { problem: 'Header requires three arguments' }
      : { header, value, clause: third };
  if (value !== undefined && third !== undefined)
    return {
      problem: action === 'unset' ? 'header unset takes two arguments' : 'Header echo takes two arguments',
    };
  if (action === 'unset') return { header, clause: value };
  if (!response) return { problem: 'Header echo only valid on Header directives' };
  if (flawOf(header) !== undefined)
    return { problem: 'Header echo regex could not be compiled', hint: flawOf(header)! };
  return { header, clause: value };
}

function editParts(
  header: string,
  value: string | undefined,
  substitute: string | undefined,
  last: string | undefined,
): Parts | ArgumentProblem {
  if (value === undefined || substitute === undefined)
    return { problem: 'Header edit requires a match and a substitution' };
  if (flawOf(value) !== undefined)
    return { problem: 'Header edit regex could not be compiled', hint: flawOf(value)! };
  return { header, value, substitute, clause: last };
}

function clause(input: ArgumentInput, written: string): Parsed<HeaderConditionArgument> {
  if (written.toLowerCase() === 'early') return { value: { kind: 'early' } };
  const variable = /^env=(!?)([\s\S]*)$/i.exec(written);
  if (variable?.[2]) return { value: { kind: 'env', name: variable[2], negated: variable[1] === '!' } };
  if (variable)
    return {
      problem: 'error: missing environment variable name. envclause should be in the form env=envar ',
    };
  if (!/^expr=/i.test(written)) return { problem: `Unknown parameter: ${written}` };
  const parsed = condition(written.slice(5), input.isLoaded);
  if ('problem' in parsed) return refused(input, written, "Can't parse envclause/expression: ", parsed);
  return { value: { kind: 'expression', condition: parsed.value } };
}

function build(input: ArgumentInput, action: Action, parts: Parts): Parsed<HeaderChange> {
  if (action === 'unset') return { value: { action } };
  if (action === 'echo') return { value: { action, pattern: parts.header } };
  const sent = sentValue(input, parts.substitute ?? parts.value ?? '');
  if ('problem' in sent) return sent;
  if (action === 'edit' || action === 'edit*')
    return { value: { action, pattern: parts.value ?? '', replacement: sent.value } };
  return { value: { action, value: sent.value } };
}

function sentValue(input: ArgumentInput, written: string): Parsed<HeaderValueArgument> {
  if (!written.startsWith('expr=')) {
    const format = headerFormat(written);
    return 'problem' in format ? format : { value: { kind: 'format', parts: format.value } };
  }
  const parsed = textOrExpression(written.slice(5), input.isLoaded);
  if ('problem' in parsed) return refused(input, written, "Can't parse value expression : ", parsed);
  return { value: { kind: 'expression', expression: parsed.value } };
}

function refused(
  { args }: ArgumentInput,
  written: string,
  before: string,
  refusal: ExpressionRefusal,
): ArgumentProblem {
  const word = args.words.findLast(({ value }) => value === written)!;
  return refusedIn(word, written.slice(5), before, refusal);
}
