import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { HashOutcome } from '../evaluate/need.js';
import { hashKind } from './hash-kinds.js';
import type { HashOrder } from './hash-worker.js';

/** Bounds of the checks of password hashes of one process. Times are milliseconds. */
export interface HashCheckOptions {
  /** How many threads work at most; 2. */
  readonly threads?: number;
  /** How many checks may wait for a thread; 256. */
  readonly queue?: number;
  /** How long a check may wait for a thread and be worked on; 30,000. */
  readonly timeLimit?: number;
  /** The compiled file of the thread. */
  readonly workerFile?: string;
}

/** Compares passwords with the hashes of files, beside the event loop. */
export interface HashChecker {
  /** Never rejects; both are byte strings. Cheap hashes are answered at once. */
  check(password: string, hash: string): HashOutcome | Promise<HashOutcome>;
  /**
   * Starts all threads and resolves when they have loaded what they need: for a process that may soon not be able to read it. None is
   * started again then.
   */
  prepare(): Promise<void>;
  /** How many checks were done or begun, for those who measure. */
  readonly checks: number;
  /** Answers what is open and ends the threads. */
  close(): Promise<void>;
}

interface Job extends HashOrder {
  readonly answer: (outcome: HashOutcome) => void;
}

/** Longer passwords are nobody's; some hashes take time that grows with them. */
const longestPassword = 4096;

/** Makes a checker; threads are started when checks come and kept. They do not hold the process open. */
export function createHashChecker(options: HashCheckOptions = {}): HashChecker {
  return new HashThreads(options);
}

class HashThreads implements HashChecker {
  readonly #limits: Required<HashCheckOptions>;
  readonly #threads = new Set<Worker>();
  readonly #idle: Worker[] = [];
  readonly #queue: Job[] = [];
  readonly #open = new Set<(outcome: HashOutcome) => void>();
  #closed = false;
  checks = 0;

  constructor(options: HashCheckOptions) {
    this.#limits = {
      threads: options.threads ?? 2,
      queue: options.queue ?? 256,
      timeLimit: options.timeLimit ?? 30_000,
      workerFile: options.workerFile ?? fileURLToPath(new URL('./hash-worker.js', import.meta.url)),
    };
  }

  check(password: string, hash: string): HashOutcome | Promise<HashOutcome> {
    if (this.#closed) return { problem: 'checks of passwords have ended' };
    if (password.length > longestPassword) return 'mismatch';
    if (hashKind(hash) !== 'sha') return this.#enqueue(password, hash);
    this.checks++;
    const digest = createHash('sha1').update(password, 'latin1').digest('base64');
    return hash === `{SHA}${digest}` ? 'match' : 'mismatch';
  }

  async prepare(): Promise<void> {
    const fitsNothing = '*';
    const done = Array.from({ length: this.#limits.threads }, () => this.#enqueue('', fitsNothing));
    await Promise.all(done);
    this.checks = 0;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#queue.length = 0;
    for (const answer of [...this.#open]) answer({ problem: 'checks of passwords have ended' });
    await Promise.all([...this.#threads].map((thread) => thread.terminate()));
  }

  #enqueue(password: string, hash: string): HashOutcome | Promise<HashOutcome> {
    const busy = this.#idle.length === 0 && this.#threads.size >= this.#limits.threads;
    if (busy && this.#queue.length >= this.#limits.queue)
      return { problem: 'too many checks of passwords wait' };
    this.checks++;
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        const place = this.#queue.indexOf(job);
        if (place >= 0) this.#queue.splice(place, 1);
        answer({ problem: 'it took too long' });
      }, this.#limits.timeLimit);
      const answer = (outcome: HashOutcome): void => {
        clearTimeout(late);
        this.#open.delete(answer);
        resolve(outcome);
      };
      const job: Job = { password, hash, answer };
      this.#open.add(answer);
      this.#queue.push(job);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && !this.#closed) {
      const thread = this.#idle.pop() ?? this.#start();
      if (!thread) return;
      this.#run(thread, this.#queue.shift()!);
    }
  }

  #start(): Worker | undefined {
    if (this.#threads.size >= this.#limits.threads) return undefined;
    const thread = new Worker(this.#limits.workerFile);
    this.#threads.add(thread);
    return thread;
  }

  /** One check in one thread; the thread is idle again afterwards, or gone. */
  #run(thread: Worker, job: Job): void {
    const report = ({ match, problem }: { match?: boolean; problem?: string }): void => {
      thread.off('message', report).off('error', failed).off('exit', ended).unref();
      this.#idle.push(thread);
      job.answer(problem === undefined ? (match ? 'match' : 'mismatch') : { problem });
      this.#dispatch();
    };
    const failed = (error: Error): void => lose(error.message);
    const ended = (): void => lose('the thread has ended');
    const lose = (problem: string): void => {
      thread.removeAllListeners();
      thread.on('error', () => {});
      this.#threads.delete(thread);
      job.answer({ problem });
      this.#dispatch();
    };
    thread.on('message', report).on('error', failed).on('exit', ended).ref();
    thread.postMessage({ password: job.password, hash: job.hash } satisfies HashOrder);
  }
}
