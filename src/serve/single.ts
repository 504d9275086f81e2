import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type StarterChannel, startsOver } from '../authn/helper-starts.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import type { Identity } from '../source/privileges.js';
import type { ErrorLog } from './error-log.js';
import { machineNeeds } from './machine-needs.js';
import { identityOf } from './privileges.js';
import type { Ending, Manner, RunningServer } from './running-server.js';
import { type Serving, startServing } from './serving.js';
import { StartProblem } from './start-problem.js';

/** Serves in this process alone, for debugging (httpd's -X). Rejects with StartProblem. */
export async function startSingle(ruleset: Ruleset, grace: number, log: ErrorLog): Promise<RunningServer> {
  const identity = identityOf(ruleset.host.core);
  const { gssapi, folderFiles } = machineNeeds(ruleset);
  const starter = identity && (gssapi || folderFiles) ? forkStarter(identity) : undefined;
  try {
    const serving = await startServing({
      ruleset,
      sessionKey: randomBytes(32),
      ...(identity && { identity }),
      ...(starter && { startHelper: startsOver(starter as StarterChannel) }),
      bindsElsewhere: false,
      log,
    });
    return new SingleServer(serving, grace, starter);
  } catch (error) {
    starter?.disconnect();
    throw error;
  }
}

/** Nobody of one process keeps root's rights but this one, which starts its helpers. */
function forkStarter(identity: Identity): ChildProcess {
  const file = fileURLToPath(new URL('../authn/helper-starter.js', import.meta.url));
  const starter = fork(file, [JSON.stringify(identity)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  starter.on('error', () => {});
  starter.unref();
  starter.channel?.unref();
  return starter;
}

class SingleServer implements RunningServer {
  readonly finished: Promise<Ending>;
  readonly #serving: Serving;
  readonly #grace: number;
  readonly #starter: ChildProcess | undefined;
  #finish!: (ending: Ending) => void;

  constructor(serving: Serving, grace: number, starter: ChildProcess | undefined) {
    this.#serving = serving;
    this.#starter = starter;
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
    void ending.then(() => {
      if (this.#starter?.connected) this.#starter.disconnect();
      this.#finish({ code: 0, lines: [] });
    });
  }
}
