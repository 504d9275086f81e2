import { type Line, valuesOf } from '../../lint/line.js';
import type { MethodSet } from '../../ruleset/mod_authz_core.js';

/** Every method that no line names. */
export const others = '*';

/** The methods that the Limits around a line leave, from the outermost on; `undefined`: all. */
export function limitOf(around: readonly Line[]): MethodSet | undefined {
  const limits = around.filter(({ name }) => name === '<Limit' || name === '<LimitExcept');
  if (limits.length === 0) return undefined;
  return limits.map(setOf).reduce(both);
}

/** HEAD has GET's number in httpd. */
function setOf(limit: Line): MethodSet {
  const names = valuesOf(limit).map((name) => (name === 'HEAD' ? 'GET' : name));
  return { names: [...new Set(names)], except: limit.name === '<LimitExcept' };
}

function both(one: MethodSet, other: MethodSet): MethodSet {
  if (one.except && other.except)
    return { names: [...new Set([...one.names, ...other.names])], except: true };
  if (one.except) return both(other, one);
  return { names: one.names.filter((name) => other.names.includes(name) !== other.except), except: false };
}

/** Whether a line with these methods counts for one of `methodsAmong`. */
export function covers(set: MethodSet | undefined, method: string): boolean {
  return set === undefined || set.names.includes(method) !== set.except;
}

/** Methods that have to be told apart, and `others`. */
export function methodsAmong(sets: readonly (MethodSet | undefined)[]): readonly string[] {
  return [...new Set(sets.flatMap((set) => set?.names ?? [])), others];
}
