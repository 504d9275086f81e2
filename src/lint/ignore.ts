import type { SourceFile, Span } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import { writtenTree } from '../syntax/edit-place.js';
import type { Item } from '../syntax/tree.js';
import type { Finding } from './finding.js';

/** A comment that switches rules off: for the line behind it, or from there on. */
export interface Disabling {
  readonly span: Span;
  /** Bytes of the file that findings are passed over in. */
  readonly from: number;
  readonly to: number;
  /** Ids; empty: all rules. */
  readonly ids: readonly string[];
}

/** Of texts whose spaces are single ones: runs of them could be shared out between the parts in very many ways. */
const comment = /^# ?kerbgate-(disable-next-line|disable|enable)\b ?([\w-]*(?: ?, ?[\w-]+)*) ?(?:--.*)?$/s;

/** What the comments of a file switch off. Only whole lines are comments to httpd. */
export function disablingsIn(file: SourceFile): readonly Disabling[] {
  if (!file.text.includes('kerbgate-disable')) return [];
  const items = [...flat(writtenTree(file).items)].sort((left, right) => left.span.start - right.span.start);
  const found: Disabling[] = [];
  const open: { -readonly [K in keyof Disabling]: Disabling[K] }[] = [];
  items.forEach((item, index) => {
    const [, what, list = ''] = item.kind === 'comment' ? (comment.exec(textOf(item)) ?? []) : [];
    if (what === undefined) return;
    const ids = list.split(/[\s,]+/).filter(Boolean);
    if (what === 'disable-next-line') {
      const next = items.slice(index + 1).find(({ kind }) => kind !== 'comment' && kind !== 'blank');
      found.push({ span: item.span, from: next?.span.start ?? 0, to: next ? lineEnd(next) : 0, ids });
    } else if (what === 'disable') {
      const made = { span: item.span, from: item.span.end, to: file.text.length, ids };
      open.push(made);
      found.push(made);
    } else for (const each of open.splice(0)) endAt(each, item, ids, open);
  });
  return found;
}

/** `enable` ends what switched the same rules off; without names all. */
function endAt(
  disabling: { -readonly [K in keyof Disabling]: Disabling[K] },
  item: Item,
  ids: readonly string[],
  open: Disabling[],
): void {
  const ends = ids.length === 0 || disabling.ids.length === 0 || disabling.ids.some((id) => ids.includes(id));
  if (ends) disabling.to = item.span.start;
  else open.push(disabling);
}

function* flat(items: readonly Item[]): Generator<Item> {
  for (const item of items) {
    yield item;
    if (item.kind === 'section') yield* flat(item.items);
  }
}

const textOf = ({ span: { file, start, end } }: Item): string =>
  file.text.slice(start, end).trim().replace(/\s+/g, ' ');

const lineEnd = (item: Item): number => (item.kind === 'section' ? item.openSpan.end : item.span.end);

/** Which findings are left, and which comments had nothing to switch off. */
export interface Kept {
  readonly findings: readonly Finding[];
  readonly ignored: number;
  readonly unused: readonly Disabling[];
}

/** Leaves out what comments switch off. */
export function withoutDisabled(findings: readonly Finding[], files: readonly SourceFile[]): Kept {
  const byPath = new Map(files.map((file) => [file.path, disablingsIn(file)]));
  const used = new Set<Disabling>();
  const left = findings.filter(({ id, span }) => {
    const { file, start } = writtenAt(span);
    const covering = (byPath.get(file.path) ?? []).filter(
      ({ from, to, ids }) => start >= from && start < to && (ids.length === 0 || ids.includes(id)),
    );
    for (const each of covering) used.add(each);
    return covering.length === 0;
  });
  const unused = [...byPath.values()].flat().filter((each) => !used.has(each));
  return { findings: left, ignored: findings.length - left.length, unused };
}
