import type { IndexEntry } from './index-entries.js';
import type { IndexOrder } from './index-query.js';

/** Puts the lines of a list in order; the parent folder is always the first. */
export function sortEntries(entries: IndexEntry[], { key, direction, options }: IndexOrder): void {
  const byName = nameOrder(options.has('versionsort'), options.has('ignorecase'));
  const foldersFirst = options.has('foldersfirst');
  const versions = options.has('versionsort');
  entries.sort((one, other) => {
    if (one.name.startsWith('/')) return -1;
    if (other.name.startsWith('/')) return 1;
    if (foldersFirst && one.folder !== other.folder) return one.folder ? -1 : 1;
    const [first, second] = direction === 'A' ? [one, other] : [other, one];
    const result = byKey(key, first, second, versions);
    return result === 0 ? byName(first.name, second.name) : result;
  });
}

function byKey(key: string, first: IndexEntry, second: IndexEntry, versions: boolean): number {
  if (key === 'M') return Math.max(first.modified, 0) - Math.max(second.modified, 0);
  if (key === 'S') return first.size - second.size;
  if (key !== 'D') return 0;
  const [one, other] = [first.description ?? '', second.description ?? ''];
  return versions ? byVersion(one, other) : byBytes(one, other);
}

type Order = (one: string, other: string) => number;

const byBytes: Order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function nameOrder(versions: boolean, ignoreCase: boolean): Order {
  return (one, other) =>
    (versions && ignoreCase && byVersion(lower(one), lower(other))) ||
    (versions && byVersion(one, other)) ||
    (ignoreCase && byBytes(lower(one), lower(other))) ||
    byBytes(one, other);
}

/** Numbers inside texts count by their value; those that begin with a zero digit by digit, as fractions do. */
function byVersion(one: string, other: string): number {
  const left = one.match(/\d+|\s+|[^\d\s]/g) ?? [];
  const right = other.match(/\d+|\s+|[^\d\s]/g) ?? [];
  const [a, b] = [left.filter((part) => !/^\s/.test(part)), right.filter((part) => !/^\s/.test(part))];
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const result = byPart(a[at]!, b[at]!);
    if (result !== 0) return result;
  }
  return a.length - b.length;
}

function byPart(one: string, other: string): number {
  const numbers = /^\d/.test(one) && /^\d/.test(other);
  if (!numbers || one.startsWith('0') || other.startsWith('0')) return byBytes(one, other);
  return one.length - other.length || byBytes(one, other);
}
