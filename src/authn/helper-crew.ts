import type { Helper } from './helper-process.js';

/** Bounds of a crew. Times are milliseconds. */
export interface CrewLimits {
  /** How many helper processes run at most. */
  readonly helpers: number;
  /** First pause before a crashed helper is replaced, doubled with each crash in a row up to 30,000. */
  readonly restartPause: number;
}

const longestPause = 30_000;

/** Helper processes of one kind, started when they are asked for and kept. `T` is what they answer. */
export class HelperCrew<T> {
  readonly #limits: CrewLimits;
  readonly #startOne: () => Helper<T>;
  readonly #ready: () => void;
  readonly #running = new Set<Helper<T>>();
  readonly #idle: Helper<T>[] = [];
  #crashes = 0;
  #pause: NodeJS.Timeout | undefined;
  #closed = false;

  /** `ready` is called when a pause has ended. */
  constructor(limits: CrewLimits, startOne: () => Helper<T>, ready: () => void) {
    this.#limits = limits;
    this.#startOne = startOne;
    this.#ready = ready;
  }

  /** Process ids of the helpers that run. */
  pids(): readonly number[] {
    return [...this.#running].flatMap((helper) => helper.pid ?? []);
  }

  /** Whether one is idle; one is started where there may be more, `spare` ones included, and no pause after a crash is on. */
  hasFree(spare = 0): boolean {
    const most = this.#limits.helpers + spare;
    if (this.#idle.length === 0 && this.#running.size < most && this.#pause === undefined) this.#start();
    return this.#idle.length > 0;
  }

  /** Takes one of those that are idle, until it is given back or lost. */
  take(): Helper<T> {
    return this.#idle.pop()!;
  }

  /** Gives one back that has answered. */
  giveBack(helper: Helper<T>): void {
    this.#crashes = 0;
    this.#idle.push(helper);
  }

  /** Waits until one is gone that has not answered; a pause follows where nobody has `killed` it. */
  async lose(helper: Helper<T>, killed: boolean): Promise<void> {
    await helper.gone;
    if (!killed && !this.#closed) this.#backOff();
  }

  /** Ends all; resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#pause);
    const helpers = [...this.#running];
    for (const helper of helpers) helper.kill();
    await Promise.all(helpers.map((helper) => helper.gone));
  }

  #start(): void {
    const helper = this.#startOne();
    this.#running.add(helper);
    this.#idle.push(helper);
    void helper.gone.then(() => {
      this.#running.delete(helper);
      const place = this.#idle.indexOf(helper);
      if (place >= 0) this.#idle.splice(place, 1);
    });
  }

  #backOff(): void {
    const pause = Math.min(longestPause, this.#limits.restartPause * 2 ** this.#crashes++);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#ready();
    }, pause);
    this.#pause.unref();
  }
}
