/**
 * The tree of an Apache expression (ap_expr), as plain data: it travels in the ruleset's JSON form. Offsets are
 * relative to the expression's text.
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
    }
  | {
      readonly kind: 'match';
      readonly negated: boolean;
      readonly subject: WordExpression;
      readonly regex: RegexLiteral;
    }
  | { readonly kind: 'in'; readonly subject: WordExpression; readonly list: ListExpression }
  /** `-U`, `-n`, `-R` …: `operator` is the letter; `at` its offset. */
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: WordExpression }
  /** `-ipmatch`, `-strmatch`, `-fnmatch` …: `operator` is the name without the dash. */
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: WordExpression;
      readonly right: WordExpression;
    };

/** String operators compare bytes, integer operators (`-eq` …) numbers. */
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
  | { readonly kind: 'concatenation'; readonly parts: readonly WordExpression[] }
  /** `%{:word:}`, `%{base64:…}` style nesting with a list joined to a string. */
  | { readonly kind: 'join'; readonly list: ListExpression; readonly separator?: WordExpression }
  | {
      readonly kind: 'substitution';
      readonly subject: WordExpression;
      readonly regex: RegexLiteral;
      readonly replacement: WordExpression;
    };

export type ListExpression =
  | { readonly kind: 'words'; readonly words: readonly WordExpression[] }
  | { readonly kind: 'listCall'; readonly name: string; readonly argument: WordExpression }
  | {
      readonly kind: 'split';
      readonly subject: ListExpression | WordExpression;
      readonly regex: RegexLiteral;
    };

/** A PCRE pattern as written between its delimiters, and its flags (`i`, `m`, `s`, `g`). */
export interface RegexLiteral {
  readonly pattern: string;
  readonly flags: string;
}
