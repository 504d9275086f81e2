const largest = 2n ** 63n - 1n;

/** The leading number of a text as C's `strtol` reads it, what stands behind it, and whether it did not fit. */
export interface LongNumber {
  readonly value: bigint;
  readonly rest: string;
  readonly tooLarge: boolean;
}

/** Without digits the value is 0 and all of the text is left. */
export function longNumber(text: string): LongNumber {
  const found = /^[\s\v]*([+-]?\d+)/.exec(text);
  if (!found) return { value: 0n, rest: text, tooLarge: false };
  const written = BigInt(found[1]!.replace(/^\+/, ''));
  const rest = text.slice(found[0].length);
  if (written > largest) return { value: largest, rest, tooLarge: true };
  if (written < -largest - 1n) return { value: -largest - 1n, rest, tooLarge: true };
  return { value: written, rest, tooLarge: false };
}

/** A size or time read as `apr_strtoff` reads it: what stands behind the digits is not looked at. */
export const longWithin =
  (least: bigint, problem: string, most = largest) =>
  (text: string): string | undefined => {
    const { value, tooLarge } = longNumber(text);
    return tooLarge || value < least || value > most ? problem : undefined;
  };

const microseconds: Readonly<Record<string, bigint>> = {
  s: 1_000_000n,
  h: 3_600_000_000n,
  ms: 1_000n,
  mi: 60_000_000n,
};

/**
 * A time such as `5`, `300ms`, `2min` in microseconds, as `ap_timeout_parameter_parse` reads it, in `plain` where no unit
 * is written; undefined if malformed.
 */
export function microsecondsOf(text: string, plain: 's' | 'ms' = 's'): bigint | undefined {
  const { value, rest, tooLarge } = longNumber(text);
  if (tooLarge || value < 0n) return undefined;
  const unit = /^(?:s|h|ms|mi)/.exec(rest === '' ? plain : rest)?.[0];
  if (unit === undefined) return undefined;
  const time = value * microseconds[unit]!;
  return time > largest ? undefined : time;
}

/** C's `atoi`: the leading integer of a text, or 0; of larger numbers the lower 32 bits. */
export function int32Of(text: string): number {
  const found = /^[\s\v]*[+-]?\d{1,9}(?!\d)/.exec(text);
  return found ? Number(found[0]) | 0 : Number(BigInt.asIntN(32, longNumber(text).value));
}
