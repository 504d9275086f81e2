import { type LineText, lineAt, readItem } from '../syntax/items.js';
import type { Closing, Directive, Item, MacroText, Section, Tree } from '../syntax/tree.js';

/** One line of a configuration that is neither blank nor a comment; a Section stands for its opening line. */
export type Line = Directive | Section | Closing | MacroText;

/** The lines of one file, one after the other, as httpd reads them. */
export interface LineStream {
  next(): Line | undefined;
  /** Puts the lines of another text before those that are left: what a macro's use does. */
  insert(tree: Tree): void;
}

interface Cursor {
  readonly items: readonly Item[];
  at: number;
  readonly close: Closing | undefined;
}

/** The lines of a tree in the order of its text, however they nest. */
export function lineStream(tree: Tree): LineStream {
  // A stack and no recursion, as nesting has no limit.
  const cursors: Cursor[] = [{ items: tree.items, at: 0, close: undefined }];
  return {
    next: () => nextLine(cursors),
    insert: ({ items }) => cursors.push({ items, at: 0, close: undefined }),
  };
}

function nextLine(cursors: Cursor[]): Line | undefined {
  for (let cursor = cursors.at(-1); cursor; cursor = cursors.at(-1)) {
    const item = cursor.items[cursor.at];
    cursor.at += 1;
    if (!item) {
      cursors.pop();
      if (cursor.close) return cursor.close;
    } else if (item.kind === 'section') {
      cursors.push({ items: item.items, at: 0, close: item.close });
      return item;
    } else if (item.kind === 'directive' || item.kind === 'text') return item;
    else if (item.kind === 'blank' && item.stray) return item.stray;
  }
  return undefined;
}

/** The text of a line as httpd reads it. */
export function textOf(line: Line): LineText {
  const { file, start } = line.kind === 'section' ? line.openSpan : line.span;
  return lineAt(file, start);
}

/** A line of a macro's text as what it is where it is no macro's; undefined for a blank line or a comment. */
export function outsideMacro(line: MacroText): Exclude<Line, MacroText> | undefined {
  const text = textOf(line);
  return text.text.startsWith('#') ? undefined : readItem(text);
}
