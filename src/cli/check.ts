import { Command, Option } from 'commander';
import { display } from '../report/display.js';
import { renderDiagnostics } from '../report/pretty.js';
import { type Diagnostic, refuses, type Severity } from '../source/diagnostic.js';
import { diagnosticJson } from './diagnostic-json.js';
import { type Done, exitCodes } from './exit-codes.js';
import { type InputOptions, loadInput, takesFile } from './input.js';
import { terminalOptions } from './refusal.js';

interface CheckOptions extends InputOptions {
  readonly format: 'pretty' | 'json';
}

/** `check FILE`: everything that is wrong with a configuration, in one run. */
export function checkCommand(done: Done): Command {
  return takesFile(new Command('check'))
    .description('tell everything that is wrong with a configuration')
    .addOption(
      new Option('--format <format>', 'how to tell it').choices(['pretty', 'json']).default('pretty'),
    )
    .action((path: string, options: CheckOptions) => {
      const { file, diagnostics } = loadInput(path, options);
      process.stdout.write(
        options.format === 'json'
          ? `${JSON.stringify(diagnostics.map(diagnosticJson), undefined, 2)}\n`
          : pretty(file.path, diagnostics),
      );
      done(refuses(diagnostics) ? exitCodes.findings : exitCodes.fine);
    });
}

function pretty(path: string, diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return `${display(path)}: nothing is wrong\n`;
  return `${renderDiagnostics(diagnostics, terminalOptions(process.stdout))}\n${summary(diagnostics)}\n`;
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => count(diagnostics, severity));
  return counts.join(', ');
}

function count(diagnostics: readonly Diagnostic[], severity: Severity): string[] {
  const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  if (number === 0) return [];
  return [`${number} ${severity}${number === 1 ? '' : 's'}`];
}
