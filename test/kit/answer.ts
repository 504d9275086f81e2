/** One answer as it came over the wire: header lines in order, with duplicates; status 0 when there was none. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Why there is no complete answer, such as `closed` or `timeout`. */
  readonly failure?: string;
}

/** The values of a header, in order. */
export function headerValues(answer: Answer, name: string): readonly string[] {
  return answer.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

interface Head {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, string])[];
}

interface Body {
  readonly bytes: Buffer;
  readonly rest: Buffer;
}

/** Cuts answers out of the bytes of one connection (RFC 9112 §6), strictly enough to notice broken framing. */
export class AnswerReader {
  #bytes: Buffer = Buffer.alloc(0);
  #ending: string | undefined;
  #wake: (() => void) | undefined;

  get ended(): boolean {
    return this.#ending !== undefined;
  }

  push(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    this.#wake?.();
  }

  end(why: string): void {
    this.#ending ??= why;
    this.#wake?.();
  }

  /** The next complete answer, or what came of it with the reason in `failure`. */
  async next(method: string, seconds: number): Promise<Answer> {
    const limit = Date.now() + seconds * 1000;
    for (;;) {
      const answer = this.#take(method);
      if (answer !== undefined) return answer;
      if (this.#ending !== undefined) return this.#broken(this.#ending);
      if (Date.now() >= limit) return this.#broken('timeout');
      await this.#change(limit - Date.now());
    }
  }

  #change(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #broken(failure: string): Answer {
    const head = parseHead(this.#bytes);
    const body = head === undefined ? this.#bytes : head.rest;
    this.#bytes = Buffer.alloc(0);
    return { status: 0, reason: '', headers: [], ...head?.head, body, failure };
  }

  #take(method: string): Answer | undefined {
    const parsed = parseHead(this.#bytes);
    if (parsed === undefined) return undefined;
    if (parsed.head.status < 200) {
      this.#bytes = parsed.rest;
      return this.#take(method);
    }
    const body = takeBody(parsed.head, parsed.rest, method, this.ended);
    if (body === undefined) return undefined;
    this.#bytes = body.rest;
    return { ...parsed.head, body: body.bytes };
  }
}

function parseHead(bytes: Buffer): { head: Head; rest: Buffer } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(first);
  const headers = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const head = { status: Number(status?.[1] ?? 0), reason: status?.[2] ?? first, headers };
  return { head, rest: bytes.subarray(end + 4) };
}

function takeBody(head: Head, bytes: Buffer, method: string, ended: boolean): Body | undefined {
  const value = (name: string): string | undefined =>
    head.headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const tunnelled = method === 'CONNECT' && head.status === 200;
  if (tunnelled || method === 'HEAD' || head.status === 204 || head.status === 304)
    return { bytes: Buffer.alloc(0), rest: bytes };
  if (/chunked/i.test(value('transfer-encoding') ?? '')) return takeChunks(bytes);
  const length = value('content-length');
  if (length === undefined) return ended ? { bytes, rest: Buffer.alloc(0) } : undefined;
  const size = Number(length);
  return bytes.length < size ? undefined : { bytes: bytes.subarray(0, size), rest: bytes.subarray(size) };
}

function takeChunks(bytes: Buffer): Body | undefined {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (size === 0) return takeTrailers(bytes, lineEnd + 2, parts);
    if (bytes.length < end + 2) return undefined;
    parts.push(bytes.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}

function takeTrailers(bytes: Buffer, from: number, parts: readonly Buffer[]): Body | undefined {
  let at = from;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return undefined;
    if (end === at) return { bytes: Buffer.concat(parts), rest: bytes.subarray(end + 2) };
    at = end + 2;
  }
}
