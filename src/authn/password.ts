import type { GssFailure, PasswordOutcome, PasswordSettings } from '../gssapi/acceptor.js';
import { encodeRequest } from '../gssapi/helper-protocol.js';
import { wipe } from '../gssapi/memory.js';
import { FairQueue } from './fair-queue.js';
import { HelperCrew } from './helper-crew.js';
import { taskHelpers } from './helper-pool.js';
import type { Helper, StartHelper } from './helper-process.js';
import { type CircuitLimits, KdcCircuits, realmOfPrincipal } from './kdc-circuits.js';
import { RefusalTimes } from './refusal-times.js';

/** Bounds of the password checks of one process. Times are milliseconds. */
export interface PasswordOptions {
  /** How many helper processes run at most, and one more once a client has had all of several; 2. */
  readonly helpers?: number;
  /** How many checks may wait for a helper; 64. */
  readonly queue?: number;
  /** How long a check may wait, and then how long it may take, before its helper is killed; 10,000. */
  readonly timeLimit?: number;
  /** A refusal is answered no sooner than this after the check began, and no sooner than other refusals of late, so that its time does not tell why; 100. */
  readonly refusalTime?: number;
  /** When a KDC that does not answer is left alone. */
  readonly circuit?: Partial<CircuitLimits>;
  /** Takes what is to be told once and not for each request: that a KDC is gone, or back. */
  readonly tell?: (message: string) => void;
  /** A client whose check takes longer than this gets no second helper meanwhile; 1,000. */
  readonly slowAfter?: number;
  /** First pause before a crashed helper is replaced, doubled with each crash in a row up to 30,000; 100. */
  readonly restartPause?: number;
  /** How helpers are started; from their compiled file with our own rights if absent. */
  readonly start?: StartHelper;
  /** The helper's compiled file. */
  readonly helperFile?: string;
  /** The helpers' environment (KRB5_CONFIG and so on); the process's own if absent. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Who wants a check. */
export interface Asker {
  /** The client's address: clients are served in turn. */
  readonly client?: string;
  /** An abort answers `unavailable` at once. */
  readonly signal?: AbortSignal;
}

/** Checks passwords with the KDC. */
export interface PasswordChecker {
  /**
   * Checks one password; never rejects. `user` is a principal with or without realm and `password` its password, both as byte
   * strings.
   */
  check(
    user: string,
    password: string | Uint8Array,
    settings: PasswordSettings,
    asker?: Asker,
  ): Promise<PasswordOutcome>;
  /** Process ids of the helpers that run. */
  helpers(): readonly number[];
  /** Answers all open checks `unavailable` and ends the helpers; resolves when they are gone. */
  close(): Promise<void>;
}

interface Job {
  readonly request: Buffer;
  readonly client: string;
  readonly realm: string;
  /** Answers the caller, once. */
  readonly answer: (outcome: PasswordOutcome) => void;
  readonly waiting: NodeJS.Timeout;
}

const gone: PasswordOutcome = {
  kind: 'unavailable',
  failure: {
    call: 'password check',
    major: 13 << 16,
    minor: 0,
    text: 'no KDC of the realm has answered lately',
    toldAlready: true,
  },
};

const unavailable = (text: string): PasswordOutcome => ({ kind: 'unavailable', failure: poolFailure(text) });
const poolFailure = (text: string): GssFailure => ({
  call: 'password check',
  major: 13 << 16,
  minor: 0,
  text,
});

/** Nobody's name or password is longer than a request's header may be. */
const longestText = 64 * 1024;
const unfit: PasswordOutcome = {
  kind: 'failure',
  unknownUser: false,
  failure: poolFailure('the user or the password is too long or no byte string'),
};

/** The encoded request, undefined when user or password cannot be sent as they are. */
function requestOf(
  user: string,
  password: string | Uint8Array,
  settings: PasswordSettings,
): Buffer | undefined {
  const texts = typeof password === 'string' ? [user, password] : [user];
  if (texts.some((text) => !/^[\x00-\xff]*$/.test(text)) || user.length + password.length > longestText)
    return undefined;
  const secret = typeof password === 'string' ? Buffer.from(password, 'latin1') : Buffer.from(password);
  const request = encodeRequest({ task: { task: 'password', user, settings }, secret });
  wipe(secret);
  return request;
}

/** Makes a checker; helpers are started when checks come and kept. */
export function createPasswordChecker(options: PasswordOptions = {}): PasswordChecker {
  return new HelperPool(options);
}

type PoolLimits = Required<
  Pick<PasswordOptions, 'helpers' | 'queue' | 'timeLimit' | 'slowAfter' | 'restartPause'>
>;

const limitsOf = (options: PasswordOptions): PoolLimits => ({
  helpers: options.helpers ?? 2,
  queue: options.queue ?? 64,
  timeLimit: options.timeLimit ?? 10_000,
  slowAfter: options.slowAfter ?? 1000,
  restartPause: options.restartPause ?? 100,
});

/** Whose turn it is goes by address; a host has a whole /64 of IPv6 addresses. */
function laneOf(client: string): string {
  // An IPv4 address may be written as one of IPv6, which ends with it.
  if (!client.includes(':') || client.includes('.')) return client;
  const [front = '', back = ''] = client.split('::');
  const [before, behind] = [front, back].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array<string>(Math.max(0, 8 - before!.length - behind!.length)).fill('0');
  return [...before!, ...zeros, ...behind!].slice(0, 4).join(':');
}

/** Codes of krb5 that repeat what a KDC has said (RFC 4120 §7.5.9); the first one, and how many there are. */
const kdcCodes = { first: -1765328384 >>> 0, count: 128 } as const;

/** Whether a check has come as far as an answer of the KDC: much that clients send is refused before it is asked. */
function hasAnswered(outcome: PasswordOutcome): boolean {
  if (outcome.kind === 'complete') return true;
  const place = outcome.failure.minor - kdcCodes.first;
  return outcome.kind === 'failure' && place >= 0 && place < kdcCodes.count;
}

class HelperPool implements PasswordChecker {
  readonly #limits: PoolLimits;
  readonly #circuits: KdcCircuits;
  readonly #refusals: RefusalTimes;
  readonly #crew: HelperCrew<PasswordOutcome>;
  readonly #queue: FairQueue<Job>;
  readonly #open = new Set<(outcome: PasswordOutcome) => void>();
  /** Since when each check in a helper runs. */
  readonly #busy = new Map<Job, number>();
  #closed = false;

  constructor(options: PasswordOptions) {
    this.#limits = limitsOf(options);
    this.#crew = new HelperCrew(this.#limits, taskHelpers(options), () => this.#dispatch());
    this.#queue = new FairQueue(this.#limits.queue);
    this.#refusals = new RefusalTimes(options.refusalTime ?? 100);
    this.#circuits = new KdcCircuits(
      { failures: 3, pause: 5000, longestPause: 60_000, ...options.circuit },
      options.tell ?? (() => {}),
    );
  }

  helpers(): readonly number[] {
    return this.#crew.pids();
  }

  check(
    user: string,
    password: string | Uint8Array,
    settings: PasswordSettings,
    { client = '', signal }: Asker = {},
  ): Promise<PasswordOutcome> {
    if (this.#closed) return Promise.resolve(unavailable('password checks have ended'));
    if (signal?.aborted) return Promise.resolve(unavailable('the request has ended'));
    const lane = laneOf(client);
    this.#dispatch();
    const full = !this.#queue.hasRoom(lane) && !this.#crew.hasFree();
    if (full) return Promise.resolve(unavailable('too many password checks wait'));
    const request = requestOf(user, password, settings);
    if (!request) return Promise.resolve(unfit);
    const realm = realmOfPrincipal(user);
    if (!this.#circuits.admits(realm)) {
      wipe(request);
      return Promise.resolve(gone);
    }
    return new Promise((resolve) => {
      this.#enqueue({ request, client: lane, realm }, resolve, signal);
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const answer of [...this.#open]) answer(unavailable('password checks have ended'));
    await this.#crew.close();
  }

  #enqueue(
    what: Pick<Job, 'request' | 'client' | 'realm'>,
    resolve: (outcome: PasswordOutcome) => void,
    signal: AbortSignal | undefined,
  ): void {
    const abort = (): void => answer(unavailable('the request has ended'));
    const answer = (outcome: PasswordOutcome): void => {
      this.#open.delete(answer);
      signal?.removeEventListener('abort', abort);
      for (const waiting of this.#queue.remove((other) => other === job)) this.#drop(waiting);
      resolve(outcome);
    };
    const waiting = setTimeout(
      () => answer(unavailable('no password helper was free in time')),
      this.#limits.timeLimit,
    );
    const job: Job = { ...what, answer, waiting };
    signal?.addEventListener('abort', abort, { once: true });
    this.#open.add(answer);
    const evicted = this.#queue.add(job.client, job);
    if (!evicted) return;
    this.#drop(evicted);
    evicted.answer(unavailable('too many password checks wait'));
  }

  /** A check that has not been begun says nothing of the KDC. */
  #drop(job: Job): void {
    clearTimeout(job.waiting);
    wipe(job.request);
    this.#circuits.undecided(job.realm);
  }

  #dispatch(): void {
    const mayGo = (client: string): boolean => this.#mayGo(client);
    while (!this.#closed && this.#queue.hasNext(mayGo) && this.#crew.hasFree(this.#spare())) {
      const job = this.#queue.take(mayGo);
      if (job) void this.#run(this.#crew.take(), job);
    }
  }

  /** Whoever waits for a slow KDC waits in one helper, so that it is not all of them; a spare one is for who has none. */
  #mayGo(client: string): boolean {
    const since = Date.now() - this.#limits.slowAfter;
    const own = [...this.#busy].filter(([job]) => job.client === client);
    if (own.some(([, began]) => began <= since)) return false;
    return own.length === 0 || this.#busy.size < this.#limits.helpers;
  }

  /** A client may have taken all helpers before it showed that its checks are slow: then there is one more for the others. */
  #spare(): number {
    const clients = new Set([...this.#busy.keys()].map(({ client }) => client));
    return this.#limits.helpers > 1 && clients.size === 1 ? 1 : 0;
  }

  /** One check in one helper; the helper is idle again afterwards, or gone. */
  async #run(helper: Helper<PasswordOutcome>, job: Job): Promise<void> {
    clearTimeout(job.waiting);
    const began = Date.now();
    this.#busy.set(job, began);
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      helper.kill();
      this.#report(job, false);
      job.answer(unavailable('the KDC did not answer in time'));
    }, this.#limits.timeLimit);
    const outcome = await helper.ask(job.request);
    clearTimeout(limit);
    this.#busy.delete(job);
    if (outcome && !late) this.#finish(helper, job, outcome, began);
    else await this.#lose(helper, job, late);
    this.#dispatch();
  }

  #finish(helper: Helper<PasswordOutcome>, job: Job, outcome: PasswordOutcome, began: number): void {
    this.#crew.giveBack(helper);
    // Only the Kerberos library's own codes tell of a KDC.
    if (hasAnswered(outcome)) this.#report(job, true);
    else if (outcome.kind === 'unavailable' && outcome.failure.minor !== 0) this.#report(job, false);
    else this.#circuits.undecided(job.realm);
    const rest = outcome.kind === 'failure' ? this.#refusals.rest(Date.now() - began) : 0;
    if (rest > 0) setTimeout(job.answer, rest, outcome);
    else job.answer(outcome);
  }

  /** What a check has shown of the realm's KDC; once it counts as gone, those who wait for it are answered. */
  #report({ realm }: Job, answered: boolean): void {
    if (answered) this.#circuits.answered(realm);
    else this.#circuits.silent(realm);
    if (!this.#circuits.isOpen(realm)) return;
    for (const job of this.#queue.remove((other) => other.realm === realm)) {
      clearTimeout(job.waiting);
      wipe(job.request);
      job.answer(gone);
    }
  }

  async #lose(helper: Helper<PasswordOutcome>, job: Job, late: boolean): Promise<void> {
    wipe(job.request);
    if (!late) this.#circuits.undecided(job.realm);
    job.answer(unavailable('the password helper has ended'));
    await this.#crew.lose(helper, late);
  }
}
