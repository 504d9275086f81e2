import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { toJson } from '../ruleset/json.js';
import { servable } from '../serve/load.js';
import { systemErrorText } from '../source/system-error.js';
import { CommandFailed, type Done, exitCodes } from './exit-codes.js';
import { type InputOptions, loadInput, takesFile, tellFindings } from './input.js';

interface CompileOptions extends InputOptions {
  readonly out?: string;
}

/** `compile FILE`: the ruleset as JSON, which `serve` takes in place of the configuration. */
export function compileCommand(done: Done): Command {
  return takesFile(new Command('compile'))
    .description('write the ruleset of a configuration as JSON, which serve takes too')
    .option('-o, --out <file>', 'where to write it; else to standard output')
    .action((path: string, options: CompileOptions) => {
      const loaded = loadInput(path, options);
      tellFindings(loaded.diagnostics);
      const ruleset = servable(loaded);
      if (ruleset) write(toJson(ruleset), options.out);
      const unreadable = loaded.diagnostics.some(({ code }) => code === 'bad-json');
      done(ruleset ? exitCodes.fine : unreadable ? exitCodes.usage : exitCodes.findings);
    });
}

function write(text: string, out: string | undefined): void {
  if (out === undefined || out === '-') {
    process.stdout.write(text);
    return;
  }
  try {
    // It holds what the configuration holds, keys among it: a new file is its writer's alone.
    writeFileSync(out, text, { mode: 0o600 });
  } catch (error) {
    throw new CommandFailed(`${out} cannot be written: ${systemErrorText(error)}`, exitCodes.usage);
  }
}
