import type { Piece, SourceFile, Span } from './file.js';

/** How a text came in: as a file that a line includes, or as a macro that a line uses. */
export interface Step {
  readonly how: 'used' | 'included';
  /** Where that line, or the argument that was put in, is written; never in the text of a macro. */
  readonly span: Span;
}

/** Where people find a span: for the text of a macro the place in its definition, however deep that was made by macros. */
export function writtenAt(span: Span): Span {
  let at = span;
  while (at.file.pieces) at = inDefinition(at, at.file.pieces);
  return at;
}

/** The uses and includes that brought a span in, the nearest first. */
export function wayTo(span: Span): readonly Step[] {
  const steps: Step[] = [];
  for (let at: Span | undefined = span; at; ) {
    const { pieces, includedFrom }: SourceFile = at.file;
    const from: Span | undefined = (pieces && argumentOf(at, pieces)) ?? includedFrom;
    if (from) steps.push({ how: pieces ? 'used' : 'included', span: writtenAt(from) });
    at = from;
  }
  return steps;
}

/** The file that people know: for the text of a macro the one with its definition. */
export function writtenFile(file: SourceFile): SourceFile {
  return writtenAt({ file, start: 0, end: 0 }).file;
}

function inDefinition({ file, start, end }: Span, pieces: readonly Piece[]): Span {
  const first = pieceAt(pieces, start);
  const last = pieceAt(pieces, Math.max(start, end - 1));
  if (!first || !last) return file.includedFrom ?? { file: { path: file.path, text: file.text }, start, end };
  const from = first.argument ? first.at.start : within(first, start);
  const to = last.argument ? last.at.end : within(last, end);
  return { file: first.at.file, start: from, end: Math.max(from, to) };
}

const within = ({ start, at }: Piece, offset: number): number => Math.min(at.end, at.start + offset - start);

/** The argument a span begins with, or the only one in it. */
function argumentOf({ start, end }: Span, pieces: readonly Piece[]): Span | undefined {
  const first = pieceAt(pieces, start);
  if (first?.argument) return first.argument;
  const among = pieces.filter(({ start: at, argument }) => argument && at > start && at < end);
  return among.length === 1 ? among[0]!.argument : undefined;
}

/** The last piece that starts at or before an offset. */
function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return pieces[low];
}
