import type { Mention } from '../syntax/expression-mentions.js';
import { knownBinary } from '../syntax/expression-names.js';
import type { ParsedExpression } from '../syntax/parse-expression.js';
import { addressRange } from './address.js';
import { type IsLoaded, type NameRefusal, unknownName } from './expression-name.js';
import { flawOf } from './regex.js';

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

function placed(mention: Name, refusal: NameRefusal | undefined): ExpressionRefusal | undefined {
  const dash = mention.kind === 'unary' || mention.kind === 'binary' ? 1 : 0;
  return refusal && { ...refusal, offset: mention.offset, length: mention.name.length + dash };
}

function nameRefusal(mention: Name, isLoaded: IsLoaded): NameRefusal | undefined {
  return unknownName(mention, isLoaded) ?? (takesSubnet(mention) ? subnetRefusal(mention) : undefined);
}

function takesSubnet(mention: Name): mention is Applied {
  if (mention.kind === 'unary') return mention.name === 'R';
  return mention.kind === 'binary' && knownBinary(mention.name) === 'ipmatch';
}

function subnetRefusal({ name, constant }: Applied): NameRefusal | undefined {
  if (constant === undefined)
    return {
      problem: `-${name} requires subnet/netmask as constant argument`,
      hint: `write the network out in quotes: -${name} '10.0.0.0/8'`,
    };
  return addressRange(constant) === 'ok' ? undefined : { problem: 'parsing of subnet/netmask failed' };
}
