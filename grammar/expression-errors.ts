import {
  EOF,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
  tokenLabel,
  tokenMatcher,
} from 'chevrotain';
import {
  ArgumentColon,
  Escape,
  jammed,
  LeftParenthesis,
  Refused,
  StringBegin,
  Text,
  unterminated,
  VariableName,
} from './expression-tokens.js';

/** A refused expression: httpd's message, and where (a position in the text) the refused token begins. */
export interface ExpressionError {
  readonly message: string;
  readonly offset: number;
  /** Whether the scanner's own words are in the message; httpd then has none left for names it did not find. */
  readonly scanned: boolean;
}

/** What httpd's parser would have taken, where it says so: it names up to four tokens and is silent about more. */
const inString = 'T_STRING or T_REGEX_BACKREF or T_STR_END or T_VAR_BEGIN';
const inArgument = 'T_STRING or T_REGEX_BACKREF or T_VAR_BEGIN or T_VAR_END';

/** Gives each of chevrotain's errors, as its message, httpd's list of expected tokens; empty where httpd gives none. */
export const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, previous, ruleName }) => {
    switch (ruleName) {
      case 'group':
        return "T_OP_OR or T_OP_AND or ')'";
      case 'call':
        return expected === LeftParenthesis ? tokenLabel(expected) : "T_OP_CONCAT or ')'";
      case 'words':
        return "'}' or ','";
      case 'regex':
        return 'T_REGEX or T_REGEX_I';
      case 'quoted':
        return inString;
      case 'variable':
        if (expected === VariableName) return tokenLabel(expected);
        return tokenMatcher(previous, VariableName) ? "T_VAR_END or ':'" : inArgument;
      default:
        return '';
    }
  },
  buildNoViableAltMessage: ({ ruleName }) => (ruleName === 'list' ? "T_ID or '{'" : ''),
  buildEarlyExitMessage: ({ ruleName }) =>
    ruleName === 'variable' ? 'T_ERROR or T_STRING or T_REGEX_BACKREF or T_VAR_BEGIN' : '',
  buildNotAllInputParsedMessage: () => '$end',
};

/** httpd's message for the first error of a parse. */
export function describeError(
  error: IRecognitionException,
  tokens: readonly IToken[],
  text: string,
): ExpressionError {
  const atEnd = tokenMatcher(error.token, EOF);
  const complaint = complaintOf(error, atEnd);
  const offset = atEnd ? text.length : error.token.startOffset;
  if (complaint && (complaint === jammed || stopsAtOnce(error, tokens)))
    return { message: complaint, offset, scanned: true };
  const unexpected = complaint ? 'T_ERROR' : atEnd ? '$end' : nameOf(error.token);
  const expecting = error.message === '' ? '' : `, expecting ${error.message}`;
  const message = `syntax error, unexpected ${unexpected}${expecting}${complaint ? `: ${complaint}` : ''}`;
  return { message, offset, scanned: complaint !== undefined };
}

/** What httpd's scanner says about a token that it refuses; the end of the text is one inside strings and variables. */
function complaintOf({ token, context }: IRecognitionException, atEnd: boolean): string | undefined {
  if (atEnd)
    return context.ruleStack.some((rule) => rule === 'quoted' || rule === 'variable')
      ? unterminated
      : undefined;
  if (!tokenMatcher(token, Refused)) return undefined;
  const label = tokenLabel(token.tokenType);
  const quotesCharacter =
    token.tokenType.name === 'BadCharacter' || token.tokenType.name === 'BadNameCharacter';
  return quotesCharacter ? `${label} '${token.image}'` : label;
}

function nameOf(token: IToken): string {
  if (token.tokenType.name !== 'Regex') return tokenLabel(token.tokenType);
  return token.image.endsWith('i') ? 'T_REGEX_I' : 'T_REGEX';
}

/**
 * Whether httpd's grammar has a rule for a refused token here, namely to stop without a syntax error: where a test begins,
 * and in a string as long as that is nothing but text.
 */
function stopsAtOnce(error: IRecognitionException, tokens: readonly IToken[]): boolean {
  const rule = error.context.ruleStack.at(-1);
  if (rule === 'test' || rule === 'conjunction' || rule === 'disjunction') return true;
  const found = tokens.indexOf(error.token);
  let before = (found === -1 ? tokens.length : found) - 1;
  while (before >= 0 && (tokenMatcher(tokens[before]!, Text) || tokenMatcher(tokens[before]!, Escape)))
    before -= 1;
  const start = tokens[before];
  return !start || tokenMatcher(start, StringBegin) || tokenMatcher(start, ArgumentColon);
}
