import type { ResponseStream } from './handler.js';

/**
 * Waits until the response takes more bytes; false when the client is gone. A client that merely stops reading is
 * waited for: the server's socket timeout ends that.
 */
export function writable(response: ResponseStream): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
  if (!response.writableNeedDrain) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle);
      response.off('close', settle);
      resolve(!response.destroyed);
    };
    response.on('drain', settle);
    response.on('close', settle);
  });
}
