import { addressRange, isInRange } from '../ruleset/address.js';
import type { AccessCompatSettings, AccessEntry } from '../ruleset/mod_access_compat.js';
import type { MethodSet } from '../ruleset/mod_authz_core.js';
import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { coversMethod } from './method-set.js';
import { isInDomain } from './mod_authz_host.js';
import { namedValue } from './named-values.js';
import type { Evaluation } from './need.js';
import { lookUpRemoteHost, remoteAddress } from './remote-host.js';

/** Access by address, host and variable (mod_access_compat), for the request's method. */
export function* checkAccess(exchange: Exchange): Evaluation<Status> {
  const settings = exchange.settings.mod_access_compat;
  if (!settings) return ok;
  const allowed = yield* isAllowed(settings, exchange);
  if (exchange.recorder.wantsSteps) {
    exchange.recorder.step({
      step: 'access',
      verdict: allowed ? 'allowed' : 'denied',
      because: reason(settings, exchange),
    });
  }
  if (!allowed) {
    const { filename, uri, recorder } = exchange;
    recorder.log('error', 'AH01797', `client denied by server configuration: ${filename ?? `uri ${uri}`}`);
  }
  return allowed ? ok : 403;
}

/** What Satisfy says for the request's method; All where it is not given. */
export function satisfyOf({ settings, method }: Exchange): 'All' | 'Any' {
  return lastFor(settings.mod_access_compat?.satisfy, method) ?? 'All';
}

/** Both lists are always asked where httpd asks both: a host name in either is looked up. */
function* isAllowed(settings: AccessCompatSettings, exchange: Exchange): Evaluation<boolean> {
  switch (lastFor(settings.order, exchange.method) ?? 'deny,allow') {
    case 'allow,deny': {
      const allow = yield* anyMatches(settings.allow, exchange);
      const deny = yield* anyMatches(settings.deny, exchange);
      return allow && !deny;
    }
    case 'deny,allow': {
      const deny = yield* anyMatches(settings.deny, exchange);
      const allow = yield* anyMatches(settings.allow, exchange);
      return allow || !deny;
    }
    case 'mutual-failure':
      return (yield* anyMatches(settings.allow, exchange)) && !(yield* anyMatches(settings.deny, exchange));
  }
}

/** The last directive whose limit covers the method decides. */
function lastFor<T>(
  list: readonly { readonly value: T; readonly methods?: MethodSet }[] | undefined,
  method: string,
): T | undefined {
  for (let at = (list?.length ?? 0) - 1; at >= 0; at--) {
    const { value, methods } = list![at]!;
    if (coversMethod(methods, method)) return value;
  }
  return undefined;
}

function* anyMatches(entries: readonly AccessEntry[] | undefined, exchange: Exchange): Evaluation<boolean> {
  for (const { operand, methods } of entries ?? []) {
    if (!coversMethod(methods, exchange.method)) continue;
    if (operand.kind === 'host') {
      const host = yield* lookUpRemoteHost(exchange);
      if (host !== '' && isInDomain(operand.name, host)) return true;
    } else if (matches(operand, exchange)) return true;
  }
  return false;
}

function matches(operand: Exclude<AccessEntry['operand'], { kind: 'host' }>, exchange: Exchange): boolean {
  switch (operand.kind) {
    case 'all':
      return true;
    case 'env':
      return (namedValue(exchange.env, operand.name) !== undefined) !== operand.negated;
    case 'ip': {
      const address = remoteAddress(exchange.connection);
      const range = addressRange(operand.range);
      return address !== undefined && range !== undefined && isInRange(range, address);
    }
  }
}

function reason(settings: AccessCompatSettings, { method, connection }: Exchange): string {
  return `Order ${lastFor(settings.order, method) ?? 'deny,allow'} for ${connection.remoteAddress}`;
}
