import {
  type ArgumentInput,
  type ArgumentShape,
  argv,
  flag,
  iterate,
  iterateSecond,
  none,
  one,
  oneOrTwo,
  raw,
  type ShapeKind,
  text,
  two,
  words,
} from '../args.js';
import type { ArgumentCheck } from './check.js';

const taken = ({ args }: ArgumentInput): readonly string[] => args.words.map((word) => word.value);

/** httpd's count for each shape; the values stay as written. */
const counts: Readonly<Record<ShapeKind, (usage: string) => ArgumentShape<unknown>>> = {
  none: () => none(),
  flag,
  one: (usage) => one(usage, text),
  two: (usage) => two(usage, text, text),
  three: (usage) => words('three', usage),
  'one-or-two': (usage) => oneOrTwo(usage, text, text),
  'one-to-three': (usage) => words('one-to-three', usage),
  'two-or-three': (usage) => words('two-or-three', usage),
  'one-or-three': (usage) => words('one-or-three', usage),
  argv: (usage) => argv(usage, text),
  iterate: (usage) => iterate(usage, text),
  'iterate-second': (usage) => iterateSecond(usage, text, text),
  raw: (usage) => raw(usage, (input) => ({ value: taken(input) })),
};

/** A shape that counts as httpd does and then asks the module's check, if there is one; its value is the words. */
export function countedShape(
  kind: ShapeKind,
  usage: string,
  check?: ArgumentCheck,
): ArgumentShape<readonly string[]> {
  const count = counts[kind](usage);
  return {
    kind,
    usage,
    parse: (input) => {
      const counted = count.parse(input);
      if ('problem' in counted) return counted;
      const found = kept(kind, taken(input));
      return check?.(input, found) ?? { value: found };
    },
  };
}

/** Words that httpd does not hand on: behind a flag, behind an empty word of a list, an empty optional one, too many. */
function kept(kind: ShapeKind, found: readonly string[]): readonly string[] {
  if (kind === 'flag') return found.slice(0, 1);
  if (kind === 'argv') return withoutLastEmpty(found).slice(0, mostWords);
  if (kind === 'one-or-two') return found[1] === '' ? found.slice(0, 1) : found;
  const empty = found.indexOf('');
  if (empty === -1) return found;
  return kind === 'iterate' || kind === 'iterate-second' ? found.slice(0, empty) : found;
}

const mostWords = 64;

const withoutLastEmpty = (found: readonly string[]): readonly string[] =>
  found.at(-1) === '' ? found.slice(0, -1) : found;
