import { Writable } from 'node:stream';
import type { ResponseStream } from '../content/handler.js';
import { writable } from '../content/writable.js';
import type { Evaluation } from '../evaluate/need.js';
import { type SsiPage, tell } from '../evaluate/ssi-page.js';
import { type SsiEvent, SsiReader, type SsiTags } from '../evaluate/ssi-reader.js';
import { answerElement, type FoundInclusion, lookUpInclusion, type SsiInclude } from '../evaluate/ssi-run.js';

/** What pages ask of the server that sends them. */
export interface PageServer {
  drive<T>(evaluation: Evaluation<T>): T | Promise<T>;
  /** Sends what a page includes in its place; gives httpd's words for why that failed before anything was sent. */
  include(what: FoundInclusion, page: SsiPage | undefined, output: PageOutput): Promise<string | undefined>;
}

/** Where a page's text goes: to the client, at its pace, counted. */
export interface PageOutput {
  write(text: string): Promise<void>;
}

/** Bytes that pages may send for one request: nothing that people write needs more, and a page may include itself. */
const largestAnswer = 4 * 1024 ** 3;

/** Text that is collected before it is written. */
const writeLength = 32 * 1024;

/** The output to a client's response; rejects when the client is gone or was sent too much. */
export function outputTo(response: ResponseStream): PageOutput {
  let sent = 0;
  return {
    async write(text) {
      sent += text.length;
      if (sent > largestAnswer) throw new Error('the pages of this request are too large together');
      if (!response.write(text, 'latin1') && !(await writable(response))) throw new ClientGone();
      if (response.destroyed) throw new ClientGone();
    },
  };
}

/** The client does not take any more. */
class ClientGone extends Error {}

/** A stream that carries out the elements of a page as it is written, and sends what comes of them on. */
export class PageStream extends Writable {
  readonly #begin: () => SsiPage;
  #begun: SsiPage | undefined;
  readonly #reader: SsiReader;
  readonly #output: PageOutput;
  readonly #server: PageServer;
  #collected = '';

  /** `begin` makes the page, when the first of it is there. */
  constructor(begin: () => SsiPage, tags: SsiTags, output: PageOutput, server: PageServer) {
    super();
    this.#begin = begin;
    this.#reader = new SsiReader(tags);
    this.#output = output;
    this.#server = server;
    this.on('error', (error) => {
      if (!(error instanceof ClientGone))
        tell(this.#page, 'error', undefined, `sending stopped: ${error.message}`);
    });
  }

  get #page(): SsiPage {
    this.#begun ??= this.#begin();
    return this.#begun;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#take(chunk.toString('latin1')).then(() => done(), done);
  }

  override _final(done: (error?: Error) => void): void {
    this.#finish().then(() => done(), done);
  }

  async #take(piece: string): Promise<void> {
    await this.#carryOut(this.#reader.feed(piece));
    // Other requests have their turn between two pieces.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async #carryOut(events: Iterable<SsiEvent>): Promise<void> {
    for (const event of events) {
      if (event.kind === 'text') this.#say(this.#page.printing ? event.text : '');
      else if (event.kind === 'element') {
        const answer = answerElement(this.#page, event.element);
        if ('text' in answer) this.#say(answer.text);
        else if ('evaluation' in answer) this.#say(await this.#server.drive(answer.evaluation));
        else await this.#include(answer.include);
      } else tell(this.#page, 'error', undefined, 'an element is too long');
      if (this.#collected.length >= writeLength) await this.#flush();
    }
    await this.#flush();
  }

  async #finish(): Promise<void> {
    await this.#carryOut(this.#reader.rest());
    const { text, open } = this.#reader.end();
    if (this.#page.printing) this.#say(text);
    if (open) {
      tell(this.#page, 'error', 'AH01372', 'SSI directive was not properly finished at the end');
      if (this.#page.printing) this.#say(this.#page.errorMessage);
    }
    if (!this.#page.printing) tell(this.#page, 'warn', 'AH01373', 'missing closing endif directive');
    await this.#flush();
  }

  #say(text: string): void {
    this.#collected += text;
  }

  async #flush(): Promise<void> {
    if (this.#collected === '') return;
    const text = this.#collected;
    this.#collected = '';
    await this.#output.write(text);
  }

  /**
   * Each attribute in turn until one fails; then only an `onerror` counts. Where that fails too, or there is none, the error message
   * is sent.
   */
  async #include(attributes: readonly SsiInclude[]): Promise<void> {
    const page = this.#page;
    let failed = false;
    for (const attribute of attributes) {
      const { name } = attribute;
      if (name !== 'virtual' && name !== 'file' && name !== 'onerror') {
        tell(page, 'error', 'AH01342', `unknown parameter "${name}" to tag include`);
        this.#say(page.errorMessage);
        break;
      }
      if (name === 'virtual' ? failed : name === 'onerror' && !failed) continue;
      const problem = await this.#includeOne(attribute);
      if (problem !== undefined) tell(page, 'error', undefined, problem);
      if (problem !== undefined && failed) break;
      failed = problem !== undefined;
    }
    if (failed) this.#say(page.errorMessage);
  }

  async #includeOne(attribute: SsiInclude): Promise<string | undefined> {
    const found = await this.#server.drive(lookUpInclusion(this.#page, attribute));
    if ('problem' in found) return found.problem;
    await this.#flush();
    const problem = await this.#server.include(found, this.#page, this.#output);
    return problem === undefined ? undefined : `unable to include "${attribute.value}", ${problem}`;
  }
}
