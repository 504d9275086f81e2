import { type CustomPatternMatcherFunc, createToken, Lexer, type TokenType } from 'chevrotain';
import { type LineKind, type LogicalLine, readLogicalLine } from './lines.js';

/** The line read last in each run of the lexer (its `groups` object is the key), as five patterns look at every line. */
const lastLines = new WeakMap<object, LogicalLine>();

/**
 * The tokens of configuration text: one a logical line. Words are cut later and only where somebody reads them, which
 * keeps a file of 110,000 lines at 110,000 tokens.
 */
export const Blank = lineToken('Blank', 'blank');
export const Comment = lineToken('Comment', 'comment');
export const DirectiveLine = lineToken('DirectiveLine', 'directive');
export const SectionOpen = lineToken('SectionOpen', 'open');
export const SectionClose = lineToken('SectionClose', 'close');

/** In the order of how often they occur. */
export const configTokens: TokenType[] = [DirectiveLine, SectionOpen, SectionClose, Comment, Blank];

/** Cuts configuration text into line tokens; every byte belongs to exactly one, and each carries its `LogicalLine`. */
export const configLexer = new Lexer(configTokens, { positionTracking: 'onlyOffset' });

function lineToken(name: string, kind: LineKind): TokenType {
  return createToken({ name, pattern: linePattern(kind), line_breaks: true });
}

function linePattern(kind: LineKind): CustomPatternMatcherFunc {
  return (source, offset, _matched, groups) => {
    const line = lineAt(source, offset, groups);
    if (line.kind !== kind) return null;
    return Object.assign([source.slice(offset, line.end)] satisfies [string], { payload: line });
  };
}

function lineAt(source: string, offset: number, groups: object): LogicalLine {
  const last = lastLines.get(groups);
  if (last?.start === offset) return last;
  const line = readLogicalLine(source, offset);
  lastLines.set(groups, line);
  return line;
}
