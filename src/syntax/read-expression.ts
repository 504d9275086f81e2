import type {
  CallCstNode,
  ComparisonCstNode,
  ConditionCstNode,
  ConjunctionCstNode,
  DisjunctionCstNode,
  ListCstNode,
  NegationCstNode,
  OperandCstNode,
  PartCstNode,
  RegexCstNode,
  TestCstNode,
  VariableCstNode,
  WordCstNode,
} from '../../grammar/expression-cst.js';
import type {
  BooleanExpression,
  CompareOperator,
  ListExpression,
  RegexLiteral,
  WordExpression,
} from './expression.js';

/** The condition behind a parsed text's CST. */
export function readCondition(node: ConditionCstNode): BooleanExpression {
  return readDisjunction(node.children.disjunction[0]!);
}

/** The parts of a string as one word: text and escapes run together, an empty string is an empty literal. */
export function readParts(parts: readonly PartCstNode[]): WordExpression {
  const words: WordExpression[] = [];
  let run = '';
  const endRun = () => {
    // As in C a zero byte, written \0, ends the run of text it is in.
    if (run !== '') words.push({ kind: 'literal', value: run.split('\0', 1)[0]! });
    run = '';
  };
  for (const { children } of parts) {
    if (children.Text) run += children.Text[0]!.image;
    else if (children.Escape) run += unescapeOne(children.Escape[0]!.image);
    else {
      endRun();
      words.push(
        children.variable
          ? readVariable(children.variable[0]!)
          : backreference(children.Backreference![0]!.image),
      );
    }
  }
  endRun();
  return concatenate(words);
}

function readDisjunction({ children }: DisjunctionCstNode): BooleanExpression {
  return chain('or', children.conjunction.map(readConjunction));
}

function readConjunction({ children }: ConjunctionCstNode): BooleanExpression {
  return chain('and', children.negation.map(readNegation));
}

/** Operators of a kind bind to the right, as in httpd. */
function chain(kind: 'and' | 'or', operands: readonly BooleanExpression[]): BooleanExpression {
  return operands.reduceRight((right, left) => ({ kind, left, right }));
}

function readNegation({ children }: NegationCstNode): BooleanExpression {
  return (children.Not ?? []).reduce<BooleanExpression>(
    (operand) => ({ kind: 'not', operand }),
    readTest(children.test[0]!),
  );
}

function readTest({ children }: TestCstNode): BooleanExpression {
  if (children.group) return readDisjunction(children.group[0]!.children.disjunction[0]!);
  if (children.comparison) return readComparison(children.comparison[0]!);
  if (!children.unary) return { kind: 'constant', value: children.True !== undefined };
  const { Unary, word } = children.unary[0]!.children;
  return { kind: 'unary', operator: Unary[0]!.image.slice(1), operand: readWord(word[0]!) };
}

function readComparison({ children }: ComparisonCstNode): BooleanExpression {
  const left = readWord(children.word[0]!);
  if (children.list) return { kind: 'in', subject: left, list: readList(children.list[0]!) };
  if (children.regex) {
    return {
      kind: 'match',
      negated: children.RegexMismatch !== undefined,
      subject: left,
      regex: readRegex(children.regex[0]!),
    };
  }
  const right = readWord(children.word[1]!);
  if (children.Compare)
    return { kind: 'compare', operator: compareOperator(children.Compare[0]!.image), left, right };
  return { kind: 'binary', operator: children.Binary![0]!.image.slice(1), left, right };
}

/** `=` is another spelling of `==`, `eq` of `-eq`. */
function compareOperator(image: string): CompareOperator {
  if (image === '=') return '==';
  return (/^[a-z]/.test(image) ? `-${image}` : image) as CompareOperator;
}

/** The pattern between its delimiters, and its flag. */
export function readRegex({ children }: RegexCstNode): RegexLiteral {
  const { image } = children.Regex[0]!;
  const start = image.startsWith('m') ? 2 : 1;
  const end = image.lastIndexOf(image[start - 1]!);
  return { pattern: image.slice(start, end), flags: image.slice(end + 1) };
}

function readList({ children }: ListCstNode): ListExpression {
  if (children.call) return { kind: 'listCall', ...readCall(children.call[0]!) };
  return { kind: 'words', words: children.words![0]!.children.word.map(readWord) };
}

function readWord({ children }: WordCstNode): WordExpression {
  return concatenate(children.operand.map(readOperand));
}

function readOperand({ children }: OperandCstNode): WordExpression {
  if (children.Digits) return { kind: 'literal', value: children.Digits[0]!.image };
  if (children.Backreference) return backreference(children.Backreference[0]!.image);
  if (children.variable) return readVariable(children.variable[0]!);
  if (children.call) return { kind: 'call', ...readCall(children.call[0]!) };
  return readParts(children.quoted![0]!.children.part ?? []);
}

function readCall({ children }: CallCstNode): { readonly name: string; readonly argument: WordExpression } {
  return { name: children.Identifier[0]!.image, argument: readWord(children.word[0]!) };
}

function readVariable({ children }: VariableCstNode): WordExpression {
  const name = children.VariableName[0]!.image;
  return children.part
    ? { kind: 'call', name, argument: readParts(children.part) }
    : { kind: 'variable', name };
}

function backreference(image: string): WordExpression {
  return { kind: 'backreference', index: Number(image.slice(1)) };
}

function concatenate(words: readonly WordExpression[]): WordExpression {
  if (words.length === 0) return { kind: 'literal', value: '' };
  return words.length === 1 ? words[0]! : { kind: 'concatenation', parts: words };
}

const namedEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescapeOne(image: string): string {
  const escaped = image.slice(1);
  return /^[0-7]/.test(escaped)
    ? String.fromCharCode(Number.parseInt(escaped, 8))
    : (namedEscapes[escaped] ?? escaped);
}
