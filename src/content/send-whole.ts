import type { ServerResponse } from 'node:http';
import type { ResponseStream } from './handler.js';

/**
 * Ends an answer with the whole of its body, a short byte string, so that it goes to the system in one piece with the head. `end` alone
 * would send an empty piece behind it, and pieces that are sent together cost more than the one.
 */
export function sendWhole(
  response: ResponseStream & Partial<Pick<ServerResponse, 'socket'>>,
  body: string,
): void {
  response.write(body, 'latin1');
  response.socket?.uncork();
  response.end();
}
