import type { WordExpression } from '../syntax/expression.js';
import { knownFunction, knownVariable } from '../syntax/expression-names.js';
import type { Exchange } from './exchange.js';
import { functionBodies } from './expression-functions.js';
import { fail, noteCall, noteRead } from './expression-run.js';
import { type VariableReader, variableReaders } from './expression-variables.js';
import { sslVariable } from './ssl-variables.js';

/** A compiled word of an expression. */
export type Word = (exchange: Exchange) => string;

/** How many evaluations may run inside one another (AP_EXPR_MAX_RECURSION). */
const deepest = 20;

/** Whether httpd gives up evaluating what stands so deep in an expression. */
export function isTooDeep(depth: number): boolean {
  return depth >= deepest;
}

/** Fails as httpd does when it has given up. */
export function failTooDeep(): void {
  fail('Recursion limit reached');
}

/** Compiles a word that stands `depth` levels deep. */
export function compileWord(word: WordExpression, depth: number): Word {
  if (isTooDeep(depth)) return tooDeep;
  switch (word.kind) {
    case 'literal':
      return () => word.value;
    case 'variable': {
      const name = knownVariable(word.name);
      // What the core does not know is a variable of mod_ssl: empty on a connection without TLS.
      const read = name === undefined ? sslReader(word.name) : variableReaders[name];
      return (exchange) => noteRead(word.name, read(exchange) ?? '');
    }
    case 'call': {
      const name = knownFunction(word.name);
      const body = name === undefined ? nothing : functionBodies[name];
      const argument = compileWord(word.argument, depth + 1);
      return (exchange) => {
        const text = argument(exchange);
        return noteCall(word.name, text, body(text, exchange) ?? '');
      };
    }
    case 'backreference':
      return (exchange) => exchange.groups[word.index] ?? '';
    case 'concatenation':
      return joined(partsOf(word.parts, depth));
  }
}

const sslReader = (name: string): VariableReader => {
  const own = name.slice('SSL_'.length);
  return (exchange) => sslVariable(own, exchange);
};

const tooDeep: Word = () => {
  failTooDeep();
  return '';
};

const nothing = () => '';

function joined(parts: readonly Word[]): Word {
  return (exchange) => {
    let text = '';
    for (const part of parts) text += part(exchange);
    return text;
  };
}

/**
 * The parts of a concatenation, each as deep as httpd evaluates it: it joins the parts of a string from the left and words from the
 * right, and flattens only what leans one way.
 */
function partsOf(parts: readonly WordExpression[], depth: number): readonly Word[] {
  const [first, ...rest] = parts;
  if (first?.kind !== 'concatenation') return leaningRight(parts, depth);
  const own = first.parts.map((part) => compileWord(part, depth + 1));
  const behind = rest.length === 1 ? [compileWord(rest[0]!, depth + 1)] : partsBelow(rest, depth + 1);
  return [...own, ...behind];
}

function partsBelow(parts: readonly WordExpression[], depth: number): readonly Word[] {
  return isTooDeep(depth) ? [tooDeep] : partsOf(parts, depth);
}

function leaningRight(parts: readonly WordExpression[], depth: number): readonly Word[] {
  const last = parts.at(-1)!;
  const before = parts.slice(0, -1).map((part) => compileWord(part, depth + 1));
  if (last.kind !== 'concatenation') return [...before, compileWord(last, depth + 1)];
  const [leaf, others] = [last.parts.at(-1)!, last.parts.slice(0, -1)];
  const start: WordExpression = others.length === 1 ? others[0]! : { kind: 'concatenation', parts: others };
  return [...before, compileWord(start, depth + 1), compileWord(leaf, depth + 1)];
}
