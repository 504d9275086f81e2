import type { ServerResponse } from 'node:http';
import type { CredentialKeeper } from '../authn/credential-keeper.js';
import type { ConnectionFacts, RequestFacts } from '../evaluate/facts.js';

/** Requests of a connection that may have stored credentials and are not over. */
const open = new WeakMap<ConnectionFacts, Set<RequestFacts>>();

/**
 * Has the files of credentials removed that were stored for one request or its connection, when that is over: a request is over with its
 * answer, or with its connection where it has become a tunnel.
 */
export function releaseCredentials(
  credentials: CredentialKeeper,
  facts: RequestFacts,
  evaluation: Promise<unknown>,
  response: ServerResponse,
): void {
  const { socket } = response.req;
  const { connection } = facts;
  const requests = open.get(connection) ?? new Set();
  const over = (): void => {
    credentials.release(facts);
    requests.delete(facts);
  };
  const settled = (): void => {
    if (response.closed || socket.destroyed) over();
    else response.once('close', over);
    if (socket.destroyed) credentials.release(connection);
  };
  requests.add(facts);
  if (!open.has(connection)) {
    open.set(connection, requests);
    socket.once('close', () => {
      for (const each of requests) credentials.release(each);
      credentials.release(connection);
    });
  }
  evaluation.then(settled, settled);
}
