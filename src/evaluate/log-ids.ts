import type { Exchange } from './exchange.js';
import type { ConnectionFacts, RequestFacts } from './facts.js';

const requests = new WeakMap<RequestFacts, string>();
const connections = new WeakMap<ConnectionFacts, string>();

/** The request's name in the log: there is none before a line about it was written. */
export function requestLogId({ facts, recorder, program }: Exchange): string | undefined {
  if ((recorder.written ?? 0) <= (facts.writtenBefore ?? 0)) return undefined;
  return idOf(requests, facts, program.surroundings.machine.newLogId);
}

/** The connection's name in the log, likewise. */
export function connectionLogId({ connection, recorder, program }: Exchange): string | undefined {
  if ((recorder.written ?? 0) === 0) return undefined;
  return idOf(connections, connection, program.surroundings.machine.newLogId);
}

function idOf<T extends object>(known: WeakMap<T, string>, of: T, make: () => string): string {
  const found = known.get(of) ?? make();
  known.set(of, found);
  return found;
}
