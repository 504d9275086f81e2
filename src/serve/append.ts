import { close, write } from 'node:fs';
import { Writable } from 'node:stream';

/**
 * Appends to an open file and closes it in the end. What cannot be written is lost, and said once on standard error; what comes later is
 * tried again: a disk does not stay full. The streams of node:fs end for good with their first error.
 */
export function appendTo(fd: number): Writable {
  let failing = false;
  const put = (bytes: Buffer, done: () => void): void => {
    write(fd, bytes, (error, count) => {
      if (!error && count < bytes.length) {
        put(bytes.subarray(count), done);
        return;
      }
      if (error && !failing) process.stderr.write(`kerbgate: cannot write the error log: ${error.message}\n`);
      failing = Boolean(error);
      done();
    });
  };
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => put(chunk, done),
    writev: (chunks, done) => put(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), done),
    final: (done) => close(fd, () => done()),
  });
}
