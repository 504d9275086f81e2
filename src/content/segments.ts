import { type OpenFile, readAt } from './file-store.js';
import type { HandlerExchange, HandlerResult } from './handler.js';
import type { Segment } from './multipart.js';
import { writable } from './writable.js';

const readLength = 64 * 1024;

/** Sends one run of bytes; false when the file ended early or the client went away. */
async function sendRun(
  exchange: HandlerExchange,
  file: OpenFile,
  { start, length }: Segment,
): Promise<boolean> {
  const { response } = exchange;
  let sent = 0;
  while (sent < length) {
    // node:http keeps the buffer until it is written, so each read needs its own.
    const buffer = Buffer.allocUnsafeSlow(Math.min(readLength, length - sent));
    const count = await readAt(file.descriptor, buffer, buffer.length, start + sent);
    if (count === 0) {
      exchange.log('error', `File was cut off while it was sent, ${length - sent} bytes are missing`);
      return false;
    }
    sent += count;
    if (!response.write(buffer.subarray(0, count)) && !(await writable(response))) return false;
    if (response.destroyed) return false;
  }
  return true;
}

/**
 * Sends segments of an open file after the head is out, at the client's pace, never more than one read ahead. When
 * the bytes promised in the head cannot be delivered the connection is destroyed. Leaves the file open.
 */
export async function sendSegments(
  exchange: HandlerExchange,
  file: OpenFile,
  segments: readonly Segment[],
): Promise<HandlerResult> {
  const { response } = exchange;
  try {
    for (const segment of segments) {
      if (segment.before) response.write(segment.before);
      if (!(await sendRun(exchange, file, segment))) {
        response.destroy();
        return { kind: 'aborted' };
      }
    }
  } catch (error) {
    exchange.log('error', `Reading the file failed while it was sent: ${String(error)}`);
    response.destroy();
    return { kind: 'aborted' };
  }
  response.end();
  return { kind: 'sent' };
}
