import type { MethodLimit } from '../bind/bound.js';
import type { MethodSet } from '../ruleset/mod_authz_core.js';

/** The methods that all of the nested `<Limit>`s and `<LimitExcept>`s leave; `undefined` without any. */
export function methodsOf(limits: readonly MethodLimit[]): MethodSet | undefined {
  if (limits.length === 0) return undefined;
  const [only] = limits;
  return limits.length === 1 ? setOf(only!) : limits.map(setOf).reduce(both);
}

/** HEAD has GET's number in httpd. */
function setOf(limit: MethodLimit): MethodSet {
  return {
    names: [...new Set(limit.methods.map((name) => (name === 'HEAD' ? 'GET' : name)))],
    except: limit.except,
  };
}

function both(one: MethodSet, other: MethodSet): MethodSet {
  if (one.except && other.except)
    return { names: [...new Set([...one.names, ...other.names])], except: true };
  if (one.except) return both(other, one);
  return { names: one.names.filter((name) => other.names.includes(name) !== other.except), except: false };
}
