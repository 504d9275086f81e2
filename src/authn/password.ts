import { fileURLToPath } from 'node:url';
import type { GssFailure, PasswordOutcome, PasswordSettings } from '../gssapi/acceptor.js';
import { encodeRequest } from '../gssapi/helper-protocol.js';
import { wipe } from '../gssapi/memory.js';
import { type Helper, startHelper } from './helper-process.js';

/** Bounds of the password checks of one process. Times are milliseconds. */
export interface PasswordOptions {
  /** How many helper processes run at most; 2. */
  readonly helpers?: number;
  /** How many checks may wait for a helper; 64. */
  readonly queue?: number;
  /** How long a check may wait, and then how long it may take, before its helper is killed; 10,000. */
  readonly timeLimit?: number;
  /** A refusal is answered no sooner than this after the check began, so that its time does not tell why; 100. */
  readonly refusalTime?: number;
  /** First pause before a crashed helper is replaced, doubled with each crash in a row up to 30,000; 100. */
  readonly restartPause?: number;
  /** The helper's compiled file. */
  readonly helperFile?: string;
  /** The helpers' environment (KRB5_CONFIG and so on); the process's own if absent. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Checks passwords with the KDC. */
export interface PasswordChecker {
  /**
   * Checks one password; never rejects. `user` is a principal with or without realm and `password` its password, both as byte
   * strings. An abort answers `unavailable` at once.
   */
  check(
    user: string,
    password: string | Uint8Array,
    settings: PasswordSettings,
    signal?: AbortSignal,
  ): Promise<PasswordOutcome>;
  /** Process ids of the helpers that run. */
  helpers(): readonly number[];
  /** Answers all open checks `unavailable` and ends the helpers; resolves when they are gone. */
  close(): Promise<void>;
}

interface Job {
  readonly request: Buffer;
  /** Answers the caller, once. */
  readonly answer: (outcome: PasswordOutcome) => void;
  readonly waiting: NodeJS.Timeout;
}

const longestPause = 30_000;

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
  const request = encodeRequest({ user, password: secret, settings });
  wipe(secret);
  return request;
}

/** Makes a checker; helpers are started when checks come and kept. */
export function createPasswordChecker(options: PasswordOptions = {}): PasswordChecker {
  return new HelperPool(options);
}

class HelperPool implements PasswordChecker {
  readonly #limits: Required<Omit<PasswordOptions, 'environment'>>;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #running = new Set<Helper>();
  readonly #idle: Helper[] = [];
  readonly #queue: Job[] = [];
  readonly #open = new Set<(outcome: PasswordOutcome) => void>();
  #crashes = 0;
  #pause: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: PasswordOptions) {
    this.#environment = options.environment ?? process.env;
    this.#limits = {
      helpers: options.helpers ?? 2,
      queue: options.queue ?? 64,
      timeLimit: options.timeLimit ?? 10_000,
      refusalTime: options.refusalTime ?? 100,
      restartPause: options.restartPause ?? 100,
      helperFile: options.helperFile ?? fileURLToPath(new URL('../gssapi/helper.js', import.meta.url)),
    };
  }

  helpers(): readonly number[] {
    return [...this.#running].flatMap((helper) => helper.pid ?? []);
  }

  check(
    user: string,
    password: string | Uint8Array,
    settings: PasswordSettings,
    signal?: AbortSignal,
  ): Promise<PasswordOutcome> {
    if (this.#closed) return Promise.resolve(unavailable('password checks have ended'));
    if (signal?.aborted) return Promise.resolve(unavailable('the request has ended'));
    this.#dispatch();
    const full = this.#queue.length >= this.#limits.queue && !this.#freeHelper();
    if (full) return Promise.resolve(unavailable('too many password checks wait'));
    const request = requestOf(user, password, settings);
    if (!request) return Promise.resolve(unfit);
    return new Promise((resolve) => {
      this.#enqueue(request, resolve, signal);
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#pause);
    for (const job of this.#queue.splice(0)) this.#drop(job);
    for (const answer of [...this.#open]) answer(unavailable('password checks have ended'));
    const helpers = [...this.#running];
    for (const helper of helpers) helper.kill();
    await Promise.all(helpers.map((helper) => helper.gone));
  }

  #enqueue(
    request: Buffer,
    resolve: (outcome: PasswordOutcome) => void,
    signal: AbortSignal | undefined,
  ): void {
    const abort = (): void => answer(unavailable('the request has ended'));
    const answer = (outcome: PasswordOutcome): void => {
      this.#open.delete(answer);
      signal?.removeEventListener('abort', abort);
      const place = this.#queue.indexOf(job);
      if (place >= 0) this.#drop(...this.#queue.splice(place, 1));
      resolve(outcome);
    };
    const waiting = setTimeout(
      () => answer(unavailable('no password helper was free in time')),
      this.#limits.timeLimit,
    );
    const job: Job = { request, answer, waiting };
    signal?.addEventListener('abort', abort, { once: true });
    this.#open.add(answer);
    this.#queue.push(job);
  }

  #drop(...jobs: Job[]): void {
    for (const job of jobs) {
      clearTimeout(job.waiting);
      wipe(job.request);
    }
  }

  /** An idle helper, or a new one while there may be more and no pause after a crash is on. */
  #freeHelper(): Helper | undefined {
    if (this.#idle.length === 0 && this.#running.size < this.#limits.helpers && this.#pause === undefined)
      this.#start();
    return this.#idle.at(-1);
  }

  #start(): void {
    const helper = startHelper(this.#limits.helperFile, this.#environment);
    this.#running.add(helper);
    this.#idle.push(helper);
    void helper.gone.then(() => {
      this.#running.delete(helper);
      const place = this.#idle.indexOf(helper);
      if (place >= 0) this.#idle.splice(place, 1);
    });
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && !this.#closed && this.#freeHelper()) {
      void this.#run(this.#idle.pop()!, this.#queue.shift()!);
    }
  }

  /** One check in one helper; the helper is idle again afterwards, or gone. */
  async #run(helper: Helper, job: Job): Promise<void> {
    clearTimeout(job.waiting);
    const began = Date.now();
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      helper.kill();
      job.answer(unavailable('the KDC did not answer in time'));
    }, this.#limits.timeLimit);
    const outcome = await helper.ask(job.request);
    clearTimeout(limit);
    if (outcome && !late) this.#finish(helper, job, outcome, began);
    else await this.#lose(helper, job, late);
    this.#dispatch();
  }

  #finish(helper: Helper, job: Job, outcome: PasswordOutcome, began: number): void {
    this.#crashes = 0;
    this.#idle.push(helper);
    const rest = outcome.kind === 'failure' ? began + this.#limits.refusalTime - Date.now() : 0;
    if (rest > 0) setTimeout(job.answer, rest, outcome);
    else job.answer(outcome);
  }

  async #lose(helper: Helper, job: Job, late: boolean): Promise<void> {
    wipe(job.request);
    job.answer(unavailable('the password helper has ended'));
    await helper.gone;
    if (!late && !this.#closed) this.#backOff();
  }

  #backOff(): void {
    const pause = Math.min(longestPause, this.#limits.restartPause * 2 ** this.#crashes++);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#dispatch();
    }, pause);
    this.#pause.unref();
  }
}
