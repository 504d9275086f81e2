import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { LeavableRequest } from './leavable-request.js';

/**
 * The class of a server's requests. node:http takes a connection out of HTTP for every request that asks for another protocol: its body
 * would be lost, and an answer still under way would be mixed with what comes after. So only what can become a WebSocket asks; any other
 * is a request like those that do not ask. With `makesTunnels` CONNECT can, too. `isFree` says whether no answer is under way on a connection.
 */
export function upgradableRequests(
  isFree: (socket: Socket) => boolean,
  makesTunnels: boolean,
): typeof IncomingMessage {
  return class extends LeavableRequest {
    #leaves: boolean | undefined;

    /** node:http asks once the fields are known, and again later; what its parser found is not enough, so nothing is kept of it. */
    get upgrade(): boolean {
      this.#leaves ??= mayLeave(this, makesTunnels) && isFree(this.socket);
      return this.#leaves;
    }

    set upgrade(_found: boolean) {}
  };
}

const mayLeave = (request: IncomingMessage, makesTunnels: boolean): boolean =>
  request.method === 'CONNECT' ? makesTunnels : asksForWebSocket(request);

function asksForWebSocket({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.trim().toLowerCase() === 'websocket' &&
    /(?:^|,)\s*upgrade\s*(?:,|$)/i.test(headers.connection ?? '') &&
    headers['transfer-encoding'] === undefined &&
    Number(headers['content-length'] ?? 0) === 0
  );
}
