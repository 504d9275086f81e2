import type { CstNode, IToken } from 'chevrotain';

export interface ConditionCstNode extends CstNode {
  name: 'condition';
  children: ConditionCstChildren;
}

export type ConditionCstChildren = {
  disjunction: DisjunctionCstNode[];
};

export interface TextCstNode extends CstNode {
  name: 'text';
  children: TextCstChildren;
}

export type TextCstChildren = {
  part?: PartCstNode[];
};

export interface DisjunctionCstNode extends CstNode {
  name: 'disjunction';
  children: DisjunctionCstChildren;
}

export type DisjunctionCstChildren = {
  conjunction: ConjunctionCstNode[];
  Or?: IToken[];
};

export interface ConjunctionCstNode extends CstNode {
  name: 'conjunction';
  children: ConjunctionCstChildren;
}

export type ConjunctionCstChildren = {
  negation: NegationCstNode[];
  And?: IToken[];
};

export interface NegationCstNode extends CstNode {
  name: 'negation';
  children: NegationCstChildren;
}

export type NegationCstChildren = {
  Not?: IToken[];
  test: TestCstNode[];
};

export interface TestCstNode extends CstNode {
  name: 'test';
  children: TestCstChildren;
}

export type TestCstChildren = {
  True?: IToken[];
  False?: IToken[];
  group?: GroupCstNode[];
  unary?: UnaryCstNode[];
  comparison?: ComparisonCstNode[];
};

export interface GroupCstNode extends CstNode {
  name: 'group';
  children: GroupCstChildren;
}

export type GroupCstChildren = {
  LeftParenthesis: IToken[];
  disjunction: DisjunctionCstNode[];
  RightParenthesis: IToken[];
};

export interface UnaryCstNode extends CstNode {
  name: 'unary';
  children: UnaryCstChildren;
}

export type UnaryCstChildren = {
  Unary: IToken[];
  word: WordCstNode[];
};

export interface ComparisonCstNode extends CstNode {
  name: 'comparison';
  children: ComparisonCstChildren;
}

export type ComparisonCstChildren = {
  word: WordCstNode[];
  Compare?: IToken[];
  Binary?: IToken[];
  RegexMatch?: IToken[];
  regex?: RegexCstNode[];
  RegexMismatch?: IToken[];
  In?: IToken[];
  list?: ListCstNode[];
};

export interface RegexCstNode extends CstNode {
  name: 'regex';
  children: RegexCstChildren;
}

export type RegexCstChildren = {
  Regex: IToken[];
};

export interface ListCstNode extends CstNode {
  name: 'list';
  children: ListCstChildren;
}

export type ListCstChildren = {
  call?: CallCstNode[];
  words?: WordsCstNode[];
};

export interface WordsCstNode extends CstNode {
  name: 'words';
  children: WordsCstChildren;
}

export type WordsCstChildren = {
  LeftBrace: IToken[];
  word: WordCstNode[];
  Comma?: IToken[];
  RightBrace: IToken[];
};

export interface WordCstNode extends CstNode {
  name: 'word';
  children: WordCstChildren;
}

export type WordCstChildren = {
  operand: OperandCstNode[];
  Concatenate?: IToken[];
};

export interface OperandCstNode extends CstNode {
  name: 'operand';
  children: OperandCstChildren;
}

export type OperandCstChildren = {
  Digits?: IToken[];
  Backreference?: IToken[];
  variable?: VariableCstNode[];
  call?: CallCstNode[];
  quoted?: QuotedCstNode[];
};

export interface CallCstNode extends CstNode {
  name: 'call';
  children: CallCstChildren;
}

export type CallCstChildren = {
  Identifier: IToken[];
  LeftParenthesis: IToken[];
  word: WordCstNode[];
  RightParenthesis: IToken[];
};

export interface QuotedCstNode extends CstNode {
  name: 'quoted';
  children: QuotedCstChildren;
}

export type QuotedCstChildren = {
  StringBegin: IToken[];
  part?: PartCstNode[];
  StringEnd: IToken[];
};

export interface PartCstNode extends CstNode {
  name: 'part';
  children: PartCstChildren;
}

export type PartCstChildren = {
  Text?: IToken[];
  Escape?: IToken[];
  Backreference?: IToken[];
  variable?: VariableCstNode[];
};

export interface VariableCstNode extends CstNode {
  name: 'variable';
  children: VariableCstChildren;
}

export type VariableCstChildren = {
  VariableBegin: IToken[];
  VariableName: IToken[];
  ArgumentColon?: IToken[];
  part?: PartCstNode[];
  VariableEnd: IToken[];
};
