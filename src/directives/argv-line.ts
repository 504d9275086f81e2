import type { ArgumentInput, ArgumentProblem, ArgumentShape } from './args.js';

/** TAKE_ARGV whose words the module counts and reads together. */
export const argvLine = <A>(
  usage: string,
  parse: (input: ArgumentInput) => { readonly value: A } | ArgumentProblem,
): ArgumentShape<A> => ({ kind: 'argv', usage, parse });
