import { type CstNode, CstParser } from 'chevrotain';
import type {
  CallCstNode,
  ComparisonCstNode,
  ConditionCstNode,
  RegexCstNode,
  TextCstNode,
  UnaryCstNode,
  VariableCstNode,
} from './expression-cst.js';
import { describeError, type ExpressionError, expectations } from './expression-errors.js';
import { findTooDeep, withoutTooLong } from './expression-limits.js';
import {
  And,
  ArgumentColon,
  Backreference,
  Binary,
  Comma,
  Compare,
  Concatenate,
  Digits,
  Escape,
  expressionLexer,
  expressionTokens,
  False,
  Identifier,
  In,
  LeftBrace,
  LeftParenthesis,
  Not,
  Or,
  Regex,
  RegexMatch,
  RegexMismatch,
  RightBrace,
  RightParenthesis,
  StringBegin,
  StringEnd,
  Text,
  True,
  Unary,
  VariableBegin,
  VariableEnd,
  VariableName,
} from './expression-tokens.js';

/** A part of an expression that names something or holds a pattern; `list` is a call that gives a list. */
export type NamingNode =
  | VariableCstNode
  | CallCstNode
  | UnaryCstNode
  | ComparisonCstNode
  | RegexCstNode
  | { readonly name: 'list'; readonly call: CallCstNode };

/** The grammar of ap_expr as of httpd 2.4: no functions of several arguments, no substitution. */
export class ExpressionParser extends CstParser {
  /** The naming parts in the order in which they were complete, also when an error follows: httpd looks names up then. */
  naming: NamingNode[] = [];

  /** A whole condition. */
  readonly condition = this.RULE('condition', () => {
    this.SUBRULE(this.disjunction);
  });

  /** A whole text with variables, as after `expr=`. */
  readonly text = this.RULE('text', () => {
    this.MANY(() => this.SUBRULE(this.part));
  });

  private readonly disjunction = this.RULE('disjunction', () => {
    this.AT_LEAST_ONE_SEP({ SEP: Or, DEF: () => this.SUBRULE(this.conjunction) });
  });

  private readonly conjunction = this.RULE('conjunction', () => {
    this.AT_LEAST_ONE_SEP({ SEP: And, DEF: () => this.SUBRULE(this.negation) });
  });

  private readonly negation = this.RULE('negation', () => {
    this.MANY(() => this.CONSUME(Not));
    this.SUBRULE(this.test);
  });

  private readonly test = this.RULE('test', () => {
    this.OR([
      { ALT: () => this.CONSUME(True) },
      { ALT: () => this.CONSUME(False) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.note(this.SUBRULE(this.unary)) },
      { ALT: () => this.note(this.SUBRULE(this.comparison)) },
    ]);
  });

  private readonly group = this.RULE('group', () => {
    this.CONSUME(LeftParenthesis);
    this.SUBRULE(this.disjunction);
    this.CONSUME(RightParenthesis);
  });

  private readonly unary = this.RULE('unary', () => {
    this.CONSUME(Unary);
    this.SUBRULE(this.word);
  });

  private readonly comparison = this.RULE('comparison', () => {
    this.SUBRULE1(this.word);
    this.OR1([
      { ALT: () => [this.CONSUME(Compare), this.SUBRULE2(this.word)] },
      { ALT: () => [this.CONSUME(Binary), this.SUBRULE3(this.word)] },
      { ALT: () => [this.CONSUME(RegexMatch), this.note(this.SUBRULE1(this.regex))] },
      { ALT: () => [this.CONSUME(RegexMismatch), this.note(this.SUBRULE2(this.regex))] },
      { ALT: () => [this.CONSUME(In), this.SUBRULE(this.list)] },
    ]);
  });

  private readonly regex = this.RULE('regex', () => {
    this.CONSUME(Regex);
  });

  private readonly list = this.RULE('list', () => {
    this.OR([{ ALT: () => this.noteList(this.SUBRULE(this.call)) }, { ALT: () => this.SUBRULE(this.words) }]);
  });

  private readonly words = this.RULE('words', () => {
    this.CONSUME(LeftBrace);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => this.SUBRULE(this.word) });
    this.CONSUME(RightBrace);
  });

  private readonly word = this.RULE('word', () => {
    this.AT_LEAST_ONE_SEP({ SEP: Concatenate, DEF: () => this.SUBRULE(this.operand) });
  });

  private readonly operand = this.RULE('operand', () => {
    this.OR([
      { ALT: () => this.CONSUME(Digits) },
      { ALT: () => this.CONSUME(Backreference) },
      { ALT: () => this.note(this.SUBRULE(this.variable)) },
      { ALT: () => this.note(this.SUBRULE(this.call)) },
      { ALT: () => this.SUBRULE(this.quoted) },
    ]);
  });

  private readonly call = this.RULE('call', () => {
    this.CONSUME(Identifier);
    this.CONSUME(LeftParenthesis);
    this.SUBRULE(this.word);
    this.CONSUME(RightParenthesis);
  });

  private readonly quoted = this.RULE('quoted', () => {
    this.CONSUME(StringBegin);
    this.MANY(() => this.SUBRULE(this.part));
    this.CONSUME(StringEnd);
  });

  private readonly part = this.RULE('part', () => {
    this.OR([
      { ALT: () => this.CONSUME(Text) },
      { ALT: () => this.CONSUME(Escape) },
      { ALT: () => this.CONSUME(Backreference) },
      { ALT: () => this.note(this.SUBRULE(this.variable)) },
    ]);
  });

  private readonly variable = this.RULE('variable', () => {
    this.CONSUME(VariableBegin);
    this.CONSUME(VariableName);
    this.OPTION(() => {
      this.CONSUME(ArgumentColon);
      this.AT_LEAST_ONE(() => this.SUBRULE(this.part));
    });
    this.CONSUME(VariableEnd);
  });

  constructor() {
    super(expressionTokens, { maxLookahead: 1, errorMessageProvider: expectations });
    this.performSelfAnalysis();
  }

  private note(node: CstNode): void {
    this.ACTION(() => this.naming.push(node as NamingNode & CstNode));
  }

  private noteList(call: CstNode): void {
    this.ACTION(() => this.naming.push({ name: 'list', call: call as CallCstNode }));
  }
}

const parser = new ExpressionParser();

/** A CST or httpd's words about why there is none, and in both cases what was named up to there. */
export type Parsed<Node> = { readonly naming: readonly NamingNode[] } & (
  | { readonly node: Node; readonly error?: never }
  | { readonly node?: never; readonly error: ExpressionError }
);

/** Parses a condition (`<If>`, `Require expr`). Never throws. */
export function parseConditionText(text: string): Parsed<ConditionCstNode> {
  return parse(text, 'boolean', () => parser.condition() as ConditionCstNode);
}

/** Parses a text with variables (`expr=…`). Never throws. */
export function parsePlainText(text: string): Parsed<TextCstNode> {
  return parse(text, 'text', () => parser.text() as TextCstNode);
}

function parse<Node>(text: string, mode: 'boolean' | 'text', rule: () => Node): Parsed<Node> {
  const tokens = withoutTooLong(expressionLexer.tokenize(text, mode).tokens);
  const deep = findTooDeep(tokens);
  if (deep)
    return {
      naming: [],
      error: { message: 'memory exhausted', offset: deep.startOffset, scanned: true },
    };
  parser.input = tokens;
  parser.naming = [];
  const node = rule();
  const { naming } = parser;
  const error = parser.errors[0];
  parser.input = [];
  return error ? { naming, error: describeError(error, tokens, text) } : { naming, node };
}
