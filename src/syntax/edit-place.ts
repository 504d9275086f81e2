import type { SourceFile } from '../source/file.js';
import { isEmptyLine } from './edit-layout.js';
import { parseConfig } from './parse.js';
import type { Item, Section, Tree } from './tree.js';

/** Where an item stands as it is written: among which siblings, at which index, in which section. */
export interface Place<T extends Item = Item> {
  readonly item: T;
  readonly siblings: readonly Item[];
  readonly index: number;
  readonly parent: Section | undefined;
}

interface IndexedFile {
  readonly tree: Tree;
  /** Made when the first one is looked for. */
  places: ReadonlyMap<number, Place> | undefined;
}

const indexed = new WeakMap<SourceFile, IndexedFile>();

/**
 * Finds an item as its file has it, by its first byte: also an item whose arguments were replaced since (variables, macros) leads
 * to what is written. Throws RangeError for an item that is not of its file.
 */
export function placeOf<T extends Item>({ kind, span }: T): Place<T> {
  const known = indexOf(span.file);
  known.places ??= collectPlaces(known.tree);
  const place = known.places.get(span.start);
  if (place?.item.kind !== kind) throw new RangeError(`${span.file.path} has no ${kind} at ${span.start}`);
  return place as Place<T>;
}

/** The tree of a file as it is written; made once. */
export function writtenTree(file: SourceFile): Tree {
  return indexOf(file).tree;
}

/** Spares parsing a file again of which somebody has the tree as it is written. */
export function knowTree(tree: Tree): void {
  const { file } = tree.span;
  if (!indexed.has(file)) indexed.set(file, { tree, places: undefined });
}

function indexOf(file: SourceFile): IndexedFile {
  const known = indexed.get(file);
  if (known) return known;
  const { value: tree } = parseConfig(file);
  const made: IndexedFile = { tree, places: undefined };
  indexed.set(file, made);
  return made;
}

/** Nesting has no limit, so this keeps a list of what is still to visit. */
function collectPlaces(tree: Tree): ReadonlyMap<number, Place> {
  const places = new Map<number, Place>();
  const pending: (readonly [readonly Item[], Section | undefined])[] = [[tree.items, undefined]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [siblings, parent] = next;
    siblings.forEach((item, index) => {
      places.set(item.span.start, { item, siblings, index, parent });
      if (item.kind === 'section') pending.push([item.items, item]);
    });
  }
  return places;
}

/** The first bytes of all logical lines below some items that are not empty, closing tags included, in no order. */
export function lineStarts(items: readonly Item[]): readonly number[] {
  const starts: number[] = [];
  const pending = [...items];
  for (let item = pending.pop(); item; item = pending.pop()) {
    if (!isEmptyLine(item)) starts.push(item.span.start);
    if (item.kind !== 'section') continue;
    if (item.close) starts.push(item.close.span.start);
    for (const inner of item.items) pending.push(inner);
  }
  return starts;
}
