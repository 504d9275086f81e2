import { type LookupAddress, lookup } from 'node:dns';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { canonicalAddress } from '../evaluate/host-addresses.js';
import { Slots } from './slots.js';

/** Questions for addresses that may be under way: each occupies one of few threads, which files are read with, too. */
const questions = 2;
const waitingQuestions = 256;

/** Asks the system for the addresses of names, some at a time; the same name is asked for once. */
export class Addresses {
  readonly #slots = new Slots(questions, waitingQuestions);
  readonly #asked = new Map<string, Promise<readonly LookupAddress[]>>();
  readonly #ask: typeof lookup;

  constructor(ask: typeof lookup = lookup) {
    this.#ask = ask;
  }

  /** The addresses of a host, at least one; rejects with the system's code, or with EAI_AGAIN when none came in time. */
  of(host: string, milliseconds: number): Promise<readonly LookupAddress[]> {
    const family = isIP(host);
    if (family !== 0) return Promise.resolve([{ address: host, family }]);
    const answer = this.#asked.get(host) ?? this.#question(host, milliseconds);
    return inTime(answer, host, milliseconds);
  }

  #question(host: string, milliseconds: number): Promise<readonly LookupAddress[]> {
    const answer = this.#whenFree(host, milliseconds).finally(() => this.#asked.delete(host));
    // Who asked may have given up meanwhile.
    answer.catch(() => {});
    this.#asked.set(host, answer);
    return answer;
  }

  async #whenFree(host: string, milliseconds: number): Promise<readonly LookupAddress[]> {
    const slot = await this.#slots.take(AbortSignal.timeout(milliseconds));
    if (slot !== 'taken') throw unanswered(host);
    try {
      return await new Promise((resolve, reject) =>
        this.#ask(host, { all: true }, (error, found) => (error ? reject(error) : resolve(found))),
      );
    } finally {
      this.#slots.release();
    }
  }
}

function inTime<T>(answer: Promise<T>, host: string, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(unanswered(host)), milliseconds).unref();
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const unanswered = (host: string): Error =>
  Object.assign(new Error(`no address of ${host} came in time`), { code: 'EAI_AGAIN' });

/** How long a name may be asked for, in milliseconds. */
const patience = 30_000;

let lastId = 0;

/** The servers that a forward proxy connects to: found by name when they are asked for, apart from those that ProxyBlock names. */
export class OtherServers {
  /** Tells connections made under these rules from others. */
  readonly id = ++lastId;
  readonly #addresses: Addresses;
  readonly #words: readonly string[];
  #blocked: Promise<ReadonlySet<string>> | undefined;

  constructor(addresses: Addresses, blocked: readonly string[]) {
    this.#addresses = addresses;
    this.#words = blocked;
  }

  /** The addresses of a host; rejects with the code PROXY_BLOCKED where one of them is blocked. */
  async of(host: string): Promise<readonly LookupAddress[]> {
    const found = await this.#addresses.of(host, patience);
    if (this.#words.length === 0) return found;
    this.#blocked ??= this.#findBlocked();
    const blocked = await this.#blocked;
    if (!found.some(({ address }) => blocked.has(plain(address)))) return found;
    throw Object.assign(new Error(`the address of ${host} is blocked`), { code: 'PROXY_BLOCKED' });
  }

  /** For net.connect, which asks for names only. */
  readonly lookup: LookupFunction = (host, options, callback) => {
    this.of(host).then(
      (found) => answerLookup(found, options.all === true, callback),
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };

  /** Opens a connection that stays open in one direction when the other has ended. */
  async connect(host: string, port: number, milliseconds: number, leave: AbortSignal): Promise<Socket> {
    const found = await Promise.race([this.of(host), whenLeft(leave)]);
    return new Promise((resolve, reject) => {
      if (leave.aborted) return reject(leave.reason);
      const known: LookupFunction = (_, options, callback) =>
        answerLookup(found, options.all === true, callback);
      const name = isIP(host) === 0 ? host : found[0]!.address;
      const socket = connect({ host: name, port, lookup: known, allowHalfOpen: true, noDelay: true });
      const fail = (error: Error): void => {
        socket.destroy();
        reject(error);
      };
      const late = () => fail(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }));
      const timer = setTimeout(late, milliseconds);
      const gone = (): void => fail(new Error('the client has gone'));
      leave.addEventListener('abort', gone, { once: true });
      const settle = (): void => {
        clearTimeout(timer);
        leave.removeEventListener('abort', gone);
        socket.off('error', fail);
      };
      socket.once('error', fail).once('connect', () => {
        settle();
        resolve(socket);
      });
      socket.once('close', settle);
    });
  }

  /** httpd, too, asks for the addresses of blocked names once; those without any are blocked by name alone. */
  async #findBlocked(): Promise<ReadonlySet<string>> {
    const found = await Promise.all(
      this.#words.map((word) => this.#addresses.of(word, patience).catch(() => [])),
    );
    return new Set(found.flat().map(({ address }) => plain(address)));
  }
}

function whenLeft(leave: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (leave.aborted) reject(leave.reason);
    leave.addEventListener('abort', () => reject(leave.reason), { once: true });
  });
}

type LookupCallback = Parameters<LookupFunction>[2];

function answerLookup(found: readonly LookupAddress[], all: boolean, callback: LookupCallback): void {
  if (all) callback(null, [...found]);
  else callback(null, found[0]!.address, found[0]!.family);
}

const plain = (address: string): string => canonicalAddress(address) ?? address;
