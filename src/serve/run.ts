import { availableParallelism } from 'node:os';
import type { Ruleset } from '../ruleset/ruleset.js';
import { ErrorLog } from './error-log.js';
import { logFile, tryOpening } from './log-file.js';
import { pidState, removePidFile, writePidFile } from './pid-file.js';
import type { Ending, Manner, RunningServer } from './running-server.js';
import { onSignals } from './signals.js';
import { startSingle } from './single.js';
import { StartProblem } from './start-problem.js';
import { version } from './version.js';
import { startWorkers } from './workers.js';

/** How a server is run from its start to its end. */
export interface RunOptions {
  /** `single` serves in this process (httpd's -X), a number in that many workers; one per core if absent. */
  readonly workers?: number | 'single';
  /** Written while the server runs. */
  readonly pidFile?: string;
  /** The command line, for the log. */
  readonly commandLine: string;
  /** Reads the configuration again: its ruleset, or lines that say why it is refused. */
  readonly reread: () => Ruleset | readonly string[];
  /** Called once the server listens, with what will make logins fail. */
  readonly listening: (warnings: readonly string[]) => void;
  /** Milliseconds a graceful stop waits for requests; 30,000. */
  readonly grace?: number;
}

const usualGrace = 30_000;

/**
 * Runs a server on a ruleset until it is told to stop. Throws StartProblem when it cannot start; afterwards everything is told in its
 * error log.
 */
export async function runServer(ruleset: Ruleset, options: RunOptions): Promise<Ending> {
  return new Run(ruleset, options).run();
}

class Run {
  readonly #options: RunOptions;
  readonly #ruleset: Ruleset;
  #log: ErrorLog;
  #server: RunningServer | undefined;
  /** Set as soon as the end is asked for; a stop during the start counts. */
  #stopping: Manner | undefined;
  /** Reloads follow the start and one another. */
  #reloads: Promise<void>;
  #started!: () => void;

  constructor(ruleset: Ruleset, options: RunOptions) {
    this.#ruleset = ruleset;
    this.#options = options;
    this.#log = openLog(ruleset);
    this.#reloads = new Promise((resolve) => {
      this.#started = resolve;
    });
  }

  async run(): Promise<Ending> {
    const silence = onSignals({
      stop: (signal) => this.#stop('at-once', 'AH00169', `caught ${signal}, shutting down`),
      gracefulStop: () => this.#stop('graceful', 'AH00492', 'caught SIGWINCH, shutting down gracefully'),
      restart: () => this.#restart('at-once', 'AH00494', 'SIGHUP received.  Attempting to restart'),
      gracefulRestart: () =>
        this.#restart('graceful', 'AH00493', 'SIGUSR1 received.  Doing graceful restart'),
    });
    const crash = (error: unknown): void => this.#crash(error);
    process.on('uncaughtException', crash);
    try {
      return await this.#serve();
    } finally {
      silence();
      process.off('uncaughtException', crash);
      if (this.#options.pidFile !== undefined) removePidFile(this.#options.pidFile);
      await this.#log.close();
    }
  }

  async #serve(): Promise<Ending> {
    // Before the first connection can come, so that whoever sees the server listen finds its pid.
    if (this.#options.pidFile !== undefined) this.#writePid(this.#options.pidFile);
    const server = await this.#start();
    this.#server = server;
    this.#tellListening(server);
    this.#started();
    if (this.#stopping) server.stop(this.#stopping);
    const ending = await server.finished;
    for (const line of ending.lines) this.#log.write('error', undefined, undefined, line);
    return ending;
  }

  /** A mistake of our own in the primary: it is logged, and the server ends; workers see that and end too. */
  #crash(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log.write(
      'error',
      undefined,
      undefined,
      `the server ends because of an error inside kerbgate: ${text}`,
    );
    this.#leave(3);
  }

  #start(): Promise<RunningServer> {
    const { workers, grace = usualGrace } = this.#options;
    if (workers === 'single') return startSingle(this.#ruleset, grace, this.#log);
    const count = workers ?? availableParallelism();
    const log = (message: string): void => this.#log.write('error', undefined, undefined, message);
    return startWorkers(this.#ruleset, { count, grace, log });
  }

  #writePid(file: string): void {
    const state = pidState(file);
    if (state.kind === 'running') throw new StartProblem([`httpd (pid ${state.pid}) already running`]);
    if (state.kind === 'gone' && state.pid !== process.pid)
      this.#log.write(
        'warn',
        undefined,
        'AH00098',
        `pid file ${file} overwritten -- Unclean shutdown of previous run?`,
      );
    writePidFile(file);
  }

  #tellListening(server: RunningServer): void {
    for (const warning of server.warnings) this.#log.write('warn', undefined, undefined, warning);
    this.#notice('AH00489', `kerbgate/${version} configured -- resuming normal operations`);
    this.#notice('AH00094', `Command line: '${this.#options.commandLine}'`);
    this.#options.listening(server.warnings);
  }

  #notice(code: string, message: string): void {
    this.#log.write('notice', undefined, code, message);
  }

  #stop(manner: Manner, code: string, message: string): void {
    this.#notice(code, message);
    this.#stopping = manner;
    if (this.#server) this.#server.stop(manner);
    else if (manner === 'at-once') this.#leave(0);
  }

  /** Ends this process without waiting for workers: they see it and end too. */
  #leave(code: number): void {
    if (this.#options.pidFile !== undefined) removePidFile(this.#options.pidFile);
    void this.#log.close().finally(() => process.exit(code));
  }

  #restart(manner: Manner, code: string, message: string): void {
    this.#notice(code, message);
    this.#reloads = this.#reloads.then(() => this.#reload(manner));
  }

  /** The new configuration is made whole first; with anything wrong in it the old one goes on. */
  async #reload(manner: Manner): Promise<void> {
    if (!this.#server || this.#stopping) return;
    const ruleset = this.#options.reread();
    if (!('host' in ruleset)) return this.#keepOld(ruleset);
    try {
      await this.#replace(this.#server, ruleset, manner);
    } catch (error) {
      if (!(error instanceof StartProblem)) throw error;
      if (!this.#stopping) this.#keepOld(error.lines);
    }
  }

  async #replace(server: RunningServer, ruleset: Ruleset, manner: Manner): Promise<void> {
    const log = openLog(ruleset);
    try {
      await server.reload(ruleset, manner);
    } catch (error) {
      await log.close();
      throw error;
    }
    const old = this.#log;
    this.#log = log;
    this.#tellListening(server);
    await old.close();
  }

  #keepOld(lines: readonly string[]): void {
    for (const line of lines) this.#log.write('error', undefined, undefined, line);
    this.#log.write(
      'error',
      undefined,
      undefined,
      'the new configuration cannot be served: the server goes on with the one it has',
    );
  }
}

/** Opens the error log; throws StartProblem, because a server that cannot log shall not start. */
function openLog({ host: { core, base } }: Ruleset): ErrorLog {
  const path = logFile(core.errorLog);
  if (path !== undefined) tryOpening(path);
  return new ErrorLog(core, base.core?.logLevel);
}
