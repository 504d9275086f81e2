import { display } from '../report/display.js';
import { CommandFailed, type ExitCode, exitCodes } from './exit-codes.js';

/** Runs kerbgate's command line and sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // Whoever read our output may be gone, such as head(1): that is no mistake of ours.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    process.exitCode = await run(argv);
  } catch (error) {
    process.exitCode = fail(error);
  }
}

/** httpd's command line is not ours to parse: every word goes to it as it is. */
async function run(argv: readonly string[]): Promise<ExitCode> {
  if (argv[0] === 'httpd') return (await import('./httpd.js')).httpd(argv.slice(1));
  return (await import('./commands.js')).runCommand(argv);
}

function fail(error: unknown): ExitCode {
  if (error instanceof CommandFailed) {
    if (error.message !== '')
      process.stderr.write(`kerbgate: ${error.message.split('\n').map(display).join('\n')}\n`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `kerbgate: this is a mistake of kerbgate itself: ${message}\n` +
      'Please report it with the command and, if you can, the configuration that led to it.\n',
  );
  if (process.env.KERBGATE_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  else process.stderr.write('With KERBGATE_DEBUG=1 the place in the program is shown.\n');
  return exitCodes.bug;
}
