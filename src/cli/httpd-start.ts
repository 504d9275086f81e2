import type { Ruleset } from '../ruleset/ruleset.js';
import { servable } from '../serve/load.js';
import { type RunOptions, runServer } from '../serve/run.js';
import { StartProblem } from '../serve/start-problem.js';
import { startDetached, tellLauncher } from './detached.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { type HttpdCall, loadFor, type Say } from './httpd-call.js';
import type { HttpdOptions } from './httpd-options.js';
import { pidFileOf, withErrorLog } from './httpd-paths.js';
import { refusalLines } from './refusal.js';

/** What a start of the server is made of. */
export interface HttpdStart extends HttpdCall {
  readonly ruleset: Ruleset;
  readonly say: Say;
}

/** Starts the server here or in the background; resolves when it has ended, or when the one in the background listens. */
export async function startHttpd(start: HttpdStart): Promise<ExitCode> {
  const { options, words, detached } = start;
  const stays = ['FOREGROUND', 'NO_DETACH', 'ONE_PROCESS', 'DEBUG'].some((name) =>
    options.defines.includes(name),
  );
  if (!detached && !stays) return startDetached(words, start.say);
  const say: Say = detached ? (line) => tellLauncher({ kind: 'failed', line }) : start.say;
  try {
    const ending = await runServer(withErrorLog(start.ruleset), runOptions(start, say));
    return ending.code;
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    error.lines.forEach(say);
    return exitCodes.findings;
  }
}

function runOptions({ options, ruleset, words, detached }: HttpdStart, say: Say): RunOptions {
  const single = ['ONE_PROCESS', 'DEBUG'].some((name) => options.defines.includes(name));
  return {
    ...(single && { workers: 'single' as const }),
    pidFile: pidFileOf(ruleset.host.core),
    commandLine: ['httpd', ...words].join(' '),
    reread: () => reread(options),
    listening: (warnings) => {
      if (detached) tellLauncher({ kind: 'listening', warnings });
      else for (const warning of warnings) say(`warning: ${warning}`);
    },
  };
}

function reread(options: HttpdOptions): Ruleset | readonly string[] {
  try {
    const loaded = loadFor(options);
    const ruleset = servable(loaded);
    return ruleset ? withErrorLog(ruleset) : refusalLines(loaded.diagnostics);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
