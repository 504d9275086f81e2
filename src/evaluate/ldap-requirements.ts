import type { LdapRequirement } from '../ruleset/mod_authz_core.js';
import type { Settings } from '../ruleset/ruleset.js';
import { cutWord } from '../syntax/words.js';
import { type Authorization, lookedUp } from './authz.js';
import { type Effects, effectsSince, markOf, repeatEffects } from './authz-effects.js';
import type { Exchange } from './exchange.js';
import { evaluateText } from './expression.js';
import { type LdapAnswer, type LdapRequest, ldapCode, ldapCodeText } from './ldap-request.js';
import {
  askDirectory,
  configured,
  findUser,
  type LdapUser,
  ldapUserOf,
  setUserVariables,
  userFilter,
  type WithSource,
  withSource,
} from './ldap-user.js';
import type { Evaluation } from './need.js';
import type { Verdict } from './trace.js';
import { fixedWords } from './word-list.js';

/** What a test works with. */
interface Testing {
  readonly exchange: Exchange;
  readonly settings: Settings;
  readonly own: WithSource;
  readonly kind: Kind;
}

type Test = (testing: Testing, user: LdapUser, argument: string) => Evaluation<boolean>;

const ids = new WeakMap<object, number>();
let lastId = 0;

function idOf(object: object): number {
  const known = ids.get(object) ?? ++lastId;
  ids.set(object, known);
  return known;
}

/** `Require ldap-user` and its kin: one question or more to the directory, the first good answer grants. */
export function testLdap(requirement: LdapRequirement, authorization: Authorization): Verdict {
  const { exchange, settings, found } = authorization;
  const own = withSource(settings);
  const key = `ldap ${idOf(requirement)} ${own ? idOf(own) : ''}`;
  const anybody = requirement.provider === 'ldap-search' || found.has(key);
  if (exchange.user === undefined && !anybody) return 'denied-no-user';
  if (!own) return 'denied';
  const testing = { exchange, settings, own, kind: kinds[requirement.provider] };
  const judged = lookedUp(authorization, key, () => judge(requirement, testing));
  if (!judged) return 'error';
  repeatEffects(judged.effects, exchange);
  return judged.verdict;
}

/** A verdict, and what finding it has changed of the request. */
interface Judged {
  readonly verdict: Verdict;
  readonly effects: Effects;
}

function* judge(requirement: LdapRequirement, testing: Testing): Evaluation<Judged> {
  const { exchange } = testing;
  const mark = markOf(exchange);
  const verdict = (yield* grants(requirement, testing)) ? 'granted' : 'denied';
  return { verdict, effects: effectsSince(mark, exchange) };
}

function* grants(requirement: LdapRequirement, testing: Testing): Evaluation<boolean> {
  const { exchange, own, kind } = testing;
  if (requirement.provider !== 'ldap-search' && exchange.user === '') {
    const blank = `ldap authorize: Userid is blank, AuthType=${exchange.authType ?? '(null)'}`;
    exchange.recorder.log('warn', kind.blank, blank);
  }
  const user = requirement.provider === 'ldap-search' ? {} : yield* userFor(testing);
  if (!user) return false;
  if (kind.needsDn(own) && !user.dn) {
    debug(testing, kind.nameless, "user's DN has not been defined; failing authorization");
    return false;
  }
  const argument = evaluateText(requirement.argument, exchange);
  if (typeof argument !== 'string') {
    const message = `auth_ldap authorize: require ${kind.name}: Can't evaluate expression: ${argument.problem}`;
    exchange.recorder.log('error', kind.broken, message);
    return false;
  }
  if (!(yield* kind.test(testing, user, argument))) return false;
  setUserVariables(exchange, own, own.authorizePrefix ?? 'AUTHORIZE_', user);
  return true;
}

/** How one kind of requirement is tested, and the numbers of its lines in httpd's log. */
interface Kind {
  readonly name: string;
  readonly as: (own: WithSource, user: LdapUser | undefined) => Identity;
  readonly needsDn: (own: WithSource) => boolean;
  readonly test: Test;
  readonly blank: string;
  readonly unknown: string;
  readonly nameless: string;
  readonly broken: string;
  readonly failed: string;
}

type Identity = { readonly name?: string; readonly password?: string };

/** The user asks where this module has checked the password and the configuration wants it, else who always asks. */
const asUser =
  (wanted: (own: WithSource) => boolean | undefined) =>
  (own: WithSource, user: LdapUser | undefined): Identity =>
    user?.password !== undefined && wanted(own)
      ? { name: user.dn ?? '', password: user.password }
      : configured(own);

const comparing = asUser((own) => own.compareAsUser);
const searching = asUser((own) => own.searchAsUser);
const both = asUser((own) => own.compareAsUser && own.searchAsUser);

const always = (): boolean => true;

const kinds: Readonly<Record<LdapRequirement['provider'], Kind>> = {
  'ldap-user': {
    name: 'user',
    as: comparing,
    needsDn: always,
    test: isUser,
    ...{ blank: 'AH01699', unknown: 'AH01701', nameless: 'AH01702', broken: 'AH02585', failed: 'AH01706' },
  },
  'ldap-group': {
    name: 'group',
    as: comparing,
    needsDn: (own) => own.groupAttributeIsDn !== false,
    test: isInGroup,
    ...{ blank: 'AH01709', unknown: 'AH01711', nameless: 'AH01712', broken: 'AH02586', failed: 'AH01719' },
  },
  'ldap-dn': {
    name: 'dn',
    as: searching,
    needsDn: always,
    test: (testing, user, argument) => isSame(testing, user, argument, searching),
    ...{ blank: 'AH01722', unknown: 'AH01724', nameless: 'AH01725', broken: 'AH02587', failed: 'AH01727' },
  },
  'ldap-attribute': {
    name: 'ldap-attribute',
    as: comparing,
    needsDn: always,
    test: hasAttribute,
    ...{ blank: 'AH01730', unknown: 'AH01732', nameless: 'AH01733', broken: 'AH02588', failed: 'AH01736' },
  },
  'ldap-filter': {
    name: 'ldap-filter',
    as: searching,
    needsDn: always,
    test: fitsFilter,
    ...{ blank: 'AH01739', unknown: 'AH01741', nameless: 'AH01742', broken: 'AH02589', failed: 'AH01747' },
  },
  'ldap-search': {
    name: 'ldap-search',
    as: searching,
    needsDn: () => false,
    test: isFound,
    ...{ blank: '', unknown: '', nameless: '', broken: 'AH02629', failed: 'AH02632' },
  },
};

/** Who the user is in the directory; looked up where another module has let the user in. */
function* userFor({ exchange, settings, own, kind }: Testing): Evaluation<LdapUser | undefined> {
  const known = ldapUserOf(exchange);
  if (known) return known;
  const found = yield* findUser(exchange, settings, own, kind.as(own, undefined));
  if (!('code' in found)) return found;
  const because = `[${found.reason}][${ldapCodeText(found.code)}]`;
  exchange.recorder.log('debug', kind.unknown, `auth_ldap authorise: User DN not found, ${because}`);
  return undefined;
}

function debug({ exchange, kind }: Testing, code: string, message: string): void {
  exchange.recorder.log('debug', code, `auth_ldap authorize: require ${kind.name}: ${message}`);
}

/** Asks, and tells the log of an answer that does not grant. */
function* holds(testing: Testing, as: Identity, request: LdapRequest, good: number): Evaluation<boolean> {
  const { exchange, settings, own, kind } = testing;
  const answer: LdapAnswer = yield* askDirectory(exchange, settings, own, request, as);
  if (answer.code === good) return true;
  debug(testing, kind.failed, `authorization failed [${answer.reason}][${ldapCodeText(answer.code)}]`);
  return false;
}

function* compare(
  testing: Testing,
  as: Identity,
  dn: string,
  attribute: string,
  value: string,
): Evaluation<boolean> {
  return yield* holds(testing, as, { ask: 'compare', dn, attribute, value }, ldapCode.compareTrue);
}

/** The whole line may be a name with blanks in it, or each of its words a name. */
function* isUser(testing: Testing, user: LdapUser, argument: string): Evaluation<boolean> {
  const { attribute } = testing.own.source;
  const as = comparing(testing.own, user);
  for (const name of [argument, ...fixedWords(argument)]) {
    if (yield* compare(testing, as, user.dn ?? '', attribute, name)) return true;
  }
  return false;
}

/** First the group itself with each attribute, then what is nested in it. */
function* isInGroup(testing: Testing, user: LdapUser, group: string): Evaluation<boolean> {
  const { own, exchange } = testing;
  const value = own.groupAttributeIsDn === false ? ((user.name || exchange.user) ?? '') : (user.dn ?? '');
  const attributes = own.groupAttributes ?? ['member', 'uniqueMember'];
  for (const attribute of attributes) {
    if (yield* compare(testing, comparing(own, user), group, attribute, value)) return true;
  }
  for (const attribute of attributes) {
    const nested: LdapRequest = {
      ask: 'nested',
      ...{ group, attribute, value },
      groupAttributes: own.subgroupAttributes ?? ['member', 'uniqueMember'],
      classes: own.subgroupClasses ?? ['groupOfNames', 'groupOfUniqueNames'],
      depth: own.subgroupDepth ?? 10,
    };
    if (yield* holds(testing, both(own, user), nested, ldapCode.compareTrue)) return true;
  }
  return false;
}

/** Byte by byte, unless the directory is to say whether both are the same entry. */
function* isSame(testing: Testing, user: LdapUser, other: string, as: Kind['as']): Evaluation<boolean> {
  const dn = user.dn ?? '';
  if (!testing.own.compareDnOnServer) return dn === other;
  const request = { ask: 'same', dn, other } as const;
  return yield* holds(testing, as(testing.own, user), request, ldapCode.compareTrue);
}

/** `name=value` pairs, of which one must hold; a value with blanks stands in quotes. */
function* hasAttribute(testing: Testing, user: LdapUser, argument: string): Evaluation<boolean> {
  const as = comparing(testing.own, user);
  let rest = argument;
  while (rest !== '') {
    const sign = rest.indexOf('=');
    const attribute = sign === -1 ? rest : rest.slice(0, sign);
    const behind = sign === -1 ? '' : rest.slice(sign).replace(/^=+/, '');
    const word = cutWord(behind, 0);
    if (yield* compare(testing, as, user.dn ?? '', attribute, word?.value ?? '')) return true;
    rest = word ? behind.slice(word.next) : '';
  }
  return false;
}

/** The entry that the filter finds together with the user's name must be the user's. */
function* fitsFilter(testing: Testing, user: LdapUser, argument: string): Evaluation<boolean> {
  if (argument === '') return false;
  const { exchange, settings, own } = testing;
  const request: LdapRequest = { ask: 'user', filter: userFilter(own, user.name ?? '', argument) };
  const found = yield* askDirectory(exchange, settings, own, request, searching(own, user));
  if (found.code !== ldapCode.success) {
    const because = `[${found.reason}][${ldapCodeText(found.code)}]`;
    debug(testing, testing.kind.failed, `authorization failed ${because}`);
    return false;
  }
  if (found.values) user.values = found.values;
  const as = own.compareAsUser ? comparing : searching;
  return yield* isSame(testing, user, found.dn ?? '', as);
}

/** The filter must find one entry, whoever asks. */
function* isFound(testing: Testing, user: LdapUser, filter: string): Evaluation<boolean> {
  if (filter === '') return false;
  const { exchange, settings, own } = testing;
  const as = searching(own, ldapUserOf(exchange));
  const found = yield* askDirectory(exchange, settings, own, { ask: 'user', filter }, as);
  if (found.values) user.values = found.values;
  return found.code === ldapCode.success;
}
