import { randomBytes } from 'node:crypto';

/**
 * Makes names of requests in the form of mod_unique_id: the time, a random root of this process, a counter and the number of the
 * connection. `second` counts since 1970.
 */
export function uniqueIds(): (second: number, connection: number) => string {
  const root = randomBytes(10);
  let counter = randomBytes(2).readUInt16BE();
  return (second, connection) => {
    const bytes = Buffer.alloc(20);
    bytes.writeUInt32BE(second >>> 0, 0);
    root.copy(bytes, 4);
    counter = (counter + 1) % 0xffff;
    bytes.writeUInt16BE(counter, 14);
    bytes.writeUInt32BE(connection >>> 0, 16);
    return bytes.toString('base64url');
  };
}
