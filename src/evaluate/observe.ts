import type { Origin } from '../ruleset/origin.js';
import type { Exchange } from './exchange.js';
import type { Table } from './table.js';
import type { ChangedThing } from './trace.js';

type Values = ReadonlyMap<string, string>;
type Snapshot = { readonly [T in ChangedThing]: Values };

const snapshots = new WeakMap<Exchange, Snapshot>();

/**
 * Tells which variables and fields have changed since the last time, and by which line where that is known. Nothing is done where no
 * steps are wanted.
 */
export function observe(exchange: Exchange, phase: string, from?: Origin): void {
  if (!exchange.recorder.wantsSteps) return;
  const now = snapshotOf(exchange);
  const before = snapshots.get(exchange);
  snapshots.set(exchange, now);
  if (!before) return;
  for (const thing of things) tellChanges(exchange, { thing, phase, from }, before[thing], now[thing]);
}

const things: readonly ChangedThing[] = ['variable', 'request field', 'response field', 'error field'];

function snapshotOf({ env, requestFields, responseFields, errorFields }: Exchange): Snapshot {
  return {
    variable: new Map(env),
    'request field': valuesOf(requestFields),
    'response field': valuesOf(responseFields),
    'error field': valuesOf(errorFields),
  };
}

/** Several fields of one name are told together. */
function valuesOf(table: Table): Values {
  const values = new Map<string, string>();
  for (const [name, value] of table) {
    const known = values.get(name);
    values.set(name, known === undefined ? value : `${known} | ${value}`);
  }
  return values;
}

interface Circumstances {
  readonly thing: ChangedThing;
  readonly phase: string;
  readonly from: Origin | undefined;
}

function tellChanges(
  { recorder }: Exchange,
  { thing, phase, from }: Circumstances,
  before: Values,
  now: Values,
): void {
  const common = { step: 'change', thing, phase, ...(from && { from }) } as const;
  for (const [name, value] of now) {
    const old = before.get(name);
    if (old === value) continue;
    recorder.step({ ...common, name, after: value, ...(old !== undefined && { before: old }) });
  }
  for (const [name, value] of before) if (!now.has(name)) recorder.step({ ...common, name, before: value });
}
