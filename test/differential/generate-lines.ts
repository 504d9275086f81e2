import type { Random } from '../kit/random.js';
import { allDirectives, anySamples, authSamples, fits, type Room, samples, words } from './samples.js';

/** A directive with arguments, mostly one that may stand in the room. */
export function directiveLine(random: Random, room: Room): string {
  const kind = random.next();
  if (kind < 0.4) return dressed(random, random.pick(authSamples[room]));
  if (kind < 0.72) return dressed(random, random.pick(samples[room]));
  if (kind < 0.78) return random.pick(anySamples);
  if (kind < 0.82)
    return random.pick([
      'Define X second',
      'UnDefine X',
      'Define Z ${X}',
      'SetEnv A ${X}',
      'SetEnv A ${PATH}',
    ]);
  return dressed(random, known(random, room));
}

/** How many words each kind of directive takes; the first number is tried most. */
const counts: Readonly<Record<string, readonly number[]>> = {
  none: [0],
  flag: [1],
  one: [1],
  two: [2],
  three: [3],
  'one-or-two': [1, 2],
  'one-to-three': [1, 2, 3],
  'two-or-three': [2, 3],
  'one-or-three': [1, 3],
  argv: [1, 2, 3],
  iterate: [1, 2],
  'iterate-second': [2, 3],
  raw: [1, 2, 3],
};

/** Any directive Apache knows, with words of all kinds and mostly as many as it takes. */
function known(random: Random, room: Room): string {
  const all = room === 'authz' ? allDirectives : allDirectives.filter(({ name }) => fits(name, room));
  const { name, kind } = random.pick(all.filter((each) => !/^(?:Include|Load)/.test(each.name)));
  const count = random.chance(0.9) ? random.pick(counts[kind] ?? [1]) : random.below(5);
  const first = kind === 'flag' && random.chance(0.7) ? [random.pick(['On', 'Off'])] : [];
  const rest = Array.from({ length: Math.max(0, count - first.length) }, () => random.pick(words));
  return [name, ...first, ...rest].join(' ');
}

/** The same line in other clothes: case, quotes, continuations, blanks. */
function dressed(random: Random, line: string): string {
  const kind = random.next();
  if (kind < 0.04) return line.replace(/^\S+/, (name) => name.toUpperCase());
  if (kind < 0.08)
    return line.replace(/ (\S+)$/, (_, word: string) => (/["']/.test(word) ? ` ${word}` : ` "${word}"`));
  if (kind < 0.12) return line.replace(/ /, ' \\\n        ');
  if (kind < 0.15) return line.replace(/ /, '\t ') + random.pick(['  ', '\t', '\r']);
  return line;
}
