import type { DiffResult, Example, PlacedVerdict } from '../diff/decision-diff.js';
import type { InputOptions } from './input.js';
import { nameFrom } from './lint-target.js';

/** What the command line says of one side of a diff. */
export interface DiffSide extends InputOptions {
  /** The file that it begins with. */
  readonly file: string;
}

/** The result in the words of the command line: examples have the options that their side was read with, files near names. */
export function inCommandWords(result: DiffResult, old: DiffSide, now: DiffSide): DiffResult {
  return {
    ...result,
    classes: result.classes.map((each) => ({
      ...each,
      before: nearPlaces(each.before),
      after: nearPlaces(each.after),
      example: withOptions(each.example, old, now),
    })),
    undecided: result.undecided.map((each) => ({ ...each, places: each.places.map(near) })),
  };
}

const near = <T extends { readonly file: string }>(place: T): T => ({
  ...place,
  file: nameFrom()(place.file),
});

const nearPlaces = (verdict: PlacedVerdict): PlacedVerdict => ({
  ...verdict,
  origins: verdict.origins.map((each) => ({ ...each, place: near(each.place) })),
});

/** An example whose commands have the options that their side was read with. */
export const withOptions = (example: Example, old: InputOptions, now: InputOptions): Example => ({
  ...example,
  before: [example.before, ...optionsOf(old)].join(' '),
  after: [example.after, ...optionsOf(now)].join(' '),
});

const optionsOf = ({ root, define }: InputOptions): readonly string[] => [
  ...(root === undefined ? [] : ['-d', quoted(root)]),
  ...define.flatMap((name) => ['-D', quoted(name)]),
];

const quoted = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
