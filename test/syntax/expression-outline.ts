import type {
  BooleanExpression,
  ListExpression,
  RegexLiteral,
  WordExpression,
} from '../../src/syntax/expression.js';

/** A condition with every pair of brackets written, so that its structure shows: `(and (-n REMOTE_USER) (== 'a' 'b'))`. */
export function outlineCondition(expression: BooleanExpression): string {
  switch (expression.kind) {
    case 'constant':
      return String(expression.value);
    case 'not':
      return `(not ${outlineCondition(expression.operand)})`;
    case 'and':
    case 'or':
      return `(${expression.kind} ${outlineCondition(expression.left)} ${outlineCondition(expression.right)})`;
    case 'compare':
      return `(${expression.operator} ${outlineWord(expression.left)} ${outlineWord(expression.right)})`;
    case 'binary':
      return `(-${expression.operator} ${outlineWord(expression.left)} ${outlineWord(expression.right)})`;
    case 'unary':
      return `(-${expression.operator} ${outlineWord(expression.operand)})`;
    case 'match':
      return `(${expression.negated ? '!~' : '=~'} ${outlineWord(expression.subject)} ${outlineRegex(expression.regex)})`;
    case 'in':
      return `(in ${outlineWord(expression.subject)} ${outlineList(expression.list)})`;
  }
}

/** A word: text in JSON's quotes, variables as their name, `$1`, calls as `name(…)`, concatenations joined by ` . `. */
export function outlineWord(word: WordExpression): string {
  switch (word.kind) {
    case 'literal':
      return JSON.stringify(word.value);
    case 'variable':
      return word.name;
    case 'backreference':
      return `$${word.index}`;
    case 'call':
      return `${word.name}(${outlineWord(word.argument)})`;
    case 'concatenation':
      return `[${word.parts.map(outlineWord).join(' . ')}]`;
  }
}

function outlineList(list: ListExpression): string {
  if (list.kind === 'listCall') return `${list.name}(${outlineWord(list.argument)})`;
  return `{${list.words.map(outlineWord).join(', ')}}`;
}

function outlineRegex({ pattern, flags }: RegexLiteral): string {
  return `/${pattern}/${flags}`;
}
