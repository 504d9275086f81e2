import { type IncomingMessage, ServerResponse } from 'node:http';

/** A response that counts the bytes of its body, without the framing of chunks; HEAD and 304 have none. */
export class CountingResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  #bytes = 0;

  get bodyBytes(): number {
    return this.req.method === 'HEAD' ? 0 : this.#bytes;
  }

  // The overloads of node:http are many; all begin with the chunk and, where it is a text, its encoding.
  override write(chunk: unknown, ...rest: unknown[]): boolean {
    this.#count(chunk, rest[0]);
    return Reflect.apply(super.write, this, [chunk, ...rest]);
  }

  override end(...words: unknown[]): this {
    this.#count(words[0], words[1]);
    return Reflect.apply(super.end, this, words);
  }

  #count(chunk: unknown, encoding: unknown): void {
    if (typeof chunk === 'string')
      this.#bytes += encoding === 'latin1' ? chunk.length : Buffer.byteLength(chunk);
    else if (chunk instanceof Uint8Array) this.#bytes += chunk.length;
  }
}
