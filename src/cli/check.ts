import { Command, Option } from 'commander';
import { display } from '../report/display.js';
import { encodingNotes } from '../report/encoding.js';
import { missingText, onThisMachine } from '../report/missing-here.js';
import { oddityNotes } from '../report/oddity-notes.js';
import { inOrder } from '../report/order.js';
import { renderDiagnostics } from '../report/pretty.js';
import { type Diagnostic, refuses, type Severity } from '../source/diagnostic.js';
import { certificateProblems } from './certificates-here.js';
import { diagnosticJson } from './diagnostic-json.js';
import { CommandFailed, type Done, type ExitCode, exitCodes } from './exit-codes.js';
import { loadHtaccess, withHtaccessHint } from './htaccess.js';
import { identityProblems } from './identity-here.js';
import { type InputOptions, loadInput, takesSurroundings, whatFileIs } from './input.js';
import { nameFrom } from './lint-target.js';
import { terminalOptions } from './refusal.js';

interface CheckOptions extends InputOptions {
  readonly format: 'pretty' | 'json';
  readonly here?: true;
  readonly all?: true;
  readonly htaccess?: true;
  readonly override: string;
}

/** What is found in one FILE, or why it cannot be read. */
interface Checked {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly unreadable?: CommandFailed;
}

/** `check FILE...`: everything that is wrong with configurations, in one run. */
export function checkCommand(done: Done): Command {
  return takesSurroundings(
    new Command('check').argument('<files...>', `${whatFileIs}, or - for standard input; each on its own`),
  )
    .description('tell everything that is wrong with configurations')
    .addOption(
      new Option('--format <format>', 'how to tell it').choices(['pretty', 'json']).default('pretty'),
    )
    .option(
      '--here',
      'files and users that this machine lacks are errors, as for httpd -t, and so are certificates and keys that httpd would not start with',
    )
    .option('--htaccess', 'every FILE is a per-directory file such as .htaccess')
    .option('--override <classes>', 'what AllowOverride admits in it, as in its line', 'All')
    .option('--all', 'show findings too that say the same as others')
    .action((paths: readonly string[], options: CheckOptions, command: Command) => {
      if (!options.htaccess && command.getOptionValueSource('override') === 'cli')
        throw new CommandFailed(
          '--override is for per-directory files: it wants --htaccess',
          exitCodes.usage,
        );
      const checked = paths.map((path) => check(path, options));
      if (options.format === 'json') printJson(checked);
      else printPretty(checked, options);
      done(exitCodeOf(checked));
    });
}

function check(path: string, options: CheckOptions): Checked {
  try {
    const loaded = options.htaccess
      ? loadHtaccess(path, options.override, options)
      : loadInput(path, options, !options.here);
    const { file } = loaded;
    const hinted = options.htaccess ? loaded.diagnostics : withHtaccessHint(loaded.diagnostics);
    const found = onThisMachine(hinted, options.here === true);
    const notes = [...encodingNotes(file), ...oddityNotes(loaded)];
    const started = options.here && !refuses(found) ? loaded.ruleset : undefined;
    const atStart = started ? [...certificateProblems(started), ...identityProblems(started)] : [];
    return { path: file.path, diagnostics: inOrder([...notes, ...found, ...atStart]) };
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return { path, diagnostics: [], unreadable: error };
  }
}

function exitCodeOf(checked: readonly Checked[]): ExitCode {
  if (checked.some(({ unreadable }) => unreadable)) return exitCodes.usage;
  return checked.some(({ diagnostics }) => refuses(diagnostics)) ? exitCodes.findings : exitCodes.fine;
}

function printJson(checked: readonly Checked[]): void {
  for (const { unreadable } of checked) if (unreadable) tellUnreadable(unreadable);
  const found = checked.flatMap(({ diagnostics }) => diagnostics.map(diagnosticJson));
  process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
}

function printPretty(checked: readonly Checked[], { all }: CheckOptions): void {
  const options = { ...terminalOptions(process.stdout), named: nameFrom(), all: all === true };
  for (const { path, diagnostics, unreadable } of checked) {
    if (unreadable) tellUnreadable(unreadable);
    else if (diagnostics.length === 0) process.stdout.write(`${display(path)}: nothing is wrong\n`);
    else
      process.stdout.write(
        `${renderDiagnostics(diagnostics, options)}\n${display(path)}: ${summary(diagnostics)}\n`,
      );
    if (diagnostics.length > 0 && checked.length > 1) process.stdout.write('\n');
  }
  if (checked.length > 1) process.stdout.write(`${total(checked)}\n`);
}

function tellUnreadable({ message }: CommandFailed): void {
  process.stderr.write(`kerbgate: ${message}\n`);
}

function total(checked: readonly Checked[]): string {
  const found = checked.flatMap(({ diagnostics }) => diagnostics);
  const unread = checked.filter(({ unreadable }) => unreadable).length;
  const said = found.length === 0 ? 'nothing is wrong' : summary(found);
  return `${checked.length} files: ${said}${unread === 0 ? '' : `, ${unread} not read`}`;
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => count(diagnostics, severity));
  return `${counts.join(', ')}${missingText(diagnostics)}`;
}

function count(diagnostics: readonly Diagnostic[], severity: Severity): string[] {
  const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  if (number === 0) return [];
  return [`${number} ${severity}${number === 1 ? '' : 's'}`];
}
