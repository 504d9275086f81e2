import type { DocumentSymbol, FoldingRange } from 'vscode-languageserver';
import { display } from '../report/display.js';
import { writtenTree } from '../syntax/edit-place.js';
import { tagSpan } from '../syntax/items.js';
import type { Item, Section } from '../syntax/tree.js';
import type { View } from './view.js';

/** The protocol's numbers for kinds of symbols. */
const kinds = { namespace: 3, constant: 14, function: 12 } as const;

/** An outline is for looking at: deeper and longer ones are cut. */
const deepest = 50;
const mostSymbols = 20_000;
const longestTitle = 120;

/** The sections of a document, and the names that Define makes. */
export function outlineOf(view: View): DocumentSymbol[] {
  let left = mostSymbols;
  const symbols = (items: readonly Item[], depth: number): DocumentSymbol[] => {
    const found: DocumentSymbol[] = [];
    for (const item of items) {
      const symbol = left > 0 ? symbolOf(view, item) : undefined;
      if (!symbol) continue;
      left -= 1;
      found.push(symbol);
      if (item.kind === 'section' && depth < deepest) symbol.children = symbols(item.items, depth + 1);
    }
    return found;
  };
  return symbols(writtenTree(view.file).items, 0);
}

function symbolOf({ positions }: View, item: Item): DocumentSymbol | undefined {
  if (item.kind === 'section') {
    const kind = item.name.toLowerCase() === 'macro' ? kinds.function : kinds.namespace;
    const name = titled(`<${item.name} ${item.args.raw}`.trimEnd(), '>');
    const range = positions.rangeOf(withoutLineEnd(item.span));
    return { name, kind, range, selectionRange: positions.rangeOf(tagSpan(item)) };
  }
  if (item.kind !== 'directive' || item.name.toLowerCase() !== 'define') return undefined;
  const name = titled(`Define ${item.args.raw}`, '');
  const range = positions.rangeOf(withoutLineEnd(item.span));
  return { name, kind: kinds.constant, range, selectionRange: positions.rangeOf(item.nameSpan) };
}

function titled(text: string, end: string): string {
  const shown = display(text.slice(0, 2 * longestTitle));
  return shown.length > longestTitle ? `${shown.slice(0, longestTitle)}…${end}` : `${shown}${end}`;
}

function withoutLineEnd({ file, start, end }: Item['span']): Item['span'] {
  let last = end;
  while (last > start && (file.text[last - 1] === '\n' || file.text[last - 1] === '\r')) last -= 1;
  return { file, start, end: last };
}

/** Sections, and comments of several lines. */
export function foldsOf({ file, positions }: View): FoldingRange[] {
  const folds: FoldingRange[] = [];
  const pending: (readonly Item[])[] = [writtenTree(file).items];
  for (let items = pending.pop(); items; items = pending.pop()) {
    for (const item of items) {
      if (item.kind !== 'section') continue;
      pending.push(item.items);
      fold(folds, lineOf(item.openSpan.start), lastLine(item));
    }
    for (const [first, last] of commentRuns(items)) fold(folds, lineOf(first), lineOf(last), 'comment');
  }
  return folds;

  function lineOf(byte: number): number {
    return positions.positionAt(byte).line;
  }

  /** The closing line stays in sight. */
  function lastLine({ close, span }: Section): number {
    return close ? lineOf(close.span.start) - 1 : lineOf(withoutLineEnd(span).end);
  }
}

function fold(folds: FoldingRange[], startLine: number, endLine: number, kind?: 'comment'): void {
  if (endLine > startLine) folds.push({ startLine, endLine, ...(kind ? { kind } : {}) });
}

function* commentRuns(items: readonly Item[]): Generator<readonly [number, number]> {
  let first: number | undefined;
  let last = 0;
  for (const { kind, span } of items) {
    if (kind === 'comment') {
      first ??= span.start;
      last = span.start;
      continue;
    }
    if (first !== undefined) yield [first, last];
    first = undefined;
  }
  if (first !== undefined) yield [first, last];
}
