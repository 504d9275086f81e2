import {
  accessOf,
  type Circumstance,
  circumstancesOf,
  hasCompany,
  mostCircumstances,
  type Outside,
} from './circumstance.js';
import { anyOf, denied, sameExpression } from './expression.js';
import { isBefore, overlapOf } from './overlap.js';
import {
  hasSatisfyAny,
  isOpen,
  isSatisfyAny,
  isWithoutEffect,
  type Policy,
  policyOf,
  samePolicy,
  settled,
} from './policy.js';
import type { Room } from './room.js';
import { limitsOf, mergedState, mergingOf, ownState, type RuleState, startsAnew } from './rule-state.js';
import type { UrlMap } from './url-map.js';

/** What a section has to say in 2.4's words. */
export interface Plan {
  /** `inherit`: nothing, what is in force before it goes on; `And` and `Or`: joined to that by AuthMerging. */
  readonly how: 'alone' | 'And' | 'Or' | 'inherit';
  readonly policy: Policy;
  /** Sections whose lines had to be said again here. */
  readonly from: readonly Room[];
  /** It cannot be told which sections come before, and what is said is not the same for all that may. */
  readonly isUnclear: boolean;
  /** Satisfy Any, an address, and no Require. */
  readonly isAnyAlone: boolean;
  /** A login is asked for and no Require stands anywhere. */
  readonly isLoginAlone: boolean;
  /** Satisfy Any of a section before, which a list of its own ends in 2.4 and did not end in 2.2. */
  readonly isSatisfyForgotten: boolean;
}

/** What the user has chosen. */
export interface Answers {
  readonly anyAlone: 'address' | 'granted';
  readonly loginAlone: 'denied' | 'granted';
  readonly unclear: 'refuse' | 'own-lines' | 'any-section';
}

/** What becomes of a section; `undefined`: it stays as it is. */
export function planFor(
  room: Room,
  rooms: readonly Room[],
  map: UrlMap,
  answers: Answers,
  outside: Outside,
): Plan | undefined {
  const known = circumstancesOf(room, rooms, map, outside);
  const isAccompanied = hasCompany(room, rooms, map);
  if (known.length > mostCircumstances) return overwhelmed(room, rooms, map);
  if (staysAsItIs(room, known, isAccompanied)) return undefined;
  const targets = known.map((each) => targetOf(room, each, answers));
  const isLoginAlone = known.some((each) => isAlone(room, each));
  const from = sourcesOf(room, known);
  const isAnyAlone = known.some((each) => {
    const other = targetOf(room, each, { ...answers, anyAlone: 'granted' });
    return !samePolicy(other, targetOf(room, each, { ...answers, anyAlone: 'address' }));
  });
  const isSatisfyForgotten = forgetsSatisfy(room, known);
  const base = { from, isUnclear: false, isLoginAlone, isAnyAlone, isSatisfyForgotten };
  const [first] = targets;
  const isMuddled = isAccompanied && mergingOf(room) !== 'Off';
  const isSame = !isMuddled && targets.every((each) => samePolicy(each, first!));
  const isPlain = isSame && first!.every(({ who }) => who.kind === 'granted' || who.kind === 'denied');
  const joined =
    isPlain || isMuddled
      ? undefined
      : (exactOr(room, known, targets, isSame || isAccompanied, answers) ??
        joinedPlan(room, known, isSame, isLoginAlone, isAccompanied));
  if (joined && !joined.isUnclear) return { ...base, ...joined };
  if (isSame) return { ...base, how: 'alone', policy: first! };
  if (answers.unclear !== 'refuse') {
    const how = answers.unclear === 'any-section' ? 'Or' : 'alone';
    return { ...base, how, policy: ownPolicy(room), isUnclear: true };
  }
  return {
    ...base,
    how: 'alone',
    policy: [{ methods: undefined, who: denied }],
    isUnclear: true,
    ...joined,
  };
}

/** Where too much may come before: nobody gets in, unless it cannot matter. */
function overwhelmed(room: Room, rooms: readonly Room[], map: UrlMap): Plan | undefined {
  const matters = rooms.some(
    (each) =>
      each !== room &&
      each.access.length > 0 &&
      isBefore(each, room) &&
      overlapOf(each, room, map) !== 'never' &&
      (mergingOf(room) !== 'Off' || !isWithoutEffect(accessOf(each))),
  );
  const isQuiet = room.access.length === 0 && !matters && !room.asks;
  if (isQuiet) return undefined;
  const nobodyAtAll: Policy = [{ methods: undefined, who: denied }];
  return {
    how: 'alone',
    policy: nobodyAtAll,
    from: [],
    isUnclear: true,
    isAnyAlone: false,
    isLoginAlone: false,
    isSatisfyForgotten: false,
  };
}

const forgetsSatisfy = ({ access }: Room, known: readonly Circumstance[]): boolean =>
  access.length > 0 &&
  !access.some(({ says }) => says.says === 'satisfy') &&
  known.some(({ accessFrom }) => hasSatisfyAny(accessOf(accessFrom)));

/** What the section's own lines say by themselves. */
const ownPolicy = (room: Room): Policy =>
  policyOf({ access: accessOf(room), rules: ownState(room), loginAlone: undefined, anyAlone: 'address' });

function targetOf(room: Room, circumstance: Circumstance, answers: Answers): Policy {
  const { accessFrom, rules } = circumstance;
  const own = ownState(room);
  return policyOf({
    access: accessOf(room.access.length > 0 ? room : accessFrom),
    rules: mergedState(rules, room),
    loginAlone: isAlone(room, circumstance) ? answers.loginAlone : undefined,
    anyAlone: answers.anyAlone,
    isRestated: own === undefined,
  });
}

/** Whether a login is asked for and no Require says whose. */
const isAlone = (room: Room, { rules, asks }: Circumstance): boolean =>
  (room.asks ?? asks) && mergedState(rules, room) === undefined;

/** Only Require lines, and nothing before them that would be lost, or let in by an OR. */
function staysAsItIs(room: Room, known: readonly Circumstance[], isAccompanied: boolean): boolean {
  if (room.access.length > 0) return false;
  // A login that nobody was let in by would be let in by what the address lists before become.
  if (!ownState(room) && !startsAnew(room))
    return (
      !room.asks || known.every(({ accessFrom, rules }) => rules !== undefined || accessFrom === undefined)
    );
  const merging = mergingOf(room);
  if (merging !== 'Off' && isAccompanied) return known.every(({ heardAccess }) => !heardAccess);
  return known.every(({ accessFrom, rules }) => {
    if (merging === 'Or' && accessFrom && !rules) return false;
    if (isWithoutEffect(accessOf(accessFrom))) return true;
    return merging === 'And' && !hasSatisfyAny(accessOf(accessFrom));
  });
}

/** The fewest lines: what is in force before goes on, joined by AuthMerging; exact, or at least never more open. */
function joinedPlan(
  room: Room,
  known: readonly Circumstance[],
  isSame: boolean,
  isLoginAlone: boolean,
  isAccompanied: boolean,
): Pick<Plan, 'how' | 'policy' | 'isUnclear'> | undefined {
  const own = ownState(room);
  const access = accessOf(room);
  const policy = ownPolicy(room);
  const isQuiet = known.every(({ accessFrom }) => isWithoutEffect(accessOf(accessFrom)));
  const hasRules = known.some(({ rules }) => rules !== undefined);
  if (isLoginAlone || mergingOf(room) === 'Or' || startsAnew(room)) return undefined;
  if (room.access.length === 0)
    return mergingOf(room) === 'Off' && !isSame ? joinedRules(known, policy, isAccompanied) : undefined;
  if (!hasRules && isSame) return undefined;
  if (own && mergingOf(room) === 'Off') return undefined;
  if (!own && isQuiet && isOpen(policy) && !hasSatisfyAny(access))
    return { how: 'inherit', policy, isUnclear: false };
  if (hasSatisfyAny(access)) return own || isAccompanied ? undefined : joinedByOr(room, known, isQuiet);
  if (!isQuiet && isSame) return undefined;
  const isClosed = known.every(({ accessFrom, rules }) => !rules || !hasSatisfyAny(accessOf(accessFrom)));
  return isClosed ? { how: 'And', policy, isUnclear: !isQuiet || isAccompanied } : undefined;
}

/**
 * Require lines only, behind sections that surely say nothing, let nobody in, or let everybody in whom they let in by Satisfy Any: joined
 * by OR, each request is decided as it was.
 */
function exactOr(
  room: Room,
  known: readonly Circumstance[],
  targets: readonly Policy[],
  isOtherwise: boolean,
  answers: Answers,
): Pick<Plan, 'how' | 'policy' | 'isUnclear'> | undefined {
  const own = ownState(room);
  if (isOtherwise || !own || room.access.length > 0 || room.merging || limitsOf(own).some(Boolean))
    return undefined;
  const policy = ownPolicy(room);
  const isExact = known.every(({ accessFrom, rules, asks }, index) => {
    if (!accessFrom && !rules) return true;
    const loginAlone = asks && !rules ? answers.loginAlone : undefined;
    const before = policyOf({ access: accessOf(accessFrom), rules, loginAlone, anyAlone: answers.anyAlone });
    const [target] = targets[index]!;
    if (before.length > 1 || targets[index]!.length > 1) return false;
    return sameExpression(settled(anyOf([before[0]!.who, policy[0]!.who])), settled(target!.who));
  });
  return isExact ? { how: 'Or', policy, isUnclear: false } : undefined;
}

/** Require lines only: the address is asked by what is in force before. */
function joinedRules(
  known: readonly Circumstance[],
  policy: Policy,
  isAccompanied: boolean,
): Pick<Plan, 'how' | 'policy' | 'isUnclear'> {
  const isExact = known.every(
    ({ accessFrom, rules }) => rules === undefined && !hasSatisfyAny(accessOf(accessFrom)),
  );
  return { how: 'And', policy, isUnclear: !isExact || isAccompanied };
}

function joinedByOr(
  room: Room,
  known: readonly Circumstance[],
  isQuiet: boolean,
): Pick<Plan, 'how' | 'policy' | 'isUnclear'> | undefined {
  // Joined by OR, what is in force before must be Require lines and nothing else.
  const isOnlyRules = known.every(({ accessFrom, rules }) => rules !== undefined || accessFrom === undefined);
  const access = accessOf(room);
  const isAlways = policyOf({ access, rules: nobody, loginAlone: undefined, anyAlone: 'address' });
  // What is limited to other methods says nothing in an OR.
  if (!isQuiet || !isOnlyRules || !isSatisfyAny(access) || isAlways.length > 1) return undefined;
  return { how: 'Or', policy: isAlways, isUnclear: known.some(({ rules }) => rules === undefined) };
}

/** Require lines that let nobody in, so that only the address counts. */
const nobody: RuleState = { kind: 'lines', lines: [{ rule: denied, methods: undefined }] };

/** The sections that what is in force comes from, other than the section itself. */
function sourcesOf(room: Room, known: readonly Circumstance[]): readonly Room[] {
  const rules =
    ownState(room) && mergingOf(room) === 'Off' ? [] : known.flatMap(({ rulesFrom }) => rulesFrom);
  const access = room.access.length > 0 ? [] : known.flatMap(({ accessFrom }) => accessFrom ?? []);
  return [...new Set([...rules, ...access])];
}
