import { type ArgumentShape, one, refined, text } from './args.js';
import type { PathKind } from './machine.js';

/** TAKE1: a folder that must be there; `problem` tells of a path, made absolute, that leads to something else. */
export const folder =
  (problem: (path: string, kind: PathKind) => string) =>
  (usage: string): ArgumentShape<string> =>
    refined(one(usage, text), (value, { machine, args }) => {
      const kind = machine.kindOf(value);
      if (kind === 'folder') return { value };
      return { problem: problem(machine.resolve(value), kind), word: args.words[0]!, missingHere: true };
    });
