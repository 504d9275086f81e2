import type { Span } from '../source/file.js';
import type { Arguments, Word } from '../syntax/tree.js';
import type { Machine } from './machine.js';

/** A refusal of arguments in httpd's words; `word` narrows the place, `hint` says what to do. */
export interface ArgumentProblem {
  readonly problem: string;
  readonly word?: Word;
  /** The place inside a word, where that is known. */
  readonly at?: Span;
  readonly hint?: string;
  /** The number or form of the words is wrong, which httpd sees before it looks where the directive stands. */
  readonly miscounted?: true;
  /** The words are sound, but this machine lacks what they name: a file, a user. */
  readonly missingHere?: true;
  /** Of a section: httpd says it when it has been through what is in the section. */
  readonly late?: true;
}

/** What the binder hands to a shape: the arguments, the directive's name as httpd's messages have it, and where it stands. */
export interface ArgumentInput {
  readonly name: string;
  readonly args: Arguments;
  /** Some directives take other arguments inside a section (where httpd's `cmd->path` is set) or a virtual host. */
  readonly place: 'server' | 'host' | 'section';
  /** Canonical names of the sections around it, the innermost first. */
  readonly enclosing: readonly string[];
  readonly home: Home;
  /** What the words may name outside the configuration. */
  readonly machine: Machine;
  /** Whether a module counts as loaded here; source name such as `mod_ssl`. */
  readonly isLoaded: (module: string) => boolean;
}

/**
 * The settings that a line adds to: one object for each section that has settings, and one for each server. Checks keep
 * with it what earlier lines said.
 */
export interface Home {
  /** The server it belongs to. */
  readonly server: object;
  /** What its section is for, as written: a path or pattern. */
  readonly path?: string;
}

/**
 * How httpd's core cuts and counts a directive's arguments (its TAKE1, FLAG, ITERATE …) and what the module makes of
 * them. `usage` is the text behind `X takes one argument, …`.
 */
export interface ArgumentShape<A> {
  readonly kind: ShapeKind;
  readonly usage: string;
  readonly parse: (input: ArgumentInput) => { readonly value: A } | ArgumentProblem;
}

export type ShapeKind =
  | 'none'
  | 'flag'
  | 'one'
  | 'two'
  | 'three'
  | 'one-or-two'
  | 'one-to-three'
  | 'two-or-three'
  | 'one-or-three'
  | 'argv'
  | 'iterate'
  | 'iterate-second'
  | 'raw';

/** Turns one word's value into a typed one, or says what is wrong in httpd's words. */
export type WordType<T> = (
  value: string,
  name: string,
) => { readonly value: T } | { readonly problem: string; readonly hint?: string };

type Parsed<A> = { readonly value: A } | ArgumentProblem;

const counted = {
  none: 'takes no arguments',
  one: 'takes one argument',
  two: 'takes two arguments',
  three: 'takes three arguments',
  'one-or-two': 'takes 1-2 arguments',
  'one-to-three': 'takes one, two or three arguments',
  'two-or-three': 'takes two or three arguments',
  'one-or-three': 'takes one or three arguments',
} as const;

function miscounted(kind: keyof typeof counted, { name }: ArgumentInput, usage: string): ArgumentProblem {
  return { problem: `${name} ${counted[kind]}${usage ? `, ${usage}` : ''}`, miscounted: true };
}

/** httpd counts an empty word as a missing one: `AuthName ""` takes no argument. */
function present(args: Arguments): readonly Word[] {
  const end = args.words.findIndex((word) => word.value === '');
  return end === -1 ? args.words : args.words.slice(0, end);
}

function word<T>(type: WordType<T>, at: Word, name: string): Parsed<T> {
  const result = type(at.value, name);
  return 'problem' in result ? { ...result, word: at } : result;
}

function counting<A>(
  kind: keyof typeof counted,
  usage: string,
  allowed: readonly number[],
  build: (words: readonly Word[], name: string) => Parsed<A>,
): ArgumentShape<A> {
  return {
    kind,
    usage,
    parse: (input) => {
      const words = input.args.words;
      if (!allowed.includes(words.length) || present(input.args).length < Math.min(...allowed))
        return miscounted(kind, input, usage);
      return build(words, input.name);
    },
  };
}

/** NO_ARGS. */
export const none = (): ArgumentShape<undefined> => ({
  kind: 'none',
  usage: '',
  parse: (input) => (input.args.raw === '' ? { value: undefined } : miscounted('none', input, '')),
});

/** FLAG: `On` or `Off` in any case; httpd reads only the first word and ignores what follows. */
export const flag = (usage: string): ArgumentShape<boolean> => ({
  kind: 'flag',
  usage,
  parse: ({ name, args }) => {
    const value = args.words[0]?.value.toLowerCase();
    if (value === 'on' || value === 'off') return { value: value === 'on' };
    const first = args.words[0];
    return { problem: `${name} must be On or Off`, miscounted: true, ...(first ? { word: first } : {}) };
  },
});

/** TAKE1. */
export const one = <T>(usage: string, type: WordType<T>): ArgumentShape<T> =>
  counting('one', usage, [1], (words, name) => word(type, words[0]!, name));

/** TAKE2. */
export const two = <T, U>(
  usage: string,
  first: WordType<T>,
  second: WordType<U>,
): ArgumentShape<readonly [T, U]> =>
  counting('two', usage, [2], (words, name) => pair(words, name, first, second));

function pair<T, U>(
  words: readonly Word[],
  name: string,
  first: WordType<T>,
  second: WordType<U>,
): Parsed<readonly [T, U]> {
  const a = word(first, words[0]!, name);
  if ('problem' in a) return a;
  const b = word(second, words[1]!, name);
  return 'problem' in b ? b : { value: [a.value, b.value] };
}

/** TAKE12: the second is `undefined` when absent. */
export const oneOrTwo = <T, U>(
  usage: string,
  first: WordType<T>,
  second: WordType<U>,
): ArgumentShape<readonly [T, U | undefined]> =>
  counting<readonly [T, U | undefined]>('one-or-two', usage, [1, 2], (words, name) => {
    if (words[1] && words[1].value !== '') return pair(words, name, first, second);
    const only = word(first, words[0]!, name);
    return 'problem' in only ? only : { value: [only.value, undefined] };
  });

/** TAKE3, TAKE23, TAKE123, TAKE13: plain words, typed by the lowering. */
export const words = (
  kind: 'three' | 'two-or-three' | 'one-to-three' | 'one-or-three',
  usage: string,
): ArgumentShape<readonly string[]> => {
  const allowed = { three: [3], 'two-or-three': [2, 3], 'one-to-three': [1, 2, 3], 'one-or-three': [1, 3] }[
    kind
  ];
  return counting(kind, usage, allowed, (found) => ({ value: found.map((each) => each.value) }));
};

/** ITERATE: at least one word, each typed alike. */
export const iterate = <T>(usage: string, type: WordType<T>): ArgumentShape<readonly T[]> => ({
  kind: 'iterate',
  usage,
  parse: ({ name, args }) => {
    const found = present(args);
    if (found.length === 0)
      return {
        problem: `${name} requires at least one argument${usage ? `, ${usage}` : ''}`,
        miscounted: true,
      };
    return each(found, type, name);
  },
});

function each<T>(found: readonly Word[], type: WordType<T>, name: string): Parsed<readonly T[]> {
  const values: T[] = [];
  for (const at of found) {
    const result = word(type, at, name);
    if ('problem' in result) return result;
    values.push(result.value);
  }
  return { value: values };
}

/** ITERATE2: a first word and at least one more, which may be empty: then nothing is meant. */
export const iterateSecond = <T, U>(
  usage: string,
  first: WordType<T>,
  rest: WordType<U>,
): ArgumentShape<readonly [T, readonly U[]]> => ({
  kind: 'iterate-second',
  usage,
  parse: ({ name, args }) => {
    const found = present(args);
    if (found.length < 1 || args.words.length < 2)
      return {
        problem: `${name} requires at least two arguments${usage ? `, ${usage}` : ''}`,
        miscounted: true,
      };
    const head = word(first, found[0]!, name);
    if ('problem' in head) return head;
    const tail = each(found.slice(1), rest, name);
    return 'problem' in tail ? tail : { value: [head.value, tail.value] };
  },
});

/** TAKE_ARGV: any number of words. */
export const argv = <T>(usage: string, type: WordType<T>): ArgumentShape<readonly T[]> => ({
  kind: 'argv',
  usage,
  parse: ({ name, args }) => each(args.words, type, name),
});

/** RAW_ARGS: the module cuts the line itself; quotes are kept in `raw`. */
export const raw = <A>(usage: string, parse: (input: ArgumentInput) => Parsed<A>): ArgumentShape<A> => ({
  kind: 'raw',
  usage,
  parse,
});

/** Any text. */
export const text: WordType<string> = (value) => ({ value });

/** One of a few words, in any case, given back as written in `choices`. */
export const choice =
  <const C extends readonly string[]>(choices: C, problem: string): WordType<C[number]> =>
  (value) => {
    const found = choices.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
    return found === undefined ? { problem } : { value: found };
  };

/** A decimal integer within bounds. */
export const integer =
  (least: number, most: number, problem: string): WordType<number> =>
  (value) => {
    const number = /^[+-]?\d+$/.test(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most ? { value: number } : { problem };
  };

/** A shape whose value, once its words are counted and typed, is judged as a whole or made into something else. */
export function refined<A, B>(
  shape: ArgumentShape<A>,
  refine: (value: A, input: ArgumentInput) => Parsed<B>,
): ArgumentShape<B> {
  return {
    ...shape,
    parse: (input) => {
      const counted = shape.parse(input);
      return 'problem' in counted ? counted : refine(counted.value, input);
    },
  };
}
