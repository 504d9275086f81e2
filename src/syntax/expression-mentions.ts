import type { NamingNode } from '../../grammar/expression.js';
import type { WordCstNode } from '../../grammar/expression-cst.js';
import type { RegexLiteral } from './expression.js';
import { readParts, readRegex } from './read-expression.js';

/**
 * A name or a pattern in an expression, with its place in the text. `constant` is the argument where that is plain text;
 * digits and everything computed are not.
 */
export type Mention =
  | { readonly kind: 'variable'; readonly name: string; readonly offset: number }
  | {
      readonly kind: 'function' | 'list' | 'unary' | 'binary';
      readonly name: string;
      readonly offset: number;
      readonly constant: string | undefined;
    }
  | { readonly kind: 'regex'; readonly regex: RegexLiteral; readonly offset: number };

/** What the parser noted, in its order; comparisons without a named operator mention nothing. */
export function mentionsOf(naming: readonly NamingNode[]): readonly Mention[] {
  const mentions: Mention[] = [];
  for (const node of naming) {
    const mention = mentionOf(node);
    if (mention) mentions.push(mention);
  }
  return mentions;
}

function mentionOf(node: NamingNode): Mention | undefined {
  switch (node.name) {
    case 'variable': {
      const { VariableName, part } = node.children;
      const { image: name, startOffset: offset } = VariableName[0]!;
      if (!part) return { kind: 'variable', name, offset };
      const argument = readParts(part);
      const constant = argument.kind === 'literal' ? argument.value : undefined;
      return { kind: 'function', name, offset, constant };
    }
    case 'call':
      return called('function', node.children.Identifier[0]!, node.children.word[0]!);
    case 'list':
      return called('list', node.call.children.Identifier[0]!, node.call.children.word[0]!);
    case 'unary':
      return operated('unary', node.children.Unary[0]!, node.children.word[0]!);
    case 'comparison': {
      const { Binary, word } = node.children;
      return Binary && operated('binary', Binary[0]!, word[1]!);
    }
    case 'regex': {
      const { startOffset } = node.children.Regex[0]!;
      return { kind: 'regex', regex: readRegex(node), offset: startOffset };
    }
  }
}

interface Named {
  readonly image: string;
  readonly startOffset: number;
}

function called(kind: 'function' | 'list', { image, startOffset }: Named, argument: WordCstNode): Mention {
  return { kind, name: image, offset: startOffset, constant: constantOf(argument) };
}

/** Operators are named without their dash. */
function operated(kind: 'unary' | 'binary', { image, startOffset }: Named, argument: WordCstNode): Mention {
  return { kind, name: image.slice(1), offset: startOffset, constant: constantOf(argument) };
}

function constantOf({ children }: WordCstNode): string | undefined {
  const [operand, second] = children.operand;
  const quoted = second === undefined ? operand?.children.quoted?.[0] : undefined;
  if (!quoted) return undefined;
  const text = readParts(quoted.children.part ?? []);
  return text.kind === 'literal' ? text.value : undefined;
}
