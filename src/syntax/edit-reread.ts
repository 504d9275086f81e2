import type { SourceFile, Span } from '../source/file.js';
import { applyEdits, type TextEdit } from './edit.js';
import { parseConfig } from './parse.js';
import type { Item } from './tree.js';

/** What edited lines read like by themselves, with some text behind them; all edits lie in the span. */
export function reread({ file, start, end }: Span, edits: readonly TextEdit[], behind = ''): readonly Item[] {
  const lines: SourceFile = { path: file.path, text: file.text.slice(start, end) };
  const moved = edits.map(({ span, text }) => ({
    span: { file: lines, start: span.start - start, end: span.end - start },
    text,
  }));
  const text = applyEdits(lines, moved).file?.text ?? '';
  return parseConfig({ path: file.path, text: text + behind }).value.items;
}
