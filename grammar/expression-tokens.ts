import {
  createToken,
  type IMultiModeLexerDefinition,
  type ITokenConfig,
  Lexer,
  type TokenType,
} from 'chevrotain';

/*
 * The tokens of expressions, after httpd's scanner. A token's label is httpd's name for it, which its error messages use.
 * Tokens made with `refused` stand for what httpd's scanner refuses; their label is its complaint.
 */

function token(name: string, label: string, pattern: RegExp, more: Partial<ITokenConfig> = {}): TokenType {
  return createToken({ name, label, pattern, ...more });
}

/** The category of all tokens that httpd's scanner refuses. */
export const Refused = createToken({ name: 'Refused', pattern: Lexer.NA });

function refused(
  name: string,
  complaint: string,
  pattern: RegExp,
  more: Partial<ITokenConfig> = {},
): TokenType {
  return token(name, complaint, pattern, { categories: Refused, ...more });
}

/** A keyword, which ends where an identifier would not go on. */
function keyword(name: string, label: string, pattern: string): TokenType {
  return token(name, label, new RegExp(pattern.replaceAll(/[a-z]+/g, '$&(?![a-zA-Z0-9_])')));
}

// Chevrotain looks at first characters to be fast; those of a complement it must be told.
const anything = /[^\n]|\n/;

/** All characters but some. */
function allBut(excluded: string): Partial<ITokenConfig> {
  const codes = Array.from({ length: 256 }, (_, code) => code);
  return { start_chars_hint: codes.filter((code) => !excluded.includes(String.fromCharCode(code))) };
}

export const unterminated = 'Unterminated string or variable';
/** What httpd prints where its scanner has no rule at all; it then ends the whole program. */
export const jammed = 'flex scanner jammed';

// Words.
export const Whitespace = token('Whitespace', 'blanks', /[ \t\n]+/, { group: Lexer.SKIPPED });
export const Digits = token('Digits', 'T_DIGIT', /-?[0-9]+/);
export const Identifier = token('Identifier', 'T_ID', /[a-zA-Z][a-zA-Z0-9_]*/);
export const True = keyword('True', 'T_TRUE', 'true');
export const False = keyword('False', 'T_FALSE', 'false');
export const Backreference = token('Backreference', 'T_REGEX_BACKREF', /\$[0-9]/);
/** `/…/`, `m#…#` and the like; of the three groups the one that took part holds the delimiter. */
export const Regex = token(
  'Regex',
  'T_REGEX',
  /(?:m([/#$%^,;:?|\-!.'"])|m(_)(?![a-zA-Z0-9_])|(\/))[\s\S]*?\1\2\3i?/,
);
// httpd's scanner swallows a regex without its end and then sees the end of the text.
export const OpenRegex = token(
  'OpenRegex',
  'T_REGEX',
  /(?:m[/#$%^,;:?|\-!.'"]|m_(?![a-zA-Z0-9_])|\/)[\s\S]*/,
  {
    group: Lexer.SKIPPED,
  },
);

// Operators.
export const Or = keyword('Or', 'T_OP_OR', '\\|\\||or');
export const And = keyword('And', 'T_OP_AND', '&&|and');
export const Not = keyword('Not', 'T_OP_NOT', '!|not');
export const Concatenate = token('Concatenate', 'T_OP_CONCAT', /\./);
export const In = keyword('In', 'T_OP_IN', '-in|in');
export const RegexMatch = token('RegexMatch', 'T_OP_REG', /=~/);
export const RegexMismatch = token('RegexMismatch', 'T_OP_NRE', /!~/);
/** The category of the operators that compare two words. */
export const Compare = createToken({ name: 'Compare', pattern: Lexer.NA });
const comparisons = [
  token('TextEqual', 'T_OP_STR_EQ', /==?/, { categories: Compare }),
  token('TextUnequal', 'T_OP_STR_NE', /!=/, { categories: Compare }),
  token('TextAtMost', 'T_OP_STR_LE', /<=/, { categories: Compare }),
  token('TextBelow', 'T_OP_STR_LT', /</, { categories: Compare }),
  token('TextAtLeast', 'T_OP_STR_GE', />=/, { categories: Compare }),
  token('TextAbove', 'T_OP_STR_GT', />/, { categories: Compare }),
  ...['eq', 'ne', 'lt', 'le', 'gt', 'ge'].map((name) =>
    token(`Number${name}`, `T_OP_${name.toUpperCase()}`, new RegExp(`-?${name}(?![a-zA-Z0-9_])`), {
      categories: Compare,
    }),
  ),
];
export const Unary = token('Unary', 'T_OP_UNARY', /-[a-zA-Z_](?![a-zA-Z0-9_])/);
export const Binary = token('Binary', 'T_OP_BINARY', /-[a-zA-Z_][a-zA-Z0-9_]+/);

// Punctuation.
export const LeftParenthesis = token('LeftParenthesis', "'('", /\(/);
export const RightParenthesis = token('RightParenthesis', "')'", /\)/);
export const LeftBrace = token('LeftBrace', "'{'", /\{/);
export const RightBrace = token('RightBrace', "'}'", /\}/);
export const Comma = token('Comma', "','", /,/);
const Colon = token('Colon', "':'", /:/);
const BadCharacter = refused('BadCharacter', 'Parse error near', anything, allBut(''));

// Strings.
/** The category of the two string openings; each has its own mode, where the other quote is text. */
export const StringBegin = createToken({ name: 'StringBegin', pattern: Lexer.NA });
export const StringEnd = createToken({ name: 'StringEnd', label: 'T_STR_END', pattern: Lexer.NA });
const DoubleBegin = token('DoubleBegin', 'T_STR_BEGIN', /"/, {
  categories: StringBegin,
  push_mode: 'double',
});
const SingleBegin = token('SingleBegin', 'T_STR_BEGIN', /'/, {
  categories: StringBegin,
  push_mode: 'single',
});
const DoubleEnd = token('DoubleEnd', 'T_STR_END', /"/, { categories: StringEnd, pop_mode: true });
const SingleEnd = token('SingleEnd', 'T_STR_END', /'/, { categories: StringEnd, pop_mode: true });
export const Escape = token('Escape', 'T_STRING', /\\(?:[0-3]?[0-7]{1,2}(?![0-9])|[^0-9])/);
const EscapeOutOfBound = refused(
  'EscapeOutOfBound',
  'Escape sequence out of bound',
  /\\[4-7][0-7]{2}(?![0-9])/,
);
const BadEscape = refused('BadEscape', 'Bad escape sequence', /\\[0-9]+/);
const LineFeed = refused('LineFeed', unterminated, /\n/);
const LoneBackslash = refused('LoneBackslash', jammed, /\\/);
/** What the scanner has no room for; they take the place of a token that is too long. */
export const TooLongText = refused('TooLongText', 'String too long', Lexer.NA);
export const TooLongRegex = refused('TooLongRegex', 'Regexp too long', Lexer.NA);
const QuoteInArgument = refused('QuoteInArgument', jammed, /["']/);
export const Text = createToken({ name: 'Text', label: 'T_STRING', pattern: Lexer.NA });
const DoubleText = token('DoubleText', 'T_STRING', /[^\\\n"%$]+|[%$]/, {
  categories: Text,
  ...allBut('\\\n"'),
});
const SingleText = token('SingleText', 'T_STRING', /[^\\\n'%$]+|[%$]/, {
  categories: Text,
  ...allBut("\\\n'"),
});
const PlainText = token('PlainText', 'T_STRING', /[^\\\n%$]+|[%$]/, { categories: Text, ...allBut('\\\n') });
const ArgumentText = token('ArgumentText', 'T_STRING', /[^\\\n"'%}$]+|[%$]/, {
  categories: Text,
  ...allBut('\\\n"\'}'),
});

// Variables.
export const VariableBegin = token('VariableBegin', 'T_VAR_BEGIN', /%\{/, { push_mode: 'name' });
export const VariableName = token('VariableName', 'T_ID', /[a-zA-Z][a-zA-Z0-9_]*/);
export const VariableEnd = token('VariableEnd', 'T_VAR_END', /\}/, { pop_mode: true });
export const ArgumentColon = token('ArgumentColon', "':'", /:/, { pop_mode: true, push_mode: 'argument' });
const BadNameCharacter = refused(
  'BadNameCharacter',
  'Invalid character in variable name',
  anything,
  allBut(''),
);

const insideStrings = [
  VariableBegin,
  Backreference,
  EscapeOutOfBound,
  Escape,
  BadEscape,
  LoneBackslash,
  LineFeed,
];

/** Where httpd takes the longest match, the order here says the same. */
const modes = {
  boolean: [
    ...[
      Whitespace,
      DoubleBegin,
      SingleBegin,
      VariableBegin,
      Backreference,
      Regex,
      OpenRegex,
      RegexMatch,
      RegexMismatch,
    ],
    ...[...comparisons, Or, And, Not, Concatenate, In, Unary, Binary, True, False, Digits, Identifier],
    ...[LeftParenthesis, RightParenthesis, LeftBrace, RightBrace, Comma, Colon, BadCharacter],
  ],
  double: [DoubleEnd, ...insideStrings, DoubleText],
  single: [SingleEnd, ...insideStrings, SingleText],
  text: [...insideStrings, PlainText],
  name: [VariableName, VariableEnd, ArgumentColon, BadNameCharacter],
  argument: [VariableEnd, ...insideStrings, QuoteInArgument, ArgumentText],
};

const definition: IMultiModeLexerDefinition = { modes, defaultMode: 'boolean' };

export const expressionTokens: TokenType[] = [
  ...new Set([
    ...Object.values(modes).flat(),
    TooLongText,
    TooLongRegex,
    Refused,
    Compare,
    StringBegin,
    StringEnd,
    Text,
  ]),
];

/** Cuts an expression; begins in mode `boolean` for conditions and in mode `text` for text with variables. */
export const expressionLexer = new Lexer(definition, {
  positionTracking: 'onlyOffset',
  ensureOptimizations: true,
});
