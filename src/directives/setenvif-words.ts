import type { ArgumentInput, ArgumentProblem } from './args.js';
import { type ConditionArgument, condition, refusedIn } from './expression.js';
import { flawOf } from './regex.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

/** A variable to set; `value` is `1` where none is written, null unsets it. `$0`–`$9` are groups of the pattern. */
export interface VariableArgument {
  readonly name: string;
  readonly value: string | null;
}

/** What a SetEnvIf line looks at: a header or property by name (a name with pattern characters is a pattern). */
export interface HeaderTestArguments {
  readonly subject: string;
  readonly subjectIsPattern: boolean;
  readonly pattern: string;
  readonly variables: readonly VariableArgument[];
}

/** A SetEnvIfExpr line. */
export interface ExpressionTestArguments {
  readonly condition: ConditionArgument;
  readonly variables: readonly VariableArgument[];
}

/** SetEnvIf and SetEnvIfNoCase. */
export function headerTest({ name, args }: ArgumentInput): Parsed<HeaderTestArguments> {
  const words = args.words.map((word) => word.value);
  if (!words[0]) return { problem: `Missing header-field name for ${name}` };
  return test(words[0], words.slice(1), name);
}

/** BrowserMatch and BrowserMatchNoCase: the User-Agent is the subject. */
export function browserTest({ name, args }: ArgumentInput): Parsed<HeaderTestArguments> {
  return test(
    'User-Agent',
    args.words.map((word) => word.value),
    name,
  );
}

/** SetEnvIfExpr. */
export function expressionTest({ name, args, isLoaded }: ArgumentInput): Parsed<ExpressionTestArguments> {
  const words = args.words.map((word) => word.value);
  if (!words[0]) return { problem: `Missing expression for ${name}` };
  const parsed = condition(words[0], isLoaded);
  if ('problem' in parsed)
    return refusedIn(args.words[0]!, words[0], `Could not parse expression "${words[0]}": `, parsed);
  const variables = variablesOf(words.slice(1), name);
  return 'problem' in variables
    ? variables
    : { value: { condition: parsed.value, variables: variables.value } };
}

const properties = [
  'remote_addr',
  'remote_host',
  'request_uri',
  'request_method',
  'request_protocol',
  'server_addr',
];

/** What httpd searches for as plain text, and a backslash at its end, which goes. */
const plainBeforeBackslash = /^(?:[^^.$|()[\]*+?{}\\]|\\[\^.$|()[\]*+?{}\\])*\\$/;

function test(subject: string, words: readonly string[], name: string): Parsed<HeaderTestArguments> {
  const [written, ...rest] = words;
  if (!written) return { problem: `Missing regular expression for ${name}` };
  const pattern = plainBeforeBackslash.test(written) ? written.slice(0, -1) : written;
  const flaw = flawOf(pattern);
  if (flaw !== undefined) return { problem: `${name} regex could not be compiled.`, hint: flaw };
  const subjectIsPattern = !properties.includes(subject.toLowerCase()) && !/^[-\w]*$/.test(subject);
  if (subjectIsPattern && flawOf(subject) !== undefined)
    return { problem: `${name}Header name regex could not be compiled.` };
  const variables = variablesOf(rest, name);
  if ('problem' in variables) return variables;
  return { value: { subject, subjectIsPattern, pattern, variables: variables.value } };
}

function variablesOf(words: readonly string[], name: string): Parsed<readonly VariableArgument[]> {
  const end = words.indexOf('');
  const written = end === -1 ? words : words.slice(0, end);
  if (written.length === 0) return { problem: `Missing envariable expression for ${name}` };
  return { value: written.map(variable) };
}

function variable(word: string): VariableArgument {
  const equals = word.indexOf('=');
  const name = equals === -1 ? word : word.slice(0, equals);
  const value = equals === -1 ? '' : word.slice(equals + 1).replace(/^=+/, '');
  if (value !== '') return { name, value };
  return name.startsWith('!') ? { name: name.slice(1), value: null } : { name, value: '1' };
}
