import { flawOf } from '../regex.js';
import type { ModuleChecks } from './check.js';
import { first, type Judge } from './judge.js';
import { longNumber } from './numbers.js';

/** `s/from/to/flags` with any delimiter; the last one may be missing, and none can be escaped. */
const substitution: Judge = (line) => {
  if (!/^s/i.test(line)) return 'Bad Substitute format, must be an s/// pattern';
  const [from = '', to, ...rest] = line.length > 1 ? line.slice(2).split(line[1]!) : [];
  if (from === '' || to === undefined) return 'Bad Substitute format, must be a complete s/// pattern';
  const flags = rest.join(line[1]);
  if (!/^[infq]*$/i.test(flags)) return 'Bad Substitute flag, only s///[infq] are supported';
  return !/n/i.test(flags) && flawOf(from) !== undefined ? 'Substitute could not compile regex' : undefined;
};

const kilo = 1024n;
const units: Readonly<Record<string, bigint>> = { '': 1n, b: 1n, k: kilo, m: kilo ** 2n, g: kilo ** 3n };
const largest = 2n ** 63n - 1n;

const lineLength: Judge = (text) => {
  const { value, rest, tooLarge } = longNumber(text);
  const unit = Object.hasOwn(units, rest.toLowerCase()) ? units[rest.toLowerCase()]! : undefined;
  if (tooLarge || unit === undefined || value < 0n)
    return "SubstituteMaxLineLength must be a non-negative integer optionally suffixed with 'b', 'k', 'm' or 'g'.";
  return value * unit > largest ? 'SubstituteMaxLineLength value too large' : undefined;
};

/** What mod_substitute refuses. */
export const substituteChecks: ModuleChecks = {
  Substitute: first(substitution),
  SubstituteMaxLineLength: first(lineLength),
};
