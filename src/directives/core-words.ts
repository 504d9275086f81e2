import type { ArgumentInput, ArgumentProblem, ArgumentShape } from './args.js';
import { argv, text, two } from './args.js';
import { refusedIn, type TextArgument, textOrExpression } from './expression.js';
import { leadingInteger } from './words.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

/** Whether httpd takes a text for a URL (or anything with a scheme). */
export const isUrl = (value: string): boolean => /^[A-Za-z0-9+.-]+:/.test(value);

/** One ErrorDocument line. `dropped` is a whole URL for 401, which httpd ignores with a notice. */
export interface ErrorDocumentArguments {
  readonly status: number;
  readonly document:
    | { readonly kind: 'text'; readonly text: TextArgument }
    | { readonly kind: 'local'; readonly path: TextArgument }
    | { readonly kind: 'url'; readonly url: TextArgument }
    | { readonly kind: 'default' }
    | { readonly kind: 'dropped'; readonly url: string };
}

const statuses = new Set([
  ...[100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226],
  ...[300, 301, 302, 303, 304, 305, 307, 308],
  ...[400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417],
  ...[421, 422, 423, 424, 426, 428, 429, 431, 451],
  ...[500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511],
]);

const documentWords = two('Change responses for HTTP errors', text, text);

/** ErrorDocument. */
export const errorDocument: ArgumentShape<ErrorDocumentArguments> = {
  ...documentWords,
  parse: (input) => {
    const counted = documentWords.parse(input);
    return 'problem' in counted ? counted : documentOf(input, ...counted.value);
  },
};

function documentOf(input: ArgumentInput, code: string, written: string): Parsed<ErrorDocumentArguments> {
  const status = leadingInteger(code);
  if (!statuses.has(status)) return { problem: `Unsupported HTTP response code ${code}` };
  const kind = documentKind(written);
  if (kind === 'url' && status === 401)
    return { value: { status, document: { kind: 'dropped', url: written } } };
  if (written.toLowerCase() === 'default') return { value: { status, document: { kind: 'default' } } };
  const parsed = textOrExpression(written, input.isLoaded);
  if ('problem' in parsed)
    return refusedIn(input.args.words[1]!, written, 'Cannot parse expression in ErrorDocument: ', parsed);
  if (kind === 'local') return { value: { status, document: { kind, path: parsed.value } } };
  if (kind === 'url') return { value: { status, document: { kind, url: parsed.value } } };
  return { value: { status, document: { kind, text: parsed.value } } };
}

/** A blank anywhere makes it a message, even behind a leading slash. */
function documentKind(written: string): 'text' | 'local' | 'url' {
  if (written.includes(' ')) return 'text';
  if (written.startsWith('/')) return 'local';
  return isUrl(written) ? 'url' : 'text';
}

/** Options that one word of an Options line stands for. */
export type OptionName =
  | 'ExecCGI'
  | 'FollowSymLinks'
  | 'Includes'
  | 'IncludesNOEXEC'
  | 'Indexes'
  | 'MultiViews'
  | 'SymLinksIfOwnerMatch'
  | 'RunScripts'
  | 'All'
  | 'None';

/** One word of an Options line; without a sign the line replaces what holds so far. */
export interface OptionArgument {
  readonly sign: '+' | '-' | '';
  readonly option: OptionName;
}

const options: readonly OptionName[] = [
  'ExecCGI',
  'FollowSymLinks',
  'Includes',
  'IncludesNOEXEC',
  'Indexes',
  'MultiViews',
  'SymLinksIfOwnerMatch',
  'RunScripts',
  'All',
  'None',
];

const mixed = 'Either all Options must start with + or -, or no Option may.';

/** Options. The order of the checks is httpd's. */
export function optionList({ args }: ArgumentInput): Parsed<readonly OptionArgument[]> {
  const found: OptionArgument[] = [];
  let signed = false;
  for (const [at, word] of args.words.entries()) {
    const sign = word.value.startsWith('+') ? '+' : word.value.startsWith('-') ? '-' : '';
    const onlyAllOrNone = found.some(({ option }) => option === 'All' || option === 'None');
    if (sign !== '' && !signed && at > 0 && !onlyAllOrNone) return { problem: mixed, word };
    if (sign === '' && signed && at > 0) return { problem: mixed, word };
    signed ||= sign !== '';
    const name = sign === '' ? word.value : word.value.slice(1);
    const option = options.find((each) => each.toLowerCase() === name.toLowerCase());
    if (!option) return { problem: `Illegal option ${name}`, word };
    const problem = allOrNoneProblem(option, at === 0, signed);
    if (problem !== undefined) return { problem, word };
    found.push({ sign, option });
  }
  return { value: found };
}

function allOrNoneProblem(option: OptionName, first: boolean, signed: boolean): string | undefined {
  if (option !== 'All' && option !== 'None') return undefined;
  if (!first)
    return option === 'None'
      ? "'Options None' must be the first Option given."
      : "'Options All' must be the first option given.";
  return signed ? `You may not use 'Options +${option}' or 'Options -${option}'.` : undefined;
}

const overrideClasses = ['All', 'AuthConfig', 'FileInfo', 'Indexes', 'Limit', 'None', 'Options', 'Nonfatal'];

/** The first of a list of options in .htaccess that there is not. */
function illegalOption(list: string): string | undefined {
  const isOption = (word: string) => options.some((each) => each.toLowerCase() === word.toLowerCase());
  return list.split(',').find((word) => word !== '' && !isOption(word));
}

/** AllowOverride: what .htaccess files may hold, class by class in its own spelling (`Options=Indexes` as written). */
export function overrideList({ args }: ArgumentInput): Parsed<readonly string[]> {
  const found: string[] = [];
  for (const word of args.words) {
    const [name = '', value] = word.value.split(/=(.*)/s, 2);
    const known = overrideClasses.find((each) => each.toLowerCase() === name.toLowerCase());
    if (!known) return { problem: `Illegal override option ${name}`, word };
    const illegal = known === 'Options' ? illegalOption(value ?? '') : undefined;
    if (illegal !== undefined) return { problem: `Illegal option ${illegal}`, word };
    if (known === 'Nonfatal' && value === undefined)
      return { problem: '=Override, =Unknown or =All expected after Nonfatal', word };
    found.push(value === undefined ? known : `${known}=${value}`);
  }
  return { value: found };
}

const nameWords = argv(
  'Controls what individual directives can be configured by per-directory config files',
  text,
);

/** AllowOverrideList: names of directives, or None alone. */
export const overrideNames: ArgumentShape<readonly string[]> = {
  ...nameWords,
  parse: (input) => {
    const none = input.args.words.find((word) => word.value.toLowerCase() === 'none');
    return none && input.args.words.length > 1
      ? { problem: "'None' not allowed with other directives in AllowOverrideList", word: none }
      : nameWords.parse(input);
  },
};

/** Parts of a FileETag line, in lower case, with their sign. */
export interface ETagArgument {
  readonly sign: '+' | '-' | '';
  readonly part: 'none' | 'all' | 'size' | 'mtime' | 'inode' | 'digest';
}

const etagParts: Readonly<Record<string, ETagArgument['part']>> = {
  none: 'none',
  all: 'all',
  size: 'size',
  lmtime: 'mtime',
  mtime: 'mtime',
  lastmodified: 'mtime',
  inode: 'inode',
  digest: 'digest',
};

/** FileETag. */
export function etagList({ name, args }: ArgumentInput): Parsed<readonly ETagArgument[]> {
  const found: ETagArgument[] = [];
  for (const word of args.words) {
    const sign = word.value.startsWith('+') ? '+' : word.value.startsWith('-') ? '-' : '';
    const token = sign === '' ? word.value : word.value.slice(1);
    const part = Object.hasOwn(etagParts, token.toLowerCase()) ? etagParts[token.toLowerCase()] : undefined;
    if (part === undefined) return { problem: `Unknown keyword '${token}' for ${name} directive`, word };
    if (sign !== '' && (part === 'none' || part === 'all'))
      return { problem: `${name} keyword '${token}' cannot be used with '+' or '-'`, word };
    found.push({ sign, part });
  }
  return { value: found };
}
