import type { Random } from '../kit/random.js';

type Mistake = (random: Random, lines: readonly string[], at: number) => readonly string[];

const change =
  (edit: (line: string, random: Random) => string): Mistake =>
  (random, lines, at) =>
    lines.with(at, edit(lines[at]!, random));

/** What people get wrong, one at a time. */
const mistakes: readonly Mistake[] = [
  change((line, random) => {
    const letter = line.search(/[a-z]/i) + 1 + random.below(5);
    return line.slice(0, letter) + line.slice(letter + 1);
  }),
  (_, lines, at) => lines.toSpliced(at, 1),
  (_, lines, at) => lines.toSpliced(at, 0, lines[at]!),
  (random, lines, at) => {
    const other = random.below(lines.length);
    return lines.with(at, lines[other]!).with(other, lines[at]!);
  },
  (random, lines) => without(random, lines, /^\s*<\//),
  (random, lines) => without(random, lines, /^\s*<[^/]/),
  change((line, random) =>
    line.replace(/<\/\w+/, `</${random.pick(['Location', 'Directory', 'IfModule', 'location', 'X'])}`),
  ),
  change((line) => line.replace('>', '')),
  change((line) => `${line} # why`),
  change((line) => `${line} "`),
  change((line) => line.replace(/["']/, '')),
  change((line) => `${line} \\`),
  change((line) => `${line}\\`),
  change((line, random) => {
    const place = random.below(line.length + 1);
    return (
      line.slice(0, place) +
      random.pick(['\0', '\xff', '"', "'", '<', '>', '${', '}', '\\', '\v', '\r', '%{']) +
      line.slice(place)
    );
  }),
  (random, lines, at) =>
    lines.toSpliced(
      at,
      0,
      random.pick(['</Location>', '</IfModule>', '<Location /a', '</>', '<>', '<', '"" x', '>']),
    ),
  change((line) => line.replace(/^(\s*\S+).*/s, '$1')),
  change((line, random) => `${line} ${random.pick(['x', '""', '"a b"', 'On'])}`),
];

/** The lines, in most cases with a mistake or two. */
export function mistaken(random: Random, lines: readonly string[]): readonly string[] {
  let changed = lines;
  while (changed.length > 0 && random.chance(0.4))
    changed = random.pick(mistakes)(random, changed, random.below(changed.length));
  return changed;
}

function without(random: Random, lines: readonly string[], pattern: RegExp): readonly string[] {
  const found = lines.flatMap((line, at) => (pattern.test(line) ? [at] : []));
  return found.length === 0 ? lines : lines.toSpliced(random.pick(found), 1);
}
