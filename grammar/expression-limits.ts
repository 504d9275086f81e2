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
  let nested = 0;
  let operators = 0;
  return tokens.find((token) => {
    if (isOneOf(token, LeftParenthesis, VariableBegin)) nested += 1;
    else if (isOneOf(token, RightParenthesis, VariableEnd)) nested -= 1;
    else if (isOneOf(token, Or, And, Not)) operators += 1;
    return nested > mostNested || operators > mostOperators;
  });
}

/** The first token with which a string or a regular expression is longer than httpd's buffers. */
export function findTooLong(tokens: readonly IToken[]): IToken | undefined {
  let run = 0;
  return tokens.find((token) => {
    if (tokenMatcher(token, Regex)) return patternLength(token.image) > longestText;
    if (tokenMatcher(token, Text)) run += token.image.length;
    else run = tokenMatcher(token, Escape) ? run + 1 : 0;
    return run > longestText;
  });
}

function patternLength(image: string): number {
  return image.length - (image.startsWith('m') ? 3 : 2) - (image.endsWith('i') ? 1 : 0);
}

function isOneOf(token: IToken, ...types: readonly TokenType[]): boolean {
  return types.some((type) => tokenMatcher(token, type));
}
