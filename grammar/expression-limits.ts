import { type IToken, type TokenType, tokenMatcher } from 'chevrotain';
import {
  And,
  Escape,
  LeftParenthesis,
  Not,
  Or,
  Regex,
  RightParenthesis,
  Text,
  TooLongRegex,
  TooLongText,
  VariableBegin,
  VariableEnd,
} from './expression-tokens.js';

/** Beyond these httpd's parser would soon exhaust its own stack; here they keep recursion over the tree shallow. */
const mostNested = 100;
const mostOperators = 1000;

/** httpd's scanner has buffers of 8192 bytes, the end mark included. */
const longestText = 8191;

/** The first token at which an expression is nested too deeply or has too many operators. */
export function findTooDeep(tokens: readonly IToken[]): IToken | undefined {
  if (tokens.length <= mostNested) return undefined;
  let nested = 0;
  let operators = 0;
  return tokens.find(({ tokenType }) => {
    if (tokenType === LeftParenthesis || tokenType === VariableBegin) nested += 1;
    else if (tokenType === RightParenthesis || tokenType === VariableEnd) nested -= 1;
    else if (tokenType === Or || tokenType === And || tokenType === Not) operators += 1;
    return nested > mostNested || operators > mostOperators;
  });
}

/** The tokens with the first one for which httpd's buffers are too short made one that is refused. */
export function withoutTooLong(tokens: IToken[]): IToken[] {
  const last = tokens.at(-1);
  if (!last || last.startOffset + last.image.length <= longestText) return tokens;
  let run = 0;
  for (const [at, token] of tokens.entries()) {
    if (tokenMatcher(token, Regex) && patternLength(token.image) > longestText)
      return replaced(tokens, at, TooLongRegex);
    if (tokenMatcher(token, Text)) run += token.image.length;
    else run = tokenMatcher(token, Escape) ? run + 1 : 0;
    if (run > longestText) return replaced(tokens, at, TooLongText);
  }
  return tokens;
}

function replaced(tokens: readonly IToken[], at: number, tokenType: TokenType): IToken[] {
  const token: IToken = { ...tokens[at]!, tokenType, tokenTypeIdx: tokenType.tokenTypeIdx! };
  return [...tokens.slice(0, at), token, ...tokens.slice(at + 1)];
}

function patternLength(image: string): number {
  return image.length - (image.startsWith('m') ? 3 : 2) - (image.endsWith('i') ? 1 : 0);
}
