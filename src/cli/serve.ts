import { Command, InvalidArgumentError } from 'commander';
import type { ListenAddress } from '../ruleset/core.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { addressText, socketsOf } from '../serve/listening.js';
import { servable } from '../serve/load.js';
import { runServer } from '../serve/run.js';
import { StartProblem } from '../serve/start-problem.js';
import { CommandFailed, type Done, exitCodes } from './exit-codes.js';
import { type InputOptions, loadInput, takesFile, tellFindings } from './input.js';
import { refusalLines } from './refusal.js';

interface ServeOptions extends InputOptions {
  readonly workers?: number;
}

/** `serve FILE`: serves in the foreground until it is told to stop. */
export function serveCommand(done: Done): Command {
  return takesFile(new Command('serve'))
    .description('serve a configuration in the foreground')
    .option('--workers <number>', 'how many processes serve; one per core if not given', workerCount)
    .action(async (path: string, options: ServeOptions) => {
      const loaded = loadInput(path, options);
      tellFindings(loaded.diagnostics);
      const ruleset = servable(loaded);
      done(ruleset ? await serve(path, ruleset, options) : exitCodes.findings);
    });
}

function workerCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1024) return count;
  throw new InvalidArgumentError('It is a number from 1 to 1024.');
}

async function serve(path: string, ruleset: Ruleset, options: ServeOptions): Promise<0 | 1> {
  if (socketsOf(ruleset.host.core).length === 0) {
    throw new CommandFailed(
      `${path} does not say where to listen: add a line such as "Listen 127.0.0.1:8080"`,
      exitCodes.findings,
    );
  }
  const { pidFile } = ruleset.host.core;
  try {
    const ending = await runServer(ruleset, {
      ...(options.workers !== undefined && { workers: options.workers }),
      ...(pidFile !== undefined && { pidFile }),
      commandLine: `kerbgate serve ${path}`,
      reread: () => reread(path, options),
      listening: (warnings) => tellListening(ruleset, warnings),
    });
    return ending.code;
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    throw new CommandFailed(error.message, exitCodes.findings);
  }
}

function reread(path: string, options: ServeOptions): Ruleset | readonly string[] {
  if (path === '-') return ['the configuration came from standard input and cannot be read again'];
  try {
    const loaded = loadInput(path, options);
    return servable(loaded) ?? refusalLines(loaded.diagnostics);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function tellListening(ruleset: Ruleset, warnings: readonly string[]): void {
  const { core } = ruleset.host;
  if (core.errorLog !== undefined)
    for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
  if (core.authRequests)
    process.stdout.write(
      `kerbgate answers questions of servers in front on ${addressText(core.authRequests)}\n`,
    );
  else
    for (const listen of core.listen)
      process.stdout.write(`kerbgate listens on ${schemeAt(listen, ruleset)}://${addressText(listen)}/\n`);
}

/** For people: what the servers of a port speak, or the first of them. */
function schemeAt({ port, protocol }: ListenAddress, { host, virtualHosts }: Ruleset): 'http' | 'https' {
  const server = virtualHosts.find(({ addresses }) => addresses.some((each) => each.port === port));
  const declared = server !== undefined && (protocol ?? (port === 443 ? 'https' : 'http')) === 'https';
  return (server?.mod_ssl.engine ?? host.mod_ssl.engine ?? declared) ? 'https' : 'http';
}
