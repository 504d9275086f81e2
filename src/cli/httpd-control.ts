import type { Loaded } from '../serve/load.js';
import { type PidState, pidState } from '../serve/pid-file.js';
import { systemErrorText } from '../serve/start-problem.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import type { Control } from './httpd-options.js';
import { pidFileOf } from './httpd-paths.js';

type Say = (line: string) => void;

const signals: Readonly<Record<Exclude<Control, 'start'>, NodeJS.Signals>> = {
  stop: 'SIGTERM',
  restart: 'SIGHUP',
  graceful: 'SIGUSR1',
  'graceful-stop': 'SIGWINCH',
};

/**
 * What `-k` does to a server that may run already (`ap_signal_server`). The exit code when that is all there is to do; `undefined`
 * when a server shall be started.
 */
export function control(asked: Control | undefined, loaded: Loaded, say: Say): ExitCode | undefined {
  if (!loaded.ruleset) return undefined;
  const file = pidFileOf(loaded.ruleset.host.core);
  const state = pidState(file);
  if (state.kind === 'unreadable') {
    say(`AH00058: Error retrieving pid file ${file}`);
    say('AH00059: Remove it before continuing if it is corrupted.');
    return exitCodes.findings;
  }
  const action = asked ?? 'start';
  if (action === 'start') return state.kind === 'running' ? tell(statusOf(state)) : undefined;
  if (state.kind === 'running') return signal(state.pid, signals[action], say);
  if (action === 'stop' || action === 'graceful-stop') return tell(statusOf(state));
  tell('httpd not running, trying to start');
  return undefined;
}

function statusOf(state: Exclude<PidState, { kind: 'unreadable' }>): string {
  if (state.kind === 'none') return 'httpd (no pid file) not running';
  if (state.kind === 'gone') return `httpd (pid ${state.pid}?) not running`;
  return `httpd (pid ${state.pid}) already running`;
}

/** httpd says this on standard output, and that all is well. */
function tell(line: string): ExitCode {
  process.stdout.write(`${line}\n`);
  return exitCodes.fine;
}

function signal(pid: number, name: NodeJS.Signals, say: Say): ExitCode {
  try {
    process.kill(pid, name);
    return exitCodes.fine;
  } catch (error) {
    say(`${systemErrorText(error as NodeJS.ErrnoException)}: sending signal to server`);
    return exitCodes.findings;
  }
}
