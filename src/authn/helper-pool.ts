import { wipe } from '../gssapi/memory.js';
import { HelperCrew } from './helper-crew.js';
import { type Helper, helperFileOf, type StartHelper, startHelper } from './helper-process.js';

/** Bounds of the helpers of one process. Times are milliseconds. */
export interface PoolOptions {
  /** How many helper processes run at most; 2. */
  readonly helpers?: number;
  /** How many tasks may wait for a helper; 64. */
  readonly queue?: number;
  /** How long a task may wait, and then how long it may take, before its helper is killed; 10,000. */
  readonly timeLimit?: number;
  /** First pause before a crashed helper is replaced, doubled with each crash in a row up to 30,000; 100. */
  readonly restartPause?: number;
  /** How helpers are started; from their compiled file with our own rights if absent. */
  readonly start?: StartHelper;
  /** The helper's compiled file. */
  readonly helperFile?: string;
  /** The helpers' environment (KRB5_CONFIG and so on); the process's own if absent. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Something for a helper to do. `T` is what it answers. */
export interface Task<T> {
  /** Makes the encoded request; undefined when it cannot be sent, which is answered `unfit`. */
  request(): Buffer | undefined;
  unavailable(why: string): T;
  readonly unfit: T;
}

interface Job {
  readonly request: Buffer;
  /** Answers the caller, once. */
  readonly answer: (outcome: unknown) => void;
  readonly unavailable: (why: string) => unknown;
  readonly waiting: NodeJS.Timeout;
}

/** How a pool starts its helpers. */
export function taskHelpers<T>({
  start,
  helperFile = helperFileOf('task'),
  environment = process.env,
}: Pick<PoolOptions, 'start' | 'helperFile' | 'environment'>): () => Helper<T> {
  return () => (start ? start<T>('task') : startHelper<T>(helperFile, environment));
}

/** Processes that do what may block, one task each at a time, started when tasks come and kept. `purpose` names them in failures. */
export class HelperPool {
  readonly #purpose: string;
  readonly #limits: Required<Pick<PoolOptions, 'helpers' | 'queue' | 'timeLimit' | 'restartPause'>>;
  readonly #crew: HelperCrew<unknown>;
  readonly #queue: Job[] = [];
  readonly #open = new Set<Job>();
  #closed = false;

  constructor(purpose: string, options: PoolOptions) {
    this.#purpose = purpose;
    this.#limits = {
      helpers: options.helpers ?? 2,
      queue: options.queue ?? 64,
      timeLimit: options.timeLimit ?? 10_000,
      restartPause: options.restartPause ?? 100,
    };
    this.#crew = new HelperCrew(this.#limits, taskHelpers(options), () => this.#dispatch());
  }

  /** Process ids of the helpers that run. */
  helpers(): readonly number[] {
    return this.#crew.pids();
  }

  /** Has one task done; never rejects. */
  run<T>(task: Task<T>): Promise<T> {
    if (this.#closed) return Promise.resolve(task.unavailable(`${this.#purpose} tasks have ended`));
    this.#dispatch();
    const full = this.#queue.length >= this.#limits.queue && !this.#crew.hasFree();
    if (full) return Promise.resolve(task.unavailable(`too many ${this.#purpose} tasks wait`));
    const request = task.request();
    if (!request) return Promise.resolve(task.unfit);
    return new Promise((resolve) => {
      this.#enqueue(request, task, resolve);
      this.#dispatch();
    });
  }

  /** Answers all open tasks `unavailable` and ends the helpers; resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) this.#drop(job);
    for (const job of [...this.#open]) job.answer(job.unavailable(`${this.#purpose} tasks have ended`));
    await this.#crew.close();
  }

  #enqueue<T>(request: Buffer, task: Task<T>, resolve: (outcome: T) => void): void {
    const answer = (outcome: unknown): void => {
      this.#open.delete(job);
      const place = this.#queue.indexOf(job);
      if (place >= 0) this.#drop(...this.#queue.splice(place, 1));
      resolve(outcome as T);
    };
    const late = `no ${this.#purpose} helper was free in time`;
    const waiting = setTimeout(() => job.answer(task.unavailable(late)), this.#limits.timeLimit);
    const job: Job = { request, answer, unavailable: (why) => task.unavailable(why), waiting };
    this.#open.add(job);
    this.#queue.push(job);
  }

  #drop(...jobs: Job[]): void {
    for (const job of jobs) {
      clearTimeout(job.waiting);
      wipe(job.request);
    }
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && !this.#closed && this.#crew.hasFree()) {
      void this.#run(this.#crew.take(), this.#queue.shift()!);
    }
  }

  /** One check in one helper; the helper is idle again afterwards, or gone. */
  async #run(helper: Helper<unknown>, job: Job): Promise<void> {
    clearTimeout(job.waiting);
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      helper.kill();
      job.answer(job.unavailable('the KDC did not answer in time'));
    }, this.#limits.timeLimit);
    const outcome = await helper.ask(job.request);
    clearTimeout(limit);
    if (outcome && !late) {
      this.#crew.giveBack(helper);
      job.answer(outcome);
    } else await this.#lose(helper, job, late);
    this.#dispatch();
  }

  async #lose(helper: Helper<unknown>, job: Job, late: boolean): Promise<void> {
    wipe(job.request);
    job.answer(job.unavailable(`the ${this.#purpose} helper has ended`));
    await this.#crew.lose(helper, late);
  }
}
