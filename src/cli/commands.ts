import { Command, CommanderError } from 'commander';
import { version } from '../serve/version.js';
import { checkCommand } from './check.js';
import { compileCommand } from './compile.js';
import { directivesCommand } from './directives.js';
import { type Done, type ExitCode, exitCodes } from './exit-codes.js';
import { explainCommand } from './explain.js';
import { probeCommand } from './probe.js';
import { serveCommand } from './serve.js';

/** Runs one of kerbgate's own commands. */
export async function runCommand(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCodes.fine;
  const program = newProgram((given) => {
    code = given;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  }
}

function newProgram(done: Done): Command {
  const program = new Command('kerbgate')
    .description('Serves, checks and explains Apache httpd configuration that protects sites with Kerberos.')
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit codes: 0 fine, 1 findings or a refused configuration, 2 usage or unreadable input, 3 a bug in kerbgate.',
    );
  const commands = [
    serveCommand(done),
    compileCommand(done),
    checkCommand(done),
    explainCommand(done),
    probeCommand(done),
    directivesCommand(done),
    httpdHelp(),
  ];
  for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
  return program;
}

/** For the list of commands only: its words never get here. */
function httpdHelp(): Command {
  return new Command('httpd').description(
    "httpd's own command line, for scripts that expect httpd (httpd -h)",
  );
}
