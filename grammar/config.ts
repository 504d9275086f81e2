import { EmbeddedActionsParser, type IToken } from 'chevrotain';
import type { LogicalLine } from './lines.js';
import {
  Blank,
  Comment,
  configTokens,
  DirectiveLine,
  SectionClose,
  SectionOpen,
  tokenize,
} from './tokens.js';

/**
 * The grammar of configuration text. It is a flat list of lines: which tags belong together is httpd's business of
 * comparing names, whose errors are findings and not grammar, and a recursive rule would let a file overflow the stack.
 */
export class ConfigParser extends EmbeddedActionsParser {
  readonly configuration = this.RULE('configuration', (): LogicalLine[] => {
    const lines: LogicalLine[] = [];
    this.MANY(() => lines.push(this.SUBRULE(this.line)));
    return lines;
  });

  private readonly line = this.RULE('line', (): LogicalLine => {
    const token = this.OR<IToken>([
      { ALT: () => this.CONSUME(DirectiveLine) },
      { ALT: () => this.CONSUME(SectionOpen) },
      { ALT: () => this.CONSUME(SectionClose) },
      { ALT: () => this.CONSUME(Comment) },
      { ALT: () => this.CONSUME(Blank) },
    ]);
    return token.payload as LogicalLine;
  });

  constructor() {
    super(configTokens, { maxLookahead: 1 });
    this.performSelfAnalysis();
  }
}

const parser = new ConfigParser();

/** The logical lines of a latin1 byte string, in order and without gaps; every text is accepted. */
export function parseLines(source: string): readonly LogicalLine[] {
  parser.input = tokenize(source);
  const lines = parser.configuration();
  parser.input = [];
  return lines;
}
