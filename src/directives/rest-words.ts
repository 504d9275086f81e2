import type { ArgumentInput, ArgumentProblem } from './args.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

const mechanisms =
  "(Mutex mechanisms are: 'none', 'default', 'flock:/path/to/file', 'fcntl:/path/to/file', 'file:/path/to/file', 'pthread', 'sysvsem', 'posixsem', 'sem')";

/** Mutex: a mechanism and the locks it is for. */
export function mutex({ args }: ArgumentInput): Parsed<readonly string[]> {
  const words = args.words.map((word) => word.value);
  const first = words[0];
  if (first === undefined) return { problem: `Mutex requires at least a mechanism argument ${mechanisms}` };
  const known = /^(none|default|pthread|sysvsem|posixsem|sem|(flock|fcntl|file)(:.*)?)$/is.test(first);
  return known ? { value: words } : { problem: `Invalid Mutex argument ${first} ${mechanisms}` };
}

const options = ['ICASE', 'EXTENDED', 'DOTALL', 'DOLLAR_ENDONLY'];

/** RegexDefaultOptions: options with or without a sign, in upper case. */
export function regexOptions({ name, args }: ArgumentInput): Parsed<readonly string[]> {
  const found: string[] = [];
  for (const word of args.words) {
    const option = word.value.toUpperCase();
    const bare = option.replace(/^[+-]/, '');
    if (option !== 'NONE' && !options.includes(bare))
      return { problem: `${name}: option '${word.value.replace(/^[+-]/, '')}' unknown`, word };
    found.push(option);
  }
  return { value: found };
}
