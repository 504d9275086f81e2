import {
  type ArgumentInput,
  type ArgumentProblem,
  type ArgumentShape,
  oneOrTwo,
  refined,
  text,
  two,
  words,
} from './args.js';
import { refusedIn, type TextArgument, textOrExpression } from './expression.js';
import { leadingInteger, pattern } from './words.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

/** Without `path` it stands in a `<Location>`, whose own path counts. */
export type AliasArguments =
  | { readonly path: string; readonly target: string }
  | { readonly path?: undefined; readonly target: TextArgument };

const aliasWords = oneOrTwo('a fakename and a realname, or a realname in a Location', text, text);

/** Alias and ScriptAlias. */
export const aliasTarget = refined<readonly [string, string | undefined], AliasArguments>(
  aliasWords,
  ([path, target], input) => {
    const misplaced = misplacement(input, target === undefined);
    if (misplaced !== undefined) return { problem: `${input.name} cannot occur within ${misplaced}` };
    return target === undefined ? inLocation(input, path) : { value: { path, target } };
  },
);

/** With one argument it fits into a `<Location>`, with two into no section. */
function misplacement({ enclosing, place }: ArgumentInput, alone: boolean): string | undefined {
  const inside = (...names: readonly string[]) => enclosing.find((name) => names.includes(name));
  if (inside('Limit', 'LimitExcept')) return '<Limit> or <LimitExcept> section';
  if (!alone) return place === 'section' ? 'directory context' : undefined;
  const found =
    inside('Directory') ?? inside('DirectoryMatch') ?? inside('Files', 'FilesMatch', 'If', 'ElseIf', 'Else');
  return found === undefined ? undefined : `<${found}> section`;
}

function inLocation({ place, args, isLoaded }: ArgumentInput, written: string): Parsed<AliasArguments> {
  if (place !== 'section') return { problem: 'Alias must have two arguments when used globally' };
  const parsed = textOrExpression(written, isLoaded);
  if ('problem' in parsed)
    return refusedIn(args.words[0]!, written, `Cannot parse alias expression '${written}': `, parsed);
  return { value: { target: parsed.value } };
}

/** AliasMatch and ScriptAliasMatch: a pattern and a path with `$1`. */
export const patternAlias = two(
  'a regular expression and a filename',
  pattern(() => 'Regular expression could not be compiled.'),
  text,
);

/**
 * One Redirect. `path` is a prefix, or a pattern when `regex`; without it the section's own path counts. `url` is absent
 * for statuses such as 410 that lead nowhere.
 */
export interface RedirectArguments {
  readonly status: number;
  readonly regex: boolean;
  readonly path?: string;
  readonly url?: TextArgument;
}

const usage = 'an optional status, then document to be redirected and destination URL';
const redirectWords = words('one-to-three', usage);
const matchWords = words('two-or-three', 'an optional status, then a regular expression and destination URL');
const plainWords = two('a document to be redirected, then the destination URL', text, text);

/** Redirect. */
export const redirect: ArgumentShape<RedirectArguments> = {
  ...redirectWords,
  parse: (input) => {
    const counted = redirectWords.parse(input);
    return 'problem' in counted ? counted : redirection(counted.value, input, 302, false);
  },
};

/** RedirectMatch. */
export const redirectMatch: ArgumentShape<RedirectArguments> = {
  ...matchWords,
  parse: (input) => {
    const counted = matchWords.parse(input);
    return 'problem' in counted ? counted : redirection(counted.value, input, 302, true);
  },
};

/** RedirectTemp and RedirectPermanent. */
export const plainRedirect = (status: number): ArgumentShape<RedirectArguments> => ({
  ...plainWords,
  parse: (input) => {
    const counted = plainWords.parse(input);
    return 'problem' in counted ? counted : redirection(counted.value, input, status, false);
  },
});

const named = new Map([
  ['permanent', 301],
  ['temp', 302],
  ['seeother', 303],
  ['gone', 410],
]);

/** A status that redirects, one that does not, or no status at all. */
function statusOf(word: string): { readonly status: number; readonly redirects: boolean } | undefined {
  const status = /^\d/.test(word) ? leadingInteger(word) : named.get(word.toLowerCase());
  return status === undefined ? undefined : { status, redirects: isRedirect(status) };
}

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

function redirection(
  written: readonly string[],
  input: ArgumentInput,
  fallback: number,
  regex: boolean,
): Parsed<RedirectArguments> {
  const [first, second, third] = written;
  const known = statusOf(first!);
  if (third !== undefined && !known) return { problem: 'Redirect: invalid first argument (of three)' };
  const status = known?.status ?? fallback;
  if (input.place === 'section') {
    const alone = known?.redirects ? third === undefined && second : !known && second === undefined && first;
    if (alone) return toExpression(input, alone, status, regex);
    if (known && !known.redirects && second === undefined) return { value: { status, regex } };
  }
  const [path, url] = known ? [second, third] : [first, second];
  return checked({ status, regex }, path, url);
}

function toExpression(
  { args, isLoaded }: ArgumentInput,
  url: string,
  status: number,
  regex: boolean,
): Parsed<RedirectArguments> {
  const parsed = textOrExpression(url, isLoaded);
  if ('problem' in parsed)
    return refusedIn(args.words.at(-1)!, url, `Cannot parse redirect expression '${url}': `, parsed);
  return { value: { status, regex, url: parsed.value } };
}

const compiled = pattern(() => 'Regular expression could not be compiled.');

function checked(
  base: Pick<RedirectArguments, 'status' | 'regex'>,
  path: string | undefined,
  url: string | undefined,
): Parsed<RedirectArguments> {
  const flaw = base.regex && path !== undefined ? compiled(path, '') : undefined;
  if (flaw && 'problem' in flaw) return flaw;
  const located = path === undefined ? base : { ...base, path };
  if (!isRedirect(base.status))
    return url === undefined ? { value: located } : { problem: 'Redirect URL not valid for this status' };
  if (url === undefined) return { problem: 'URL to redirect to is missing' };
  if (!base.regex && !/^[a-z][a-z0-9+.-]*:/i.test(url) && !url.startsWith('/'))
    return { problem: 'Redirect to non-URL', hint: 'give a whole URL, or a path that begins with /' };
  return { value: { ...located, url } };
}
