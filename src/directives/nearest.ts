/**
 * The names closest to a misspelt one, best first, or none when nothing is close; case does not count. Slips of single letters come
 * first; without any, names that begin alike, and names of the same words, shortened or in another order (`DocRoot`).
 */
export function nearest(written: string, names: Iterable<string>, most = 2): readonly string[] {
  const all = [...names];
  const slips = bySlips(written, all);
  const found = slips.length > 0 ? slips : byWords(written, all);
  return found.slice(0, most);
}

function bySlips(written: string, names: readonly string[]): readonly string[] {
  const limit = Math.max(1, Math.min(3, Math.floor(written.length / 4)));
  const lower = written.toLowerCase().slice(0, 64);
  return names
    .map((name) => ({ name, distance: editDistance(lower, name.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((left, right) => left.distance - right.distance)
    .map(({ name }) => name);
}

/** A name may add at most so many letters, and no more names than this may fit as well. */
const mostAdded = 12;
const mostAlike = 5;

function byWords(written: string, names: readonly string[]): readonly string[] {
  if (written.length < 5) return [];
  const lower = written.toLowerCase();
  const words = wordsOf(written);
  const alike = names.filter((name) => {
    const other = name.toLowerCase();
    const longer = lower.startsWith(other) && other.length >= Math.max(5, lower.length / 2);
    const shorter = other.startsWith(lower) && other.length - lower.length <= mostAdded;
    return longer || shorter || sameWords(words, knownWords(name));
  });
  const added = (name: string) => Math.abs(name.length - written.length);
  return alike.length > mostAlike ? [] : alike.sort((left, right) => added(left) - added(right));
}

const known = new Map<string, readonly string[]>();

/** The words of a known name, cut once. */
function knownWords(name: string): readonly string[] {
  const found = known.get(name) ?? wordsOf(name);
  known.set(name, found);
  return found;
}

/** The words of a name in lower case: `SSLKeyFile` is ssl, key, file. */
function wordsOf(name: string): readonly string[] {
  const words = name.slice(0, 64).match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

/** The same words in any order, or each the beginning of one of the other's, in order. */
function sameWords(written: readonly string[], known: readonly string[]): boolean {
  if (written.length < 2) return false;
  if (written.length === known.length && [...written].sort().join() === [...known].sort().join()) return true;
  let at = 0;
  for (const word of known) if (written[at] !== undefined && word.startsWith(written[at]!)) at += 1;
  return at === written.length && known.length - written.length <= 1;
}

/** Insertions, deletions, changes and swaps of neighbours; anything above the limit comes back as limit + 1. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  if (lettersMissing(left, right) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1)
      current.push(cell(left, right, row, column, last, current, before));
    if (Math.min(...current) > limit) return limit + 1;
    before = last;
    last = current;
  }
  return last[right.length]!;
}

/** How many letters of one text the other has not at all: each costs a step. */
function lettersMissing(left: string, right: string): number {
  let missing = 0;
  for (const letter of left) if (!right.includes(letter)) missing += 1;
  return missing;
}

function cell(
  left: string,
  right: string,
  row: number,
  column: number,
  last: readonly number[],
  current: readonly number[],
  before: readonly number[],
): number {
  const same = left[row - 1] === right[column - 1];
  const best = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
  const swapped =
    row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
  return swapped ? Math.min(best, before[column - 2]! + 1) : best;
}
