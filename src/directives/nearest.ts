/** The names closest to a misspelt one, best first, or none when nothing is close; case does not count. */
export function nearest(written: string, names: Iterable<string>, most = 2): readonly string[] {
  const limit = Math.max(1, Math.min(3, Math.floor(written.length / 4)));
  const lower = written.toLowerCase().slice(0, 64);
  const found: { readonly name: string; readonly distance: number }[] = [];
  for (const name of names) {
    const distance = editDistance(lower, name.toLowerCase(), limit);
    if (distance <= limit) found.push({ name, distance });
  }
  return found
    .sort((left, right) => left.distance - right.distance)
    .slice(0, most)
    .map(({ name }) => name);
}

/** Insertions, deletions, changes and swaps of neighbours; anything above the limit comes back as limit + 1. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
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
