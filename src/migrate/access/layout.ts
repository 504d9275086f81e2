import type { Line } from '../../lint/line.js';
import type { MethodSet } from '../../ruleset/mod_authz_core.js';
import type { Span } from '../../source/file.js';
import { writtenAt } from '../../source/written.js';
import type { TextEdit } from '../../syntax/edit.js';
import { indentAt, indentUnit, lineEndAt } from '../../syntax/edit-layout.js';
import { placeOf } from '../../syntax/edit-place.js';
import { type NewItem, renderItems } from '../../syntax/edit-render.js';
import type { Item } from '../../syntax/tree.js';
import { limitOf } from './method-classes.js';
import type { PlacedLine } from './placed-lines.js';
import type { Room } from './room.js';

/** What a section's lines become: some go, others come in the place of the first. */
export interface Rewrite {
  readonly gone: readonly PlacedLine[];
  /** Where nothing goes: the new lines stand before this one. */
  readonly before?: PlacedLine;
  readonly added: readonly { readonly methods: MethodSet | undefined; readonly items: readonly NewItem[] }[];
}

/** The edits of a rewrite, or why it cannot be made. */
export function editsOf(room: Room, rewrite: Rewrite): readonly TextEdit[] | string {
  const { gone, added } = rewrite;
  const first = gone[0] ?? rewrite.before;
  if (!first) return 'nothing to edit';
  const chains = (gone.length > 0 ? gone : [first]).map((each) => chainOf(room, each));
  const emptied = emptiedWrappers(chains, gone);
  const edits = new Edits();
  const outside: NewItem[] = [];
  for (const { methods, items } of added) {
    const block = methods && limitBlock(chains, methods, emptied);
    if (block) edits.replace(block.first, items);
    else outside.push(...(methods ? [inLimit(methods, items)] : items));
    for (const wrapper of block?.around ?? []) emptied.delete(wrapper);
  }
  const anchor = anchorOf(chains);
  if (outside.length > 0) {
    for (const wrapper of chains[0]!.slice(0, chains[0]!.indexOf(anchor))) emptied.delete(wrapper);
    if (gone.includes(first) && anchor === first.line) edits.replace(anchor, outside);
    else edits.insertBefore(anchor, outside);
  }
  for (const { line } of gone) edits.remove(line);
  for (const wrapper of emptied) edits.unwrap(wrapper);
  return edits.problem ?? edits.all;
}

/** The lines around a line inside of its section, and itself. */
function chainOf({ section }: Room, { line, around }: PlacedLine): readonly Line[] {
  const inner = section ? around.slice(around.indexOf(section) + 1) : around;
  return [...inner.filter(({ name }) => name !== '<VirtualHost'), line];
}

/** The deepest line, or wrapper, with all of the changed lines at or behind it on its level. No limit is around it. */
function anchorOf(chains: readonly (readonly Line[])[]): Line {
  const [first] = chains;
  let depth = 0;
  const isShared = (at: number): boolean =>
    at < first!.length - 1 &&
    !first![at]!.name.startsWith('<Limit') &&
    chains.every((chain) => chain[at] === first![at] && chain.length > at + 1);
  while (isShared(depth)) depth += 1;
  return first![depth]!;
}

/** Wrappers that would be left with nothing. */
function emptiedWrappers(chains: readonly (readonly Line[])[], gone: readonly PlacedLine[]): Set<Line> {
  const lines = new Set(gone.map(({ line }) => line));
  const isEmptied = (line: Line): boolean =>
    lines.has(line) ||
    (line.inner.length > 0 && !line.name.startsWith('<Require') && line.inner.every(isEmptied));
  return new Set(chains.flatMap((chain) => chain.slice(0, -1).filter(isEmptied)));
}

/** A limit with these methods whose lines all go, so that the new ones can stand in it. */
function limitBlock(
  chains: readonly (readonly Line[])[],
  methods: MethodSet,
  emptied: ReadonlySet<Line>,
): { readonly around: readonly Line[]; readonly first: Line } | undefined {
  for (const chain of chains) {
    const limits = chain.filter(({ name }) => name.startsWith('<Limit'));
    const limit = limits.length === 1 ? limits[0]! : undefined;
    if (limit && emptied.has(limit) && chain.at(-2) === limit && sameMethods(limitOf([limit]), methods))
      return { around: chain.slice(0, -1), first: chain.at(-1)! };
  }
  return undefined;
}

function sameMethods(one: MethodSet | undefined, other: MethodSet): boolean {
  if (!one || one.except !== other.except || one.names.length !== other.names.length) return false;
  return one.names.every((name) => other.names.includes(name));
}

function inLimit({ names, except }: MethodSet, items: readonly NewItem[]): NewItem {
  return { kind: 'section', name: except ? 'LimitExcept' : 'Limit', args: names.join(' '), items };
}

/** Edits of whole lines, as they are gathered. */
class Edits {
  readonly all: TextEdit[] = [];
  problem: string | undefined;
  readonly #gone = new Set<Line>();

  replace(line: Line, items: readonly NewItem[]): void {
    const span = linesOf(line);
    if (span) this.#put(span, span, items);
    this.#gone.add(line);
  }

  insertBefore(line: Line, items: readonly NewItem[]): void {
    const span = linesOf(line);
    if (span) this.#put({ ...span, end: span.start }, span, items);
  }

  remove(line: Line): void {
    if (this.#gone.has(line)) return;
    this.#gone.add(line);
    const span = linesOf(line);
    if (span) this.all.push({ span, text: '' });
    else this.problem ??= 'it stands where its lines cannot be told apart';
  }

  /** Takes the tags of a wrapper away, and blank lines in it where nothing else is left. */
  unwrap(line: Line): void {
    const { at } = line;
    if (at.kind !== 'section' || at.span.file.pieces) return;
    const { item } = placeOf(at);
    if (!item.close) return;
    this.all.push({ span: item.openSpan, text: '' }, { span: item.close.span, text: '' });
    if (item.items.every((each) => each.kind === 'blank' || isGone(each, this.#gone)))
      for (const each of item.items) if (each.kind === 'blank') this.all.push({ span: each.span, text: '' });
  }

  #put(span: Span, around: Span, items: readonly NewItem[]): void {
    const { file, start } = around;
    const rendered = renderItems(items, indentAt(file, start), lineEndAt(file, around.end), indentUnit(file));
    if (rendered.problem !== undefined) this.problem ??= rendered.problem;
    else this.all.push({ span, text: endedLike(span, rendered.text) });
  }
}

function isGone(item: Item, gone: ReadonlySet<Line>): boolean {
  return [...gone].some(({ at }) => at.span.file === item.span.file && at.span.start === item.span.start);
}

/** A last line without an end stays without. */
function endedLike({ file, start, end }: Span, text: string): string {
  const isOpen = end > start && !file.text.slice(start, end).endsWith('\n');
  return isOpen ? text.replace(/\r?\n$/, '') : text;
}

/** The physical lines of a line as it is written; in a macro those of its definition. */
export function linesOf({ at }: Line): Span | undefined {
  if (!at.span.file.pieces) return placeOf(at).item.span;
  if (at.kind === 'section') return undefined;
  const { file, start, end } = writtenAt({
    ...at.nameSpan,
    end: Math.max(at.nameSpan.end, at.args.span.end),
  });
  const from = file.text.lastIndexOf('\n', start - 1) + 1;
  const to = file.text.indexOf('\n', end);
  return { file, start: from, end: to === -1 ? file.text.length : to + 1 };
}
