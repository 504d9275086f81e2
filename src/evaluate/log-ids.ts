import type { Exchange } from './exchange.js';
import type { ConnectionFacts, RequestFacts } from './facts.js';
import { namedValue } from './named-values.js';

const requests = new WeakMap<RequestFacts, string>();
const connections = new WeakMap<ConnectionFacts, string>();

/** The request's name in the log: there is none before a line about it was written. */
export function requestLogId(exchange: Exchange): string | undefined {
  const { facts, recorder, program, env } = exchange;
  if ((recorder.written ?? 0) <= (facts.writtenBefore ?? 0)) return undefined;
  return idOf(requests, facts, () =>
    program.loads.mod_unique_id
      ? (namedValue(env, 'UNIQUE_ID') ?? newUniqueId(exchange))
      : program.surroundings.machine.newLogId(),
  );
}

/** A name that no other request has, whichever process serves it (mod_unique_id). */
export function newUniqueId({ facts, connection, program }: Exchange): string {
  return program.surroundings.machine.newUniqueId(Math.floor(facts.time / 1000), connection.id);
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
