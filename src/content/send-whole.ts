import type { ServerResponse } from 'node:http';
import type { ResponseStream } from './handler.js';

/** What a response has that sends short answers in a shorter way. */
interface WholeAnswers {
  /** Ends the answer with its body; false when it has to be written the usual way. */
  endWhole(body: string): boolean;
}

/** Bytes up to which a body is sent in one piece with its head. */
export const shortBody = 16 * 1024;

/**
 * Ends an answer with the whole of its body, a short byte string, so that it goes to the system in one piece with the head. `end` alone
 * would send an empty piece behind it, and pieces that are sent together cost more than the one.
 */
export function sendWhole(
  response: ResponseStream & Partial<Pick<ServerResponse, 'socket'> & WholeAnswers>,
  body: string,
): void {
  if (response.endWhole?.(body)) return;
  response.write(body, 'latin1');
  response.socket?.uncork();
  response.end();
}
