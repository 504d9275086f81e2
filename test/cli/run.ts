import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compiled, projectFolder } from '../kit/project.js';
import { patience } from '../kit/wait.js';

/** What a run of kerbgate said and how it ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs bin/kerbgate to its end. */
export function kerbgate(args: readonly string[], input = ''): CommandResult {
  compiled('src/cli/main.js');
  return run(process.execPath, [join(projectFolder, 'bin', 'kerbgate'), ...args], input);
}

/** Runs any program to its end, whatever its exit code is. */
export function run(program: string, args: readonly string[], input = ''): CommandResult {
  const result = spawnSync(program, args, { input, encoding: 'utf8', timeout: patience });
  if (result.error) throw result.error;
  return { code: result.status, out: result.stdout, error: result.stderr };
}
