import { cutWord, locateInArguments, makeArguments } from '../syntax/words.js';
import { addressRange } from './address.js';
import type { ArgumentInput, ArgumentProblem } from './args.js';
import { type AddedAuthz, addedAuthz } from './authz-aliases.js';
import { type ConditionArgument, condition, type TextArgument, textOrExpression } from './expression.js';
import type { ExpressionRefusal } from './expression-check.js';
import { foreignProvider } from './known/foreign.js';
import { foreignHint } from './known/foreign-advice.js';
import { nearest } from './nearest.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

/** What a Require line asks for, by provider (names are case-sensitive). `other` is known to httpd and not to us. */
export type RequirementArgument =
  | { readonly provider: 'all'; readonly granted: boolean }
  | { readonly provider: 'valid-user' }
  | { readonly provider: 'user'; readonly users: TextArgument }
  | { readonly provider: 'group'; readonly groups: TextArgument }
  | { readonly provider: 'file-group' | 'file-owner' }
  | { readonly provider: 'env'; readonly names: readonly string[] }
  /** The binder refuses methods that nothing has made known. */
  | { readonly provider: 'method'; readonly methods: readonly string[] }
  | { readonly provider: 'expr'; readonly condition: ConditionArgument }
  | { readonly provider: 'ip'; readonly ranges: readonly string[] }
  | { readonly provider: 'host' | 'forward-dns'; readonly names: TextArgument }
  | { readonly provider: 'local' | 'ssl' | 'ssl-verify-client' }
  /** kerbgate's own: groups that a ticket tells. */
  | { readonly provider: 'pac-group'; readonly groups: readonly string[] }
  | { readonly provider: LdapProvider; readonly argument: TextArgument }
  | { readonly provider: 'other'; readonly name: string };

/** What mod_authnz_ldap tests. */
export type LdapProvider =
  | 'ldap-user'
  | 'ldap-group'
  | 'ldap-dn'
  | 'ldap-attribute'
  | 'ldap-filter'
  | 'ldap-search';

/** One Require line. `argument` is the rest of the line behind the provider's name, `words` the same cut into words. */
export interface RequireArguments {
  readonly negated: boolean;
  readonly provider: string;
  readonly argument: string;
  readonly words: readonly string[];
  readonly test: RequirementArgument;
}

/** The module that offers each authorization provider; the binder refuses those of modules that are not loaded. */
export const authzProviders: Readonly<Record<string, string>> = {
  all: 'mod_authz_core',
  env: 'mod_authz_core',
  method: 'mod_authz_core',
  expr: 'mod_authz_core',
  user: 'mod_authz_user',
  'valid-user': 'mod_authz_user',
  ip: 'mod_authz_host',
  host: 'mod_authz_host',
  'forward-dns': 'mod_authz_host',
  local: 'mod_authz_host',
  group: 'mod_authz_groupfile',
  'file-group': 'mod_authz_groupfile',
  'file-owner': 'mod_authz_owner',
  'dbm-group': 'mod_authz_dbm',
  'dbm-file-group': 'mod_authz_dbm',
  'dbd-group': 'mod_authz_dbd',
  'dbd-login': 'mod_authz_dbd',
  'dbd-logout': 'mod_authz_dbd',
  'ldap-user': 'mod_authnz_ldap',
  'ldap-group': 'mod_authnz_ldap',
  'ldap-dn': 'mod_authnz_ldap',
  'ldap-attribute': 'mod_authnz_ldap',
  'ldap-filter': 'mod_authnz_ldap',
  'ldap-search': 'mod_authnz_ldap',
  ssl: 'mod_ssl',
  'ssl-verify-client': 'mod_ssl',
  'pac-group': 'mod_kerbgate',
};

/** Reads a Require line as its provider does. */
export function requirement(input: ArgumentInput): Parsed<RequireArguments> {
  const { args } = input;
  const first = cutWord(args.raw, 0);
  const negated = first?.value.toLowerCase() === 'not';
  const named = negated ? cutWord(args.raw, first!.next) : first;
  const provider = named?.value ?? '';
  const added = addedAuthz(input.machine).get(provider);
  if (!added && !Object.hasOwn(authzProviders, provider)) return unknownProvider(provider);
  if (!added && !input.isLoaded(authzProviders[provider]!)) return notLoaded(provider);
  const argument = args.raw.slice(named!.next);
  const words = args.words.slice(negated ? 2 : 1).map((word) => word.value);
  const test = added ? addedTest(provider, added, argument) : testOf(provider, input, argument, words);
  return 'problem' in test ? test : { value: { negated, provider, argument, words, test: test.value } };
}

function notLoaded(provider: string): ArgumentProblem {
  const hint = `the provider ${provider} belongs to ${authzProviders[provider]}, which is not loaded`;
  return { problem: `Unknown Authz provider: ${provider}`, hint };
}

/** Reads the Require line that an alias is to stand for. */
export function aliasTest(
  input: ArgumentInput,
  provider: string,
  argument: string,
): Parsed<RequirementArgument> {
  if (addedAuthz(input.machine).has(provider)) return { value: { provider: 'other', name: provider } };
  if (!Object.hasOwn(authzProviders, provider) || !input.isLoaded(authzProviders[provider]!))
    return unknownProvider(provider);
  const { span } = input.args;
  const args = makeArguments(argument, span, () => span);
  const words = args.words.map((word) => word.value);
  const test = testOf(provider, { ...input, args }, argument, words);
  if (!('problem' in test)) return test;
  return { ...test, problem: `Can't parse 'Require ${provider} ${argument}': ${test.problem}` };
}

/** An alias has its arguments already and drops others; an application takes none. */
function addedTest(name: string, added: AddedAuthz, argument: string): Parsed<RequirementArgument> {
  if (added === 'application' && argument !== '')
    return {
      problem: "mod_authnz_fcgi doesn't support restrictions on providers (i.e., multiple require args)",
    };
  return { value: { provider: 'other', name } };
}

function unknownProvider(provider: string): ArgumentProblem {
  return { problem: `Unknown Authz provider: ${provider}`, hint: providerHint(provider) };
}

function providerHint(provider: string): string {
  const lower = provider.toLowerCase();
  if (lower !== provider && Object.hasOwn(authzProviders, lower))
    return `provider names are in lower case: ${lower}`;
  const foreign = foreignProvider(lower);
  if (foreign !== undefined) return foreignHint(foreign);
  const near = nearest(provider, Object.keys(authzProviders));
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  return 'known are all, valid-user, user, group, ip, host, env, method, expr and local';
}

function testOf(
  provider: string,
  input: ArgumentInput,
  argument: string,
  words: readonly string[],
): Parsed<RequirementArgument> {
  switch (provider) {
    case 'all':
      return allTest(argument);
    case 'valid-user':
    case 'local':
      return { value: { provider } };
    case 'user':
      return computed(input, argument, (users) => ({ provider, users }));
    case 'file-group':
    case 'file-owner':
      return { value: { provider } };
    case 'group':
      return computed(input, argument, (groups) => ({ provider, groups }));
    case 'host':
    case 'forward-dns':
      return computed(input, argument, (names) => ({ provider, names }));
    case 'ldap-user':
    case 'ldap-group':
    case 'ldap-dn':
    case 'ldap-attribute':
    case 'ldap-filter':
    case 'ldap-search':
      return computed(input, argument, (value) => ({ provider, argument: value }));
    case 'env':
      return { value: { provider, names: words } };
    case 'method':
      return { value: { provider, methods: words } };
    case 'pac-group':
      if (words.length === 0) return { problem: 'Require pac-group needs a SID or a name' };
      return { value: { provider, groups: words } };
    case 'expr':
      return expressionTest(input, argument);
    case 'ip':
      return addressTest(words);
    case 'ssl':
    case 'ssl-verify-client':
      if (argument !== '') return { problem: `'Require ${provider}' does not take arguments` };
      return { value: { provider } };
    default:
      return computedElsewhere.has(provider)
        ? computed(input, argument, () => ({ provider: 'other', name: provider }))
        : { value: { provider: 'other', name: provider } };
  }
}

/** Providers that are not served and compute their argument for each request. */
const computedElsewhere: ReadonlySet<string> = new Set(['dbm-group', 'dbd-group']);

function allTest(argument: string): Parsed<RequirementArgument> {
  const word = argument.toLowerCase();
  if (word === 'granted' || word === 'denied')
    return { value: { provider: 'all', granted: word === 'granted' } };
  return {
    problem: "Argument for 'Require all' must be 'granted' or 'denied'",
    ...(argument.includes('#') ? { hint: 'a comment needs a line of its own' } : {}),
  };
}

function computed(
  input: ArgumentInput,
  argument: string,
  build: (value: TextArgument) => RequirementArgument,
): Parsed<RequirementArgument> {
  const parsed = textOrExpression(argument, input.isLoaded);
  if ('problem' in parsed) return refused(input, argument.length, parsed);
  return { value: build(parsed.value) };
}

/** Quotes around the whole expression are taken off, as httpd does. */
function expressionTest(input: ArgumentInput, argument: string): Parsed<RequirementArgument> {
  const quoted = argument.length > 1 && argument.startsWith('"') && argument.endsWith('"');
  const parsed = condition(quoted ? argument.slice(1, -1) : argument, input.isLoaded);
  if ('problem' in parsed) return refused(input, argument.length - (quoted ? 1 : 0), parsed);
  return { value: { provider: 'expr', condition: parsed.value } };
}

/** `behind` is how far from the line's end the expression begins. */
function refused({ args }: ArgumentInput, behind: number, refusal: ExpressionRefusal): ArgumentProblem {
  const { problem, offset, length = 1, hint } = refusal;
  const start = args.raw.length - behind + offset;
  return {
    problem: `Cannot parse expression in require line: ${problem}`,
    at: locateInArguments(args)(start, start + length),
    ...(hint === undefined ? {} : { hint }),
  };
}

function addressTest(ranges: readonly string[]): Parsed<RequirementArgument> {
  if (ranges.length === 0) return { problem: "'require ip' requires an argument" };
  for (const range of ranges) {
    const verdict = addressRange(range);
    if (verdict === 'ok') continue;
    const problem = `ip address '${range}' appears to be invalid`;
    return { problem: verdict === 'not-an-address' ? problem : `${problem}: ${verdict.problem}` };
  }
  return { value: { provider: 'ip', ranges } };
}
