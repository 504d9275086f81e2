/**
 * One configuration text. `text` holds one code unit (0–255) a byte, as httpd sees it: nothing is lost and offsets
 * are byte offsets. `path` is as it was opened; `<stdin>` and `-c/-C directives` stand for texts without a file.
 */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The Include line that brought this file in, or the Use line of a macro; absent for the first file. */
  readonly includedFrom?: Span;
  /** Only for directives of httpd's command line: whether they are read before the first file (-C) or behind it (-c). */
  readonly commandLine?: 'before' | 'behind';
  /** Only in the text of a macro where it is used: where its parts were written, in order and without gaps. */
  readonly pieces?: readonly Piece[];
}

/** A part of a macro's text, up to the next one. */
export interface Piece {
  readonly start: number;
  /** The place in the macro's definition; byte by byte unless an argument stands there. */
  readonly at: Span;
  /** The word of the Use line that was put in. */
  readonly argument?: Span;
}

/** A half-open range of byte offsets in one file. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A place for people: line and column count from 1, in bytes. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

function startsOf(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file);
  if (known) return known;
  const starts = [0];
  for (let at = file.text.indexOf('\n'); at !== -1; at = file.text.indexOf('\n', at + 1)) starts.push(at + 1);
  lineStarts.set(file, starts);
  return starts;
}

/** The line and column of a byte offset; an offset past the end counts as the end. */
export function positionAt(file: SourceFile, offset: number): Position {
  const starts = startsOf(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.max(0, offset - starts[low]!) + 1 };
}

/** The text of a line (from 1) without its line end. */
export function lineText(file: SourceFile, line: number): string {
  const starts = startsOf(file);
  const start = starts[line - 1] ?? file.text.length;
  const next = starts[line] ?? file.text.length + 1;
  return file.text.slice(start, next - 1).replace(/\r$/, '');
}
