import { Transform, type TransformCallback } from 'node:stream';

/** More than any text that an editor sends whole; and more than any head of a message. */
const mostBytes = 512 * 1024 * 1024;
const longestHead = 4096;

/**
 * Passes messages of the protocol on as long as each says how long it is: behind a length that cannot be, nothing can be read any more, so
 * what was wrong is told once, and nothing goes through any more.
 */
export class Framing extends Transform {
  #head = '';
  #left = 0;
  #isBroken = false;
  readonly #tell: (problem: string) => void;

  constructor(tell: (problem: string) => void) {
    super();
    this.#tell = tell;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let at = 0;
    while (at < chunk.length && !this.#isBroken) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at);
        this.#left -= taken;
        at += taken;
      } else {
        const before = this.#head.length;
        this.#head += chunk.toString('latin1', at, at + longestHead + 4 - before);
        const end = this.#head.indexOf('\r\n\r\n');
        const read = end === -1 ? undefined : lengthIn(this.#head.slice(0, end));
        if (read === undefined && this.#head.length <= longestHead) break;
        if (typeof read === 'number') {
          at += end + 4 - before;
          this.#head = '';
          this.#left = read;
        } else {
          this.#isBroken = true;
          this.#tell(read ?? 'the head of a message does not end');
        }
      }
    }
    done(undefined, this.#isBroken ? chunk.subarray(0, at) : chunk);
  }
}

/** The length that a message's head tells, or what is wrong with it. */
function lengthIn(head: string): number | string {
  const values = head.split('\r\n').flatMap((line) => {
    const [, name = '', value = ''] = /^([^:]*):(.*)$/s.exec(line) ?? [];
    return name.trim().toLowerCase() === 'content-length' ? [value.trim()] : [];
  });
  const [value, ...others] = values;
  if (value === undefined || others.length > 0) return 'a message has to have one Content-Length';
  const length = Number(value);
  const fits = /^\d+$/.test(value) && length >= 2 && length <= mostBytes;
  return fits ? length : `Content-Length: ${value.slice(0, 40)} is not from 2 to ${mostBytes}`;
}
