import { Command, CommanderError } from 'commander';
import { version } from '../serve/version.js';
import { type Done, type ExitCode, exitCodes } from './exit-codes.js';

/** Each command's module by its name: only the one that is asked for is loaded, since loading the server takes a while. */
const commands: Readonly<Record<string, (done: Done) => Promise<Command>>> = {
  serve: async (done) => (await import('./serve.js')).serveCommand(done),
  compile: async (done) => (await import('./compile.js')).compileCommand(done),
  check: async (done) => (await import('./check.js')).checkCommand(done),
  lint: async (done) => (await import('./lint.js')).lintCommand(done),
  rules: async (done) => (await import('./rules.js')).rulesCommand(done),
  explain: async (done) => (await import('./explain.js')).explainCommand(done),
  diff: async (done) => (await import('./diff.js')).diffCommand(done),
  migrate: async (done) => (await import('./migrate.js')).migrateCommand(done),
  probe: async (done) => (await import('./probe.js')).probeCommand(done),
  'language-server': async () => (await import('./language-server.js')).languageServerCommand(),
  directives: async (done) => (await import('./directives.js')).directivesCommand(done),
  httpd: async () => httpdHelp(),
};

/** Runs one of kerbgate's own commands. */
export async function runCommand(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCodes.fine;
  const program = await newProgram(argv[0], (given) => {
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

async function newProgram(asked: string | undefined, done: Done): Promise<Command> {
  const program = new Command('kerbgate')
    .description('Serves, checks and explains Apache httpd configuration that protects sites with Kerberos.')
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit codes: 0 fine, 1 findings or a refused configuration, 2 usage or unreadable input, 3 a bug in kerbgate.',
    );
  const names = asked !== undefined && Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
  for (const name of names) program.addCommand((await commands[name]!(done)).copyInheritedSettings(program));
  return program;
}

/** For the list of commands only: its words never get here. */
function httpdHelp(): Command {
  return new Command('httpd').description(
    "httpd's own command line, for scripts that expect httpd (httpd -h)",
  );
}
