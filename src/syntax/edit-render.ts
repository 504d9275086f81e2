import { writeWords } from './edit-words.js';
import { parseConfig } from './parse.js';
import type { Item } from './tree.js';

/**
 * A line or section to be written. `args` are the values of words, or one string to be written as it is; a comment's text
 * stands behind `# `.
 */
export type NewItem =
  | { readonly kind: 'directive'; readonly name: string; readonly args: NewArguments }
  | {
      readonly kind: 'section';
      readonly name: string;
      readonly args: NewArguments;
      readonly items: readonly NewItem[];
    }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'blank' };

export type NewArguments = readonly string[] | string;

/** How new items are written, or what about them cannot be: checked by reading them back. */
export type Rendered =
  | { readonly text: string; readonly problem?: never }
  | { readonly problem: string; readonly text?: never };

/** The text of new items with an indentation and line ends; every line ends. */
export function renderItems(
  items: readonly NewItem[],
  indent: string,
  lineEnd: string,
  unit: string,
): Rendered {
  const lines = linesOf(items, indent, unit);
  if (!lines) return { problem: 'a value holds a line feed, a zero byte, or what is no byte' };
  const text = lines.map((line) => `${line}${lineEnd}`).join('');
  const read = parseConfig({ path: '<edit>', text: `${text}#` }).value.items;
  const same = read.at(-1)?.kind === 'comment' && sameItems(read.slice(0, -1), items);
  if (same) return { text };
  return { problem: `httpd would read something else: ${JSON.stringify(text)}` };
}

function linesOf(items: readonly NewItem[], indent: string, unit: string): readonly string[] | undefined {
  const lines: string[] = [];
  for (const item of items) {
    const own = itemLines(item, indent, unit);
    if (!own) return undefined;
    for (const line of own) lines.push(line);
  }
  return lines;
}

function itemLines(item: NewItem, indent: string, unit: string): readonly string[] | undefined {
  if (item.kind === 'blank') return [''];
  if (item.kind === 'comment') return isLine(item.text) ? [`${indent}# ${item.text}`.trimEnd()] : undefined;
  const raw = typeof item.args === 'string' ? item.args : writeWords(item.args);
  if (raw === undefined || !isLine(raw) || !isLine(item.name)) return undefined;
  const head = raw === '' ? item.name : `${item.name} ${raw}`;
  if (item.kind === 'directive') return [indent + head];
  const inner = linesOf(item.items, indent + unit, unit);
  return inner && [`${indent}<${head}>`, ...inner, `${indent}</${item.name}>`];
}

const isLine = (text: string): boolean => !/[\n\0]|[^\0-\xff]/.test(text);

function sameItems(read: readonly Item[], wanted: readonly NewItem[]): boolean {
  return read.length === wanted.length && read.every((item, index) => sameItem(item, wanted[index]!));
}

function sameItem(read: Item, wanted: NewItem): boolean {
  if (read.kind === 'directive' && wanted.kind === 'directive') return sameHead(read, wanted);
  if (read.kind !== 'section' || wanted.kind !== 'section') return read.kind === wanted.kind;
  const tags = sameHead(read, wanted) && read.after === '' && read.close?.name === wanted.name;
  // What is in a macro is text, whatever it looks like.
  const texts = read.items.every(({ kind }) => kind === 'text');
  return tags && (sameItems(read.items, wanted.items) || texts);
}

function sameHead(
  read: Extract<Item, { readonly name: string }>,
  { name, args }: Extract<NewItem, { readonly name: string }>,
): boolean {
  if (read.name !== name) return false;
  if (typeof args === 'string') return read.args.raw === args;
  return JSON.stringify(read.args.words.map(({ value }) => value)) === JSON.stringify(args);
}
