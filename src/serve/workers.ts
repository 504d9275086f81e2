import cluster, { type Worker } from 'node:cluster';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { HelperStarts } from '../authn/helper-starts.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { identityOf } from './privileges.js';
import type { Ending, Manner, RunningServer } from './running-server.js';
import { StartProblem } from './start-problem.js';
import { type FromWorker, isFromWorker, type ToWorker } from './worker-messages.js';

/** How worker processes are kept. Times are milliseconds. */
export interface WorkerOptions {
  readonly count: number;
  /** How long a graceful stop waits for requests. */
  readonly grace: number;
  /** Takes a line for the error log. */
  readonly log: (message: string) => void;
  /** First pause before a crashed worker is replaced, doubled with each further crash up to `longestPause`; 100. */
  readonly restartPause?: number;
  /** The compiled file that a worker runs. */
  readonly workerFile?: string;
}

const longestPause = 10_000;
/** A worker that served this long crashed for a reason of its own; the pauses begin anew. */
const settled = 30_000;
/** Workers that may end in a row before they listen, until the server gives up. */
const failuresLimit = 5;
/** Megabytes in which requests leave what they are done with; with the usual 16 the collector runs twice as often. */
const youngSpace = 32;
/** How long workers may take to end when they are told to end at once. */
const endLimit = 3000;

/** The workers of one ruleset. */
interface Generation {
  readonly orders: Extract<ToWorker, { kind: 'start' }>;
  readonly workers: Map<Worker, WorkerState>;
  readonly pauses: Set<NodeJS.Timeout>;
  readonly warnings: Set<string>;
  /** Workers that ended before they listened, in a row. */
  failures: number;
  crashes: number;
  /** Nothing is started for it any more. */
  retired: boolean;
  readonly up: (warnings: readonly string[]) => void;
  readonly down: (problem: StartProblem) => void;
}

interface WorkerState {
  /** When it began to listen. */
  since: number | undefined;
  /** Its helper processes, where it gives up root's rights. */
  readonly helpers: HelperStarts | undefined;
}

/** Starts the workers and resolves when all of them listen; rejects with StartProblem. */
export async function startWorkers(ruleset: Ruleset, options: WorkerOptions): Promise<RunningServer> {
  // Workers share the listening sockets. Handed over by the primary (round robin) a new connection costs three times the
  // processor time (wrk, a connection a request: 340 instead of 100 µs with 8 clients, 230 instead of 70 with 64), a kept
  // one as much, and kept ones are spread no more evenly (38 and 26 of 64 instead of 31 and 32).
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({
    exec: options.workerFile ?? fileURLToPath(new URL('./worker.js', import.meta.url)),
    args: [],
    execArgv: [...process.execArgv, `--max-semi-space-size=${youngSpace}`],
    serialization: 'advanced',
  });
  const pool = new WorkerPool(options);
  try {
    await pool.begin(ruleset);
    return pool;
  } catch (error) {
    pool.stop('at-once');
    await pool.finished;
    throw error;
  }
}

class WorkerPool implements RunningServer {
  readonly finished: Promise<Ending>;
  readonly #options: WorkerOptions;
  /** Made anew at each start of the server; it leaves this process only towards workers, through their channel. */
  readonly #sessionKey = randomBytes(32);
  readonly #generations = new Set<Generation>();
  #current: Generation | undefined;
  #warnings: readonly string[] = [];
  #ending: Ending | undefined;
  #finish!: (ending: Ending) => void;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Starts a generation of workers; when all listen it takes the place of the one before. */
  async begin(ruleset: Ruleset): Promise<void> {
    const { generation, ready } = newGeneration(ruleset, this.#sessionKey);
    this.#generations.add(generation);
    for (let started = 0; started < this.#options.count; started++) this.#fork(generation);
    try {
      this.#warnings = await ready;
    } catch (error) {
      this.#retire(generation, 'at-once');
      throw error;
    }
    this.#current = generation;
  }

  async reload(ruleset: Ruleset, manner: Manner): Promise<void> {
    const old = this.#current;
    await this.begin(ruleset);
    if (old) this.#retire(old, manner);
  }

  stop(manner: Manner, ending: Ending = { code: 0, lines: [] }): void {
    this.#ending ??= ending;
    for (const generation of this.#generations) this.#retire(generation, manner);
    if (manner === 'graceful') setTimeout(() => this.stop('at-once'), this.#options.grace).unref();
    this.#settle();
  }

  #fork(generation: Generation): void {
    const worker = cluster.fork();
    const { identity } = generation.orders;
    const helpers = identity && new HelperStarts(identity, (answer, socket) => send(worker, answer, socket));
    const state: WorkerState = { since: undefined, helpers };
    generation.workers.set(worker, state);
    worker.on('message', (message: unknown) => {
      if (isFromWorker(message)) this.#hear(generation, worker, message);
    });
    worker.on('error', (error) => this.#log(`worker ${worker.process.pid}: ${error.message}`));
    worker.on('exit', (code, signal) => {
      helpers?.close();
      this.#ended(generation, worker, signal ?? `exit code ${code}`);
    });
  }

  #hear(generation: Generation, worker: Worker, message: FromWorker): void {
    if (message.kind === 'loaded') {
      send(worker, generation.orders);
      return;
    }
    if (message.kind === 'failed') {
      if (generation === this.#current) this.#log(message.lines.join('; '));
      generation.down(new StartProblem(message.lines));
      return;
    }
    // What a worker says last can arrive when it has ended.
    const state = generation.workers.get(worker);
    if (message.kind !== 'ready') state?.helpers?.follow(message);
    else if (state) {
      state.since = Date.now();
      generation.failures = 0;
      for (const warning of message.warnings) generation.warnings.add(warning);
      const states = [...generation.workers.values()];
      if (states.length === this.#options.count && states.every(({ since }) => since !== undefined))
        generation.up([...generation.warnings]);
    }
  }

  #ended(generation: Generation, worker: Worker, how: string): void {
    const since = generation.workers.get(worker)?.since;
    generation.workers.delete(worker);
    if (!generation.retired)
      this.#replace(generation, `worker ${worker.process.pid} ended with ${how}`, since);
    if (generation.retired && generation.workers.size === 0) this.#generations.delete(generation);
    this.#settle();
  }

  /** A worker ended that should not have: another one comes after a pause, unless none ever comes up. */
  #replace(generation: Generation, event: string, since: number | undefined): void {
    if (since === undefined) generation.failures++;
    if (since !== undefined && Date.now() - since > settled) generation.crashes = 0;
    if (generation.failures >= failuresLimit) {
      this.#giveUp(generation, event);
      return;
    }
    const pause = this.#pause(generation.crashes + generation.failures);
    if (since !== undefined) generation.crashes++;
    this.#log(
      `${event}${since === undefined ? ' before it could serve' : ''}; it is replaced in ${pause} ms`,
    );
    const timer = setTimeout(() => {
      generation.pauses.delete(timer);
      if (!generation.retired) this.#fork(generation);
    }, pause);
    generation.pauses.add(timer);
  }

  #pause(crashes: number): number {
    return Math.min(longestPause, (this.#options.restartPause ?? 100) * 2 ** crashes);
  }

  #giveUp(generation: Generation, event: string): void {
    const problem = new StartProblem([
      `${event} before it could serve, and so did the ${failuresLimit - 1} workers before it: giving up`,
    ]);
    generation.down(problem);
    this.#retire(generation, 'at-once');
    // A new configuration that does not come up leaves the old one in place.
    if (generation !== this.#current) return;
    this.#log(problem.message);
    this.stop('at-once', { code: 1, lines: problem.lines });
  }

  #retire(generation: Generation, manner: Manner): void {
    generation.retired = true;
    for (const timer of generation.pauses) clearTimeout(timer);
    for (const worker of generation.workers.keys()) {
      if (manner === 'graceful') send(worker, { kind: 'drain' });
      else endAtOnce(worker);
    }
    generation.down(new StartProblem(['the server was stopped before it listened']));
    if (generation.workers.size === 0) this.#generations.delete(generation);
  }

  #settle(): void {
    if (this.#ending && this.#generations.size === 0) this.#finish(this.#ending);
  }

  #log(message: string): void {
    this.#options.log(message);
  }
}

function newGeneration(
  ruleset: Ruleset,
  sessionKey: Uint8Array,
): { readonly generation: Generation; readonly ready: Promise<readonly string[]> } {
  const { core } = ruleset.host;
  const orders = {
    kind: 'start',
    ruleset: JSON.stringify(ruleset),
    sessionKey,
    identity: identityOf(core),
  } as const;
  let up!: Generation['up'];
  let down!: Generation['down'];
  const ready = new Promise<readonly string[]>((resolve, reject) => {
    up = resolve;
    down = reject;
  });
  const state = { workers: new Map(), pauses: new Set<NodeJS.Timeout>(), warnings: new Set<string>() };
  return { generation: { orders, ...state, failures: 0, crashes: 0, retired: false, up, down }, ready };
}

function send(worker: Worker, message: ToWorker, socket?: Socket): void {
  if (worker.isConnected()) worker.send(message, socket);
}

/** SIGTERM, and SIGKILL for a worker that is stuck. */
function endAtOnce(worker: Worker): void {
  worker.process.kill('SIGTERM');
  const timer = setTimeout(() => worker.process.kill('SIGKILL'), endLimit);
  worker.once('exit', () => clearTimeout(timer));
}
