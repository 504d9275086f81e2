import type { MethodSet } from '../../ruleset/mod_authz_core.js';
import { type AccessList, accessFor } from './access-list.js';
import { allOf, anyOf, denied, type Expression, granted, sameExpression } from './expression.js';
import { methodsAmong, others } from './method-classes.js';
import { limitsOf, type RuleState, ruleFor } from './rule-state.js';

/** Who may, for sets of methods that share no method and leave none out. */
export type Policy = readonly { readonly methods: MethodSet | undefined; readonly who: Expression }[];

/** What an access list and Require lines come to together. */
export interface Together {
  readonly access: AccessList;
  readonly rules: RuleState | undefined;
  /** What is in force where a login is asked for and no line says who may: httpd answers 500. */
  readonly loginAlone: 'denied' | 'granted' | undefined;
  /** Satisfy Any without Require lets everybody in with 2.4's mod_access_compat; in 2.2 the address decided. */
  readonly anyAlone: 'address' | 'granted';
  /** The Require lines stand elsewhere, so that those that do not matter need not be said. */
  readonly isRestated?: boolean;
}

/** Who may by both, method by method. */
export function policyOf({ access, rules, loginAlone, anyAlone, isRestated = false }: Together): Policy {
  const methods = methodsAmong([...access.map((line) => line.methods), ...limitsOf(rules)]);
  const all = methods.map((method): readonly [string, Expression] => {
    const { who, satisfyAny } = accessFor(access, method);
    const rule = ruleFor(rules, method);
    const isAlone = rules === undefined && loginAlone === 'denied';
    if (satisfyAny)
      return [method, rule ? anyOf([who, rule]) : isAlone || anyAlone === 'address' ? who : granted];
    return [method, rule ? allOf([who, rule]) : isAlone ? denied : who];
  });
  return grouped(isRestated ? all.map(([method, who]) => [method, settled(who)]) : all);
}

/** Parts that no longer matter left out, written by the user or not. */
export function settled(who: Expression): Expression {
  if (!('parts' in who)) return who;
  const settling = who.kind === 'all' ? 'denied' : 'granted';
  return who.parts.some(({ kind }) => kind === settling) ? { kind: settling } : who;
}

function grouped(all: readonly (readonly [string, Expression])[]): Policy {
  const usual = all.find(([method]) => method === others)![1];
  const groups: { names: string[]; who: Expression }[] = [];
  for (const [method, who] of all) {
    if (sameExpression(who, usual)) continue;
    const group = groups.find((each) => sameExpression(each.who, who));
    if (group) group.names.push(method);
    else groups.push({ names: [method], who });
  }
  if (groups.length === 0) return [{ methods: undefined, who: usual }];
  const named = groups.flatMap(({ names }) => names);
  return [
    ...groups.map(({ names, who }) => ({ methods: { names, except: false }, who })),
    { methods: { names: named, except: true }, who: usual },
  ];
}

export const samePolicy = (one: Policy, other: Policy): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Whether a policy lets everybody do everything. */
export const isOpen = (policy: Policy): boolean => policy.every(({ who }) => who.kind === 'granted');

/** Whether an access list lets everybody in and leaves Require lines alone, for all methods. */
export function isWithoutEffect(access: AccessList): boolean {
  const methods = methodsAmong(access.map((line) => line.methods));
  return methods.every((method) => {
    const { who, satisfyAny } = accessFor(access, method);
    return who.kind === 'granted' && !satisfyAny;
  });
}

/** Whether a login can stand for the address, for all methods. */
export function isSatisfyAny(access: AccessList): boolean {
  const methods = methodsAmong(access.map((line) => line.methods));
  return methods.every((method) => accessFor(access, method).satisfyAny);
}

/** Whether a login can stand for the address, for some method. */
export function hasSatisfyAny(access: AccessList): boolean {
  const methods = methodsAmong(access.map((line) => line.methods));
  return methods.some((method) => accessFor(access, method).satisfyAny);
}
