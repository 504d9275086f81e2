import type { Mention } from '../syntax/expression-mentions.js';
import {
  binaryOperators,
  expressionFunctions,
  expressionVariables,
  isListFunction,
  isSslVariable,
  knownBinary,
  knownFunction,
  knownUnary,
  knownVariable,
} from '../syntax/expression-names.js';
import type { ParsedExpression } from '../syntax/parse-expression.js';
import { addressRange } from './address.js';
import { nearest } from './nearest.js';
import { flawOf } from './regex.js';

/** Whether a module, by its source name such as `mod_ssl`, is loaded: some bring names of their own. */
export type IsLoaded = (module: string) => boolean;

/** Why httpd refuses an expression, in its words; `offset` and `length` are those of what is wrong in the expression's text. */
export interface ExpressionRefusal {
  readonly problem: string;
  readonly offset: number;
  readonly length?: number;
  readonly hint?: string;
}

/**
 * What httpd says of an expression, which its parser may have refused already: it looks names up while it parses, remembers the last
 * one it did not find, goes on, and stops at a pattern that is none.
 */
export function refusalOf(
  mentions: readonly Mention[],
  error: ParsedExpression<unknown>['error'],
  isLoaded: IsLoaded,
): ExpressionRefusal | undefined {
  let unknown: ExpressionRefusal | undefined;
  for (const mention of mentions) {
    if (mention.kind !== 'regex') unknown = placed(mention, nameRefusal(mention, isLoaded)) ?? unknown;
    else {
      const flaw = flawOf(mention.regex.pattern);
      if (flaw === undefined) continue;
      const { offset, regex } = mention;
      const refusal = joined('Failed to compile regular expression', unknown, offset);
      return { ...refusal, length: regex.pattern.length + 2, hint: flaw };
    }
  }
  if (!error) return unknown;
  return joined(error.message, error.scanned ? undefined : unknown, error.offset);
}

function joined(problem: string, unknown: ExpressionRefusal | undefined, offset: number): ExpressionRefusal {
  return { problem: unknown ? `${problem}: ${unknown.problem}` : problem, offset };
}

type Name = Exclude<Mention, { kind: 'regex' }>;
type Applied = Exclude<Name, { kind: 'variable' }>;
type Refusal = Omit<ExpressionRefusal, 'offset' | 'length'>;

function placed(mention: Name, refusal: Refusal | undefined): ExpressionRefusal | undefined {
  const dash = mention.kind === 'unary' || mention.kind === 'binary' ? 1 : 0;
  return refusal && { ...refusal, offset: mention.offset, length: mention.name.length + dash };
}

function nameRefusal(mention: Name, isLoaded: IsLoaded): Refusal | undefined {
  const { name } = mention;
  switch (mention.kind) {
    case 'variable':
      if (knownVariable(name)) return undefined;
      if (isSslVariable(name) && isLoaded('mod_ssl')) return undefined;
      if (/^hc_/i.test(name) && isLoaded('mod_proxy_hcheck')) return undefined;
      return { problem: `Variable '${name}' does not exist`, ...variableHint(name) };
    case 'function':
      if (isFunction(name, isLoaded)) return undefined;
      return { problem: `Function '${name}' does not exist`, ...functionHint(name) };
    case 'list':
      if (isListFunction(name) && isLoaded('mod_ssl')) return undefined;
      return {
        problem: `List-returning function '${name}' does not exist`,
        hint: 'write the members out: in { "one", "two" }',
      };
    case 'unary':
      if (!knownUnary(name))
        return { problem: `Unary operator '-${name}' does not exist`, ...unaryHint(name) };
      return name === 'R' ? subnetRefusal(mention) : undefined;
    case 'binary':
      if (!knownBinary(name))
        return {
          problem: `Binary operator '-${name}' does not exist`,
          ...meant(name, binaryOperators, '-'),
        };
      return knownBinary(name) === 'ipmatch' ? subnetRefusal(mention) : undefined;
  }
}

function isFunction(name: string, isLoaded: IsLoaded): boolean {
  const lower = name.toLowerCase();
  if (lower === 'ssl') return isLoaded('mod_ssl');
  if (lower === 'hc') return isLoaded('mod_proxy_hcheck');
  return knownFunction(name) !== undefined;
}

function subnetRefusal({ name, constant }: Applied): Refusal | undefined {
  if (constant === undefined)
    return {
      problem: `-${name} requires subnet/netmask as constant argument`,
      hint: `write the network out in quotes: -${name} '10.0.0.0/8'`,
    };
  return addressRange(constant) === 'ok' ? undefined : { problem: 'parsing of subnet/netmask failed' };
}

type Hint = { readonly hint?: string };

function meant(name: string, names: Iterable<string>, before = ''): Hint {
  const close = nearest(name, names);
  return close.length === 0
    ? {}
    : { hint: `meant was perhaps ${close.map((each) => before + each).join(' or ')}` };
}

function variableHint(name: string): Hint {
  if (isSslVariable(name)) return { hint: 'it is a variable of mod_ssl, which is not loaded' };
  const field = /^HTTP_(\w+)$/i.exec(name)?.[1];
  const close = meant(name, expressionVariables);
  if (close.hint !== undefined) return close;
  if (field) return { hint: `a request field is read with %{req:${fieldName(field)}}` };
  return { hint: `a variable of the environment is read with %{reqenv:${name}}` };
}

const fieldName = (written: string): string =>
  written
    .toLowerCase()
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('-');

function functionHint(name: string): Hint {
  if (name.toLowerCase() === 'ssl') return { hint: 'it is a function of mod_ssl, which is not loaded' };
  return meant(name, expressionFunctions);
}

const otherCase: Readonly<Record<string, string>> = {
  N: 'n',
  Z: 'z',
  r: 'R',
  t: 'T',
  D: 'd',
  E: 'e',
  S: 's',
  l: 'L',
};

function unaryHint(name: string): Hint {
  const other = Object.hasOwn(otherCase, name) ? otherCase[name] : undefined;
  return other === undefined ? {} : { hint: `the case of these letters counts: -${other}` };
}
