import { randomBytes } from 'node:crypto';
import type { Ruleset } from '../ruleset/ruleset.js';
import type { ErrorLog } from './error-log.js';
import { identityOf } from './privileges.js';
import type { Ending, Manner, RunningServer } from './running-server.js';
import { type Serving, startServing } from './serving.js';
import { StartProblem } from './start-problem.js';

/** Serves in this process alone, for debugging (httpd's -X). Rejects with StartProblem. */
export async function startSingle(ruleset: Ruleset, grace: number, log: ErrorLog): Promise<RunningServer> {
  const identity = identityOf(ruleset.host.core);
  const serving = await startServing({
    ruleset,
    sessionKey: randomBytes(32),
    ...(identity && { identity }),
    bindsElsewhere: false,
    log,
  });
  return new SingleServer(serving, grace);
}

class SingleServer implements RunningServer {
  readonly finished: Promise<Ending>;
  readonly #serving: Serving;
  readonly #grace: number;
  #finish!: (ending: Ending) => void;

  constructor(serving: Serving, grace: number) {
    this.#serving = serving;
    this.#grace = grace;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  get warnings(): readonly string[] {
    return this.#serving.warnings;
  }

  /** Its sockets and its rights are gone once it serves. */
  reload(): Promise<void> {
    return Promise.reject(
      new StartProblem(['a single process (-X) cannot be restarted: stop it and start it anew']),
    );
  }

  stop(manner: Manner): void {
    const ending = manner === 'graceful' ? this.#serving.drain() : this.#serving.close();
    if (manner === 'graceful') setTimeout(() => this.stop('at-once'), this.#grace).unref();
    void ending.then(() => this.#finish({ code: 0, lines: [] }));
  }
}
