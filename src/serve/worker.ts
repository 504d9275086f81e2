import { type StarterChannel, startsOver } from '../authn/helper-starts.js';
import { deepFreeze } from '../ruleset/freeze.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { ErrorLog } from './error-log.js';
import { type Serving, startServing } from './serving.js';
import { StartProblem } from './start-problem.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

// The program of a worker process: it gets its orders from the primary, serves, and ends when it is told or left alone.

let serving: Serving | undefined;
let log: ErrorLog | undefined;
let ending = false;

process.title = 'kerbgate: worker';
process.on('uncaughtException', crash);
// Whoever read our output may be gone.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
// Signals to the whole process group are for the primary, which then tells the workers.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGWINCH'] as const) process.on(signal, () => {});
process.on('SIGTERM', () => void endNow());
process.on('message', (message: ToWorker) => {
  if (message.kind === 'start') void start(message);
  else if (message.kind === 'drain') void endSoon();
});
tell({ kind: 'loaded' });

function tell(message: FromWorker, then: () => void = () => {}): void {
  if (process.connected) process.send!(message, then);
}

async function start(orders: Extract<ToWorker, { kind: 'start' }>): Promise<void> {
  const ruleset = deepFreeze(JSON.parse(orders.ruleset) as Ruleset);
  try {
    log = new ErrorLog(ruleset.host.core, ruleset.host.base.core?.logLevel);
    serving = await startServing({
      ruleset,
      sessionKey: orders.sessionKey,
      ...(orders.identity && { identity: orders.identity }),
      ...(orders.identity && { startHelper: startsOver(process as StarterChannel) }),
      bindsElsewhere: true,
      log,
    });
    if (ending) await endNow();
    else tell({ kind: 'ready', warnings: serving.warnings });
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    tell({ kind: 'failed', lines: error.lines }, () => process.exit(1));
  }
}

/** Our own mistake outside any request: nothing can be trusted after it, so the primary starts another worker. */
function crash(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = `worker ends because of an error inside kerbgate: ${text}`;
  if (log) log.write('error', undefined, undefined, message);
  else process.stderr.write(`${message}\n`);
  exit(1);
}

/** Ends the process when the logs have their last lines. */
function exit(code: number, closed: Promise<unknown> = Promise.resolve()): void {
  setTimeout(() => process.exit(code), logPause).unref();
  void closed.then(() => log?.close()).finally(() => process.exit(code));
}

/** How long a slow disk may hold up the end of a worker; milliseconds. */
const logPause = 1000;

/** How long scripts get to hear that they shall end; milliseconds. */
const scriptPause = 50;

async function endNow(): Promise<void> {
  ending = true;
  if (!serving) process.exit(0);
  const closed = serving.close();
  setTimeout(() => exit(0, closed), scriptPause);
}

async function endSoon(): Promise<void> {
  ending = true;
  await serving?.drain();
  exit(0);
}
