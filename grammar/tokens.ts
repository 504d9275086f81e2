import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain';
import { type LineKind, type LogicalLine, readLogicalLine } from './lines.js';

/**
 * The tokens of configuration text: one a logical line. Words are cut later and only where somebody reads them, which
 * keeps a file of 110,000 lines at 110,000 tokens. What a line is shows in its text as a whole, continuations and all, so no
 * pattern of a lexer finds it: `tokenize` does.
 */
export const Blank = lineToken('Blank');
export const Comment = lineToken('Comment');
export const DirectiveLine = lineToken('DirectiveLine');
export const SectionOpen = lineToken('SectionOpen');
export const SectionClose = lineToken('SectionClose');

export const configTokens: TokenType[] = [DirectiveLine, SectionOpen, SectionClose, Comment, Blank];

const typeOf: Readonly<Record<LineKind, TokenType>> = {
  blank: Blank,
  comment: Comment,
  directive: DirectiveLine,
  open: SectionOpen,
  close: SectionClose,
};

/** Cuts configuration text into line tokens; every byte belongs to exactly one, and each carries its `LogicalLine`. */
export function tokenize(source: string): IToken[] {
  const tokens: IToken[] = [];
  for (let at = 0; at < source.length; ) {
    const line = readLogicalLine(source, at);
    tokens.push(tokenOf(line));
    at = line.end;
  }
  return tokens;
}

function tokenOf(line: LogicalLine): IToken {
  const tokenType = typeOf[line.kind];
  return {
    image: line.text,
    startOffset: line.start,
    endOffset: line.end - 1,
    tokenTypeIdx: tokenType.tokenTypeIdx!,
    tokenType,
    payload: line,
  };
}

function lineToken(name: string): TokenType {
  return createToken({ name, pattern: Lexer.NA });
}
