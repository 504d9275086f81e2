import type { IncomingMessage } from 'node:http';
import { WholeResponse } from './whole-response.js';

/** A response that counts the bytes of its body, without the framing of chunks; HEAD and 304 have none. */
export class CountingResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends WholeResponse<Request> {
  #bytes = 0;

  get bodyBytes(): number {
    return this.req.method === 'HEAD' ? 0 : this.#bytes;
  }

  override endWhole(body: string): boolean {
    const sent = super.endWhole(body);
    if (sent) this.#bytes += body.length;
    return sent;
  }

  // The overloads of node:http are many; all begin with the chunk and, where it is a text, its encoding.
  override write(chunk: unknown, ...rest: unknown[]): boolean {
    this.#count(chunk, rest[0]);
    return super.write(chunk, ...rest);
  }

  override end(...words: unknown[]): this {
    this.#count(words[0], words[1]);
    return super.end(...words);
  }

  #count(chunk: unknown, encoding: unknown): void {
    if (typeof chunk === 'string')
      this.#bytes += encoding === 'latin1' ? chunk.length : Buffer.byteLength(chunk);
    else if (chunk instanceof Uint8Array) this.#bytes += chunk.length;
  }
}
