import { IncomingMessage } from 'node:http';

/**
 * A request whose stream need not be run to its end. A request without a body ends for node:http like one with a body, by events in
 * several turns of the loop that nobody waits for.
 */
export class LeavableRequest extends IncomingMessage {
  #left = false;

  /** Says that nobody will read the body; what has one, or was read, takes its course all the same. */
  leave(): void {
    const { headers } = this;
    this.#left =
      this.readableFlowing === null &&
      headers['content-length'] === undefined &&
      headers['transfer-encoding'] === undefined;
  }

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    return this.#left && chunk === null ? false : super.push(chunk, encoding);
  }

  override resume(): this {
    return this.#left ? this : super.resume();
  }

  static {
    // In node:stream this is an accessor, though declared as a property.
    Object.defineProperty(LeavableRequest.prototype, 'readableEnded', {
      configurable: true,
      enumerable: true,
      get(this: LeavableRequest): boolean {
        return this.#left || Reflect.get(IncomingMessage.prototype, 'readableEnded', this);
      },
    });
  }
}
