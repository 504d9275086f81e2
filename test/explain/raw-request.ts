import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** A request as node's parser has read it. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  /** Names and values in turn. */
  readonly fields: readonly string[];
}

/** A connection that sends some bytes and no more, and takes any answer. */
class Sending extends Duplex {
  constructor(bytes: string) {
    super();
    this.push(Buffer.from(bytes, 'latin1'));
    this.push(null);
  }

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }
}

const events = ['request', 'checkContinue', 'checkExpectation', 'connect', 'upgrade'] as const;

/** The first request in bytes, read by node's own parser without any network; `undefined` where it finds none. */
export function parseRequest(bytes: string): Promise<RawRequest | undefined> {
  return new Promise((resolve) => {
    const server = createServer({
      requireHostHeader: false,
      joinDuplicateHeaders: true,
      maxHeaderSize: 1 << 20,
    });
    server.maxHeadersCount = 0;
    const sending = new Sending(bytes);
    const end = (found: RawRequest | undefined): void => {
      resolve(found);
      sending.destroy();
    };
    const take = ({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage): void =>
      end({ method, target: url, version: httpVersion, fields: rawHeaders });
    for (const event of events) server.on(event, take);
    server.on('clientError', () => end(undefined));
    sending.once('close', () => end(undefined));
    server.emit('connection', sending as unknown as Socket);
  });
}
