/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** `whole`: the Range field does not count, send everything; `unsatisfiable`: 416. */
export type RangeChoice =
  | { readonly kind: 'whole' }
  | { readonly kind: 'unsatisfiable' }
  | { readonly kind: 'ranges'; readonly ranges: readonly ByteRange[] };

/** MaxRanges, MaxRangeOverlaps and MaxRangeReversals; beyond any of them everything is sent. */
export interface RangeLimits {
  readonly ranges: number;
  readonly overlaps: number;
  readonly reversals: number;
}

/** httpd's defaults. */
export const defaultRangeLimits: RangeLimits = { ranges: 200, overlaps: 20, reversals: 20 };

const whole: RangeChoice = { kind: 'whole' };

/** One range of the field, end as asked for; `open` for `0-`, which stands for all; undefined breaks the field. */
function parseRange(text: string, size: number): ByteRange | 'open' | undefined {
  const [, first, last] = /^(\d{0,18})-(\d{0,18})$/.exec(text) ?? [];
  if (first === undefined || last === undefined) return undefined;
  if (first === '')
    return Number(last) < 1 ? undefined : { start: Math.max(0, size - Number(last)), end: size - 1 };
  if (last === '') return Number(first) === 0 ? 'open' : { start: Number(first), end: size - 1 };
  // A start beyond the file is unsatisfiable, not wrong, so only the order as written is checked here.
  return Number(first) > Number(last) ? undefined : { start: Number(first), end: Number(last) };
}

interface Merged {
  readonly ranges: ByteRange[];
  overlaps: number;
  reversals: number;
}

/** Joins a range with the one before it where they touch, which is all that httpd joins. */
function mergeRange(merged: Merged, range: ByteRange): void {
  const previous = merged.ranges.at(-1);
  if (!previous) {
    merged.ranges.push(range);
    return;
  }
  const reversed = range.start < previous.start && range.end >= previous.start - 1;
  const extends_ = range.end >= previous.end && range.start <= previous.end + 1;
  const inside = range.start >= previous.start && range.end <= previous.end;
  if (reversed) merged.reversals += 1;
  if (!(reversed || extends_ || inside)) {
    merged.ranges.push(range);
    return;
  }
  merged.overlaps += 1;
  const start = reversed ? range.start : previous.start;
  merged.ranges[merged.ranges.length - 1] = { start, end: extends_ ? range.end : previous.end };
}

function overLimit(merged: Merged, size: number, limits: RangeLimits): boolean {
  const { ranges, overlaps, reversals } = merged;
  const total = ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0);
  return (
    total > size ||
    ranges.length > limits.ranges ||
    overlaps > limits.overlaps ||
    reversals > limits.reversals
  );
}

/**
 * The byte ranges a Range field asks for, as httpd chooses them (ap_set_byterange, modules/http/byterange_filter.c):
 * blanks and any syntax error void the whole field, neighbours that touch are joined, ranges beyond the end are left
 * out, and 416 is for a field with nothing else. (`range-parser` takes blanks and drops what it cannot read.)
 */
export function chooseRanges(field: string, size: number, limits = defaultRangeLimits): RangeChoice {
  if (size === 0 || !/^bytes=/i.test(field)) return whole;
  const merged: Merged = { ranges: [], overlaps: 0, reversals: 0 };
  let beyond = false;
  for (const text of field.slice(6).split(',')) {
    if (text === '') break;
    const range = parseRange(text, size);
    if (range === undefined) return whole;
    if (range === 'open' && limits.ranges === 0) return whole;
    if (range === 'open') return { kind: 'ranges', ranges: [{ start: 0, end: size - 1 }] };
    if (range.start >= size) beyond = true;
    else mergeRange(merged, { start: range.start, end: Math.min(range.end, size - 1) });
  }
  if (merged.ranges.length === 0) return beyond ? { kind: 'unsatisfiable' } : whole;
  return overLimit(merged, size, limits) ? whole : { kind: 'ranges', ranges: merged.ranges };
}
