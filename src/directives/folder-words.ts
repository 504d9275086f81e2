import { type ArgumentShape, one, text } from './args.js';
import type { PathKind } from './machine.js';

/** TAKE1: a folder that must be there; `problem` tells of a path, made absolute, that leads to something else. */
export const folder =
  (problem: (path: string, kind: PathKind) => string) =>
  (usage: string): ArgumentShape<string> => {
    const shape = one(usage, text);
    return {
      ...shape,
      parse: (input) => {
        const counted = shape.parse(input);
        if ('problem' in counted) return counted;
        const kind = input.machine.kindOf(counted.value);
        if (kind === 'folder') return counted;
        const said = problem(input.machine.resolve(counted.value), kind);
        return { problem: said, word: input.args.words[0]!, missingHere: true };
      },
    };
  };
