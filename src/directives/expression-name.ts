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
import { nearest } from './nearest.js';

/** Whether a module, by its source name such as `mod_ssl`, is loaded: some bring names of their own. */
export type IsLoaded = (module: string) => boolean;

/** A name in an expression; operators are named without their dash. */
export interface ExpressionName {
  readonly kind: 'variable' | 'function' | 'list' | 'unary' | 'binary';
  readonly name: string;
}

/** Why httpd refuses a name, in its words. */
export interface NameRefusal {
  readonly problem: string;
  readonly hint?: string;
}

/** What httpd says of a name in an expression that nothing has. */
export function unknownName({ kind, name }: ExpressionName, isLoaded: IsLoaded): NameRefusal | undefined {
  switch (kind) {
    case 'variable':
      if (isVariable(name, isLoaded)) return undefined;
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
      if (knownUnary(name)) return undefined;
      return { problem: `Unary operator '-${name}' does not exist`, ...unaryHint(name) };
    case 'binary':
      if (knownBinary(name)) return undefined;
      return { problem: `Binary operator '-${name}' does not exist`, ...meant(name, binaryOperators, '-') };
  }
}

function isVariable(name: string, isLoaded: IsLoaded): boolean {
  if (isSslVariable(name) && isLoaded('mod_ssl')) return true;
  return knownVariable(name) !== undefined || (/^hc_/i.test(name) && isLoaded('mod_proxy_hcheck'));
}

function isFunction(name: string, isLoaded: IsLoaded): boolean {
  const lower = name.toLowerCase();
  if (lower === 'ssl') return isLoaded('mod_ssl');
  if (lower === 'hc') return isLoaded('mod_proxy_hcheck');
  return knownFunction(name) !== undefined;
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
