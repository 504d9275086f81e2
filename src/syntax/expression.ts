/**
 * The tree of an Apache expression (ap_expr), as plain data: it travels in the ruleset's JSON form. Names of variables,
 * functions and operators are as written and not known to exist.
 */
export type BooleanExpression =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly operand: BooleanExpression }
  | { readonly kind: 'and' | 'or'; readonly left: BooleanExpression; readonly right: BooleanExpression }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly left: WordExpression;
      readonly right: WordExpression;
      /** As SSLRequire compares: the longer text is the greater one, whatever is in it. */
      readonly byLength?: true;
    }
  | {
      readonly kind: 'match';
      readonly negated: boolean;
      readonly subject: WordExpression;
      readonly regex: RegexLiteral;
    }
  | { readonly kind: 'in'; readonly subject: WordExpression; readonly list: ListExpression }
  /** `-U`, `-n`, `-R` …: `operator` is the letter, whose case counts. */
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: WordExpression }
  /** `-ipmatch`, `-strmatch`, `-fnmatch` …: `operator` is the name without the dash. */
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: WordExpression;
      readonly right: WordExpression;
    };

/** String operators compare bytes, integer operators (`-eq` …) numbers; `=` and `eq` are made `==` and `-eq`. */
export type CompareOperator =
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '-eq'
  | '-ne'
  | '-lt'
  | '-le'
  | '-gt'
  | '-ge';

export type WordExpression =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'variable'; readonly name: string }
  /** `%{name:argument}` and `name(argument)`. */
  | { readonly kind: 'call'; readonly name: string; readonly argument: WordExpression }
  | { readonly kind: 'backreference'; readonly index: number }
  /** Two parts or more: those of a string, or words with dots between them, each of which may be such a string. */
  | { readonly kind: 'concatenation'; readonly parts: readonly WordExpression[] };

export type ListExpression =
  | { readonly kind: 'words'; readonly words: readonly WordExpression[] }
  | { readonly kind: 'listCall'; readonly name: string; readonly argument: WordExpression };

/** A PCRE pattern as written between its delimiters, and its flags: `i` or none. */
export interface RegexLiteral {
  readonly pattern: string;
  readonly flags: string;
}
