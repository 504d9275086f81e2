import { Worker } from 'node:worker_threads';
import type { AnalysisAnswer, AnalysisOrder } from './analysis.js';

/** What is looked at as one, by the path it begins with. */
export interface Target {
  readonly main: string;
  readonly perDirectory: boolean;
}

/** What analyses need from whoever asks for them. */
export interface AnalysisKeeper {
  /** The order as it stands when its turn comes; undefined when nobody wants it any more. */
  readonly orderFor: (target: Target) => Omit<AnalysisOrder, 'id'> | undefined;
  readonly done: (target: Target, answer: AnalysisAnswer) => void;
}

/**
 * How long typing must rest, and how long an outdated run may still take before its thread is ended. What took long is begun later, so that
 * most of its runs are of use.
 */
const restMilliseconds = { least: 150, most: 1500 };
const graceMilliseconds = 300;
/** What an analysis may hold; the thread ends beyond it, and the next one gets a new thread. */
const mostMegabytes = 4096;

interface Running {
  readonly id: number;
  readonly target: Target;
  readonly begun: number;
  grace: NodeJS.Timeout | undefined;
}

/**
 * Runs analyses in a thread, one at a time, so that the server answers meanwhile. A target that is asked for again waits until typing
 * rests; a run that is outdated by that is not told, and its thread is ended if it goes on for long.
 */
export class Analyses {
  readonly #keeper: AnalysisKeeper;
  readonly #resting = new Map<string, NodeJS.Timeout>();
  readonly #ready = new Map<string, Target>();
  readonly #settled = new Map<string, (() => void)[]>();
  /** Milliseconds of the last run of each target. */
  readonly #took = new Map<string, number>();
  #running: Running | undefined;
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(keeper: AnalysisKeeper) {
    this.#keeper = keeper;
    this.#worker = this.#start();
  }

  /** Asks for an analysis of what stands there when typing rests, or `now`. */
  ask(target: Target, now = false): void {
    const { main } = target;
    if (this.#running?.target.main === main) this.#outdate(this.#running);
    clearTimeout(this.#resting.get(main));
    this.#resting.delete(main);
    if (now) this.#beReady(target);
    else
      this.#resting.set(
        main,
        setTimeout(() => this.#beReady(target), this.#restOf(main)),
      );
  }

  /** Waits until nothing is asked for a target any more. */
  settled(main: string): Promise<void> {
    if (!this.#isAsked(main)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#settled.set(main, [...(this.#settled.get(main) ?? []), resolve]);
    });
  }

  #restOf(main: string): number {
    const { least, most } = restMilliseconds;
    return Math.min(most, Math.max(least, (this.#took.get(main) ?? 0) / 2));
  }

  #isAsked(main: string): boolean {
    return this.#resting.has(main) || this.#ready.has(main) || this.#running?.target.main === main;
  }

  #beReady(target: Target): void {
    this.#resting.delete(target.main);
    this.#ready.set(target.main, target);
    this.#next();
  }

  #next(): void {
    if (this.#running) return;
    const [target] = this.#ready.values();
    if (!target) return;
    this.#ready.delete(target.main);
    const order = this.#keeper.orderFor(target);
    if (order) {
      this.#lastId += 1;
      this.#running = { id: this.#lastId, target, begun: performance.now(), grace: undefined };
      this.#worker ??= this.#start();
      this.#worker.postMessage({ ...order, id: this.#lastId } satisfies AnalysisOrder);
    } else {
      this.#settle(target.main);
      this.#next();
    }
  }

  #outdate(running: Running): void {
    running.grace ??= setTimeout(() => {
      const worker = this.#worker;
      this.#worker = undefined;
      void worker?.terminate();
      this.#end(running);
    }, graceMilliseconds);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./analysis-worker.js', import.meta.url), {
      stdout: true,
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    });
    // Standard output is the protocol's.
    worker.stdout.pipe(process.stderr);
    worker.on('message', (answer: AnalysisAnswer) => this.#answered(answer));
    worker.on('error', (error) => this.#broke(worker, error.message));
    worker.on('exit', () => this.#broke(worker, 'its thread ended'));
    return worker;
  }

  #broke(worker: Worker, problem: string): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    if (this.#running) this.#answered({ id: this.#running.id, problem });
  }

  #answered(answer: AnalysisAnswer): void {
    const running = this.#running;
    if (running?.id !== answer.id) return;
    if (!running.grace) this.#keeper.done(running.target, answer);
    this.#end(running);
  }

  #end(running: Running): void {
    if (this.#running !== running) return;
    clearTimeout(running.grace);
    const took = performance.now() - running.begun;
    // A run that was cut off would have taken longer.
    const before = running.grace ? (this.#took.get(running.target.main) ?? 0) : 0;
    this.#took.set(running.target.main, Math.max(took, before));
    this.#running = undefined;
    this.#settle(running.target.main);
    this.#next();
  }

  #settle(main: string): void {
    if (this.#isAsked(main)) return;
    const waiting = this.#settled.get(main) ?? [];
    this.#settled.delete(main);
    for (const resolve of waiting) resolve();
  }
}
