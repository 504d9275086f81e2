import { lineText, positionAt, type Span } from '../source/file.js';
import { display } from './display.js';

/** A piece of source text with marks under the part that is meant. */
export interface Excerpt {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly marks: string;
}

const tab = '    ';

/** The first line of a span, cut to `width` columns around its start, and a line of `^` under it. */
export function excerpt(span: Span, width: number): Excerpt {
  const { line, column } = positionAt(span.file, span.start);
  const bytes = lineText(span.file, line);
  const shown = (from: number, to?: number) => display(bytes.slice(from, to)).replaceAll('\t', tab);
  const before = shown(0, column - 1);
  const length = Math.min(Math.max(1, span.end - span.start), Math.max(1, bytes.length - column + 1));
  const marked = shown(column - 1, column - 1 + length);
  const text = before + marked + shown(column - 1 + length);
  const cut = Math.max(0, columns(before) + Math.min(columns(marked), width >> 1) - width);
  const shownLine = clip(text, cut, width);
  const indent = Math.max(0, columns(before) - cut) + (cut > 0 ? 1 : 0);
  const marks = ' '.repeat(indent) + '^'.repeat(Math.max(1, Math.min(columns(marked), width - indent)));
  return { line, column, text: shownLine, marks };
}

const columns = (text: string): number => [...text].length;

function clip(text: string, cut: number, width: number): string {
  const characters = [...text];
  const start = cut > 0 ? '…' : '';
  const kept = characters.slice(cut, cut + width).join('');
  return start + kept + (characters.length > cut + width ? '…' : '');
}
