import type { Word } from '../syntax/tree.js';
import { cutWord } from '../syntax/words.js';
import type { ArgumentInput, ArgumentProblem, ArgumentShape } from './args.js';
import { type ConditionArgument, condition, refusedIn } from './expression.js';
import type { ExpressionRefusal } from './expression-check.js';
import { parseHostPort } from './host-port.js';
import { flawOf } from './regex.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

/** What a container is for: a path (or file name, with wildcards perhaps) or a pattern. */
export type PathArguments =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'regex'; readonly pattern: string };

/** `<Location>`, `<Directory>`, `<Files>`: a path, or `~` and a pattern. */
export const path = (usage: string): ArgumentShape<PathArguments> => container(usage, false);

/** `<LocationMatch>`, `<DirectoryMatch>`, `<FilesMatch>`: a pattern. */
export const pathPattern = (usage: string): ArgumentShape<PathArguments> => container(usage, true);

function container(usage: string, match: boolean): ArgumentShape<PathArguments> {
  return {
    kind: 'raw',
    usage,
    parse: (input) => {
      const words = input.args.words.map((word) => word.value);
      if (input.args.raw === '') return needsArgument(input);
      const tilde = !match && words[0] === '~';
      const [text = '', extra] = tilde ? words.slice(1) : words;
      const regex = match || tilde;
      if (regex && flawOf(text) !== undefined)
        return { problem: 'Regex could not be compiled', hint: flawOf(text)! };
      if (extra !== undefined)
        return { problem: `Multiple <${input.name}> arguments not (yet) supported.`, late: true };
      return { value: regex ? { kind: 'regex', pattern: text } : { kind: 'path', path: text } };
    },
  };
}

function needsArgument({ name }: ArgumentInput): ArgumentProblem {
  return { problem: `<${name}> directive requires additional arguments` };
}

/** `<If>` and `<ElseIf>`: one condition, which must be quoted when it holds blanks. */
export const conditionShape = (usage: string): ArgumentShape<ConditionArgument> => ({
  kind: 'raw',
  usage,
  parse: (input) => {
    const [first, extra] = input.args.words;
    if (input.args.raw === '' || !first) return needsArgument(input);
    const parsed = condition(first.value, input.isLoaded);
    if ('problem' in parsed) return unparsed(first, parsed, extra !== undefined && first.quote === '');
    return extra ? { problem: `Multiple <${input.name}> arguments not supported.`, late: true } : parsed;
  },
});

function unparsed(word: Word, refusal: ExpressionRefusal, unquoted: boolean): ArgumentProblem {
  const problem = refusedIn(word, word.value, 'Cannot parse condition clause: ', refusal);
  return unquoted ? { ...problem, hint: 'put the whole condition into double quotes' } : problem;
}

/** `<Else>` takes nothing. */
export const elseShape = (usage: string): ArgumentShape<undefined> => ({
  kind: 'raw',
  usage,
  parse: ({ args }) =>
    args.raw === '' ? { value: undefined } : { problem: '<Else> does not take an argument' },
});

/** The methods of a `<Limit>` or `<LimitExcept>`, as written. */
export const methodList = (usage: string): ArgumentShape<readonly string[]> => ({
  kind: 'raw',
  usage,
  parse: (input) => {
    const methods = input.args.words.map((word) => word.value);
    if (input.args.raw === '') return needsArgument(input);
    if (input.name === 'Limit' && methods.includes('TRACE'))
      return { problem: 'TRACE cannot be controlled by <Limit>, see TraceEnable' };
    return { value: methods };
  },
});

/** What a branch such as `<IfModule !mod_ssl.c>` asks for. */
export interface BranchArguments {
  readonly negated: boolean;
  readonly name: string;
}

/** `<IfModule>`, `<IfDefine>`, `<IfFile>`, `<IfDirective>`, `<IfSection>`. */
export const branch = (usage: string): ArgumentShape<BranchArguments> => ({
  kind: 'raw',
  usage,
  parse: (input): Parsed<BranchArguments> => {
    const { raw } = input.args;
    const negated = raw.startsWith('!');
    const name = cutWord(raw, negated ? 1 : 0)?.value ?? '';
    return name === '' ? needsArgument(input) : { value: { negated, name } };
  },
});

/** The addresses a virtual host is for. */
export const hostAddresses = (usage: string): ArgumentShape<readonly string[]> => ({
  kind: 'raw',
  usage,
  parse: (input): Parsed<readonly string[]> => {
    if (input.args.raw === '') return needsArgument(input);
    const addresses = input.args.words.map((word) => word.value);
    const end = addresses.indexOf('');
    for (const [at, address] of addresses.slice(0, end === -1 ? undefined : end).entries()) {
      const problem = hostProblem(address);
      if (problem !== undefined) return { problem, word: input.args.words[at]! };
    }
    return { value: addresses };
  },
});

/** Every port of an address is written `:*`; names that cannot be looked up only lead nowhere. */
function hostProblem(address: string): string | undefined {
  if (address === '*' || address === '_default_') return undefined;
  const found = parseHostPort(address.replace(/:\*$/, ''));
  if (!found) return 'The address or port is invalid';
  return found.host === undefined ? 'Missing address for VirtualHost' : undefined;
}
