import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { endsWithin } from '../../src/content/request-body.js';

/** A body that has come in pieces of `sizes` bytes; `broken` off or ended. */
function body(sizes: readonly number[], broken = false): IncomingMessage {
  const stream = new PassThrough({ highWaterMark: 1024 * 1024 });
  for (const size of sizes) stream.write(Buffer.alloc(size));
  if (!broken) stream.end();
  else setImmediate(() => stream.destroy());
  return stream as unknown as IncomingMessage;
}

describe('a body without a length', () => {
  const cases: readonly (readonly [string, readonly number[], number, boolean])[] = [
    ['nothing', [], 5, true],
    ['less', [3], 5, true],
    ['as much', [3, 2], 5, true],
    ['more', [6], 5, false],
    ['more in pieces', [3, 3], 5, false],
    ['more by one', [65_536, 65_536, 1], 131_072, false],
  ];
  test.each(cases)('%s', async (_name, sizes, limit, within) => {
    expect(await endsWithin(body(sizes), limit)).toBe(within);
  });

  test('what breaks off is not waited for', async () => {
    expect(await endsWithin(body([3], true), 5)).toBe(true);
  });
});
