import { existsSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Baseline, baselineOf, beyondBaseline, readBaseline } from '../lint/baseline.js';
import { type Finding, fingerprinted } from '../lint/finding.js';
import { lintRules } from '../lint/rules/index.js';
import type { LoadedSettings } from '../lint/settings-file.js';
import { display } from '../report/display.js';
import { type LintFormat, lintFormats, renderLint } from '../report/lint-formats.js';
import { countsOf, type LintReport } from '../report/lint-report.js';
import { version } from '../serve/version.js';
import type { Severity } from '../source/diagnostic.js';
import { systemErrorText } from '../source/system-error.js';
import { CommandFailed, type Done, type ExitCode, exitCodes } from './exit-codes.js';
import { fixDecisionsText } from './fix-decisions.js';
import { takesFolders, takesSurroundings } from './input.js';
import { dryRunJson, type Fixed, fixTargets } from './lint-fix.js';
import { type LintTarget, lintTargets, loadSettings, textOf } from './lint-input.js';
import { inspectTarget, type LintOptions, nameFrom, realNameFrom, type Seen } from './lint-target.js';
import { terminalOptions } from './refusal.js';
import { unifiedDiff } from './unified-diff.js';
import { writeWhole } from './write-whole.js';

/** `lint [FILE...]`: traps in configurations, judged by what is in force. */
export function lintCommand(done: Done): Command {
  const command = new Command('lint').argument(
    '[files...]',
    'configuration files, ServerRoots, folders of .conf and .htaccess files, or patterns',
  );
  return takesFolders(takesSurroundings(command))
    .description('find what lets in, breaks or leaks although httpd takes it')
    .addOption(new Option('--format <format>', 'how to tell it').choices([...lintFormats]).default('pretty'))
    .option('--config <file>', 'settings (default: kerbgate.json or .kerbgaterc.json here or above)')
    .addOption(new Option('--preset <name>', 'which rules are on').choices(['recommended', 'strict', 'none']))
    .addOption(
      new Option('--fail-level <severity>', 'what makes the exit code 1').choices([
        'error',
        'warning',
        'note',
        'none',
      ]),
    )
    .option('--max-warnings <number>', 'more warnings make the exit code 1', count)
    .option('--baseline <file>', 'findings in this file are known and not told')
    .option('--update-baseline', 'write all findings into the baseline', false)
    .option('--stdin', 'read the text from standard input', false)
    .option('--stdin-filename <path>', 'what that text is called', '<stdin>')
    .option('--htaccess', 'every FILE is a per-directory file', false)
    .option('--fix', 'make the safe changes', false)
    .option('--fix-unsafe', 'make all changes: they may decide requests otherwise', false)
    .option('--fix-dry-run', 'print the safe changes, with --fix-unsafe all, as a diff and write none', false)
    .addHelpText(
      'after',
      [
        '\nExit codes: 0 nothing as severe as --fail-level (error, unless kerbgate.json says otherwise), 1 findings that are,',
        'or with --fix-dry-run a change to make, 2 usage, or a file that cannot be read or written.',
      ].join('\n'),
    )
    .action((named: readonly string[], options: LintOptions) => done(runLint(named, options)));
}

function count(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no number.');
}

function runLint(named: readonly string[], options: LintOptions): ExitCode {
  const loaded = loadSettings(options.config);
  const targets = targetsOf(named, options, loaded);
  const fixed =
    options.fix || options.fixUnsafe || options.fixDryRun ? fixTargets(targets, options, loaded) : undefined;
  if (fixed && (options.fixDryRun || options.stdin)) return tellDryRun(fixed, options);
  if (fixed) {
    writeWhole(fixed.changed);
    if (options.format !== 'json') process.stderr.write(fixDecisionsText(fixed.decisions));
  }
  const seen = targets.map((target) => inspectTarget(target, options, loaded));
  const report = reportOf(seen, options);
  return tell(fixed ? { ...report, decisions: fixed.decisions } : report, options, loaded);
}

/** The changes to standard output, so that they can be applied from there; what they decide otherwise beside it. */
function tellDryRun(fixed: Fixed, options: LintOptions): ExitCode {
  const { changed, decisions } = fixed;
  if (options.format === 'json') process.stdout.write(dryRunJson(fixed, nameFrom()));
  else {
    process.stdout.write(unifiedDiff(changed, realNameFrom()));
    process.stderr.write(fixDecisionsText(decisions));
  }
  if (changed.length === 0) process.stderr.write(`kerbgate: ${noChange(options)}\n`);
  return changed.length > 0 ? exitCodes.findings : exitCodes.fine;
}

function noChange({ fixUnsafe }: LintOptions): string {
  return fixUnsafe
    ? 'there is no change to make'
    : 'there is no safe change to make; --fix-dry-run --fix-unsafe shows those, too, that may decide requests otherwise';
}

function targetsOf(
  named: readonly string[],
  { stdin, stdinFilename }: LintOptions,
  { settings }: LoadedSettings,
): readonly LintTarget[] {
  if (stdin) return [{ path: stdinFilename }];
  if (named.length === 0) throw new CommandFailed('name a file or folder, or --stdin', exitCodes.usage);
  return lintTargets(named, settings.ignore ?? []);
}

function reportOf(seen: readonly Seen[], options: LintOptions): LintReport {
  const named = nameFrom();
  const { define, root, stdin } = options;
  const surroundingsOf = (main: Seen | undefined): readonly string[] => {
    const start = root ?? main?.root;
    return [...define.flatMap((name) => ['-D', name]), ...(start === undefined ? [] : ['-d', start])];
  };
  const mainFile = (path: string): string => (stdin && path === '<stdin>' ? '-' : path);
  const mains = new Map<Finding, Seen>(
    seen.flatMap((main) => main.findings.map((each) => [each, main] as const)),
  );
  const all = fingerprinted(
    seen.flatMap(({ findings }) => findings),
    named,
  );
  const once = [...new Map(all.map((each) => [`${each[1]} ${each[0].span.start}`, each])).values()];
  const baseline = baselineIn(options, once);
  const findings = baseline ? beyondBaseline(once, baseline) : once;
  return {
    findings,
    named,
    wordsOf: (finding) => {
      const main = mains.get(finding);
      return [...surroundingsOf(main), mainFile(named(main?.main ?? ''))];
    },
    files: new Set(seen.flatMap(({ files }) => files)).size,
    ignored: seen.reduce((sum, { ignored }) => sum + ignored, 0),
    known: once.length - findings.length,
    version,
  };
}

function baselineIn(
  { baseline: path, updateBaseline }: LintOptions,
  findings: LintReport['findings'],
): Baseline | undefined {
  if (path === undefined) {
    if (updateBaseline) throw new CommandFailed('--update-baseline wants --baseline FILE', exitCodes.usage);
    return undefined;
  }
  if (updateBaseline) {
    const made = baselineOf(findings);
    writeBaseline(path, made);
    return made;
  }
  if (!existsSync(path))
    throw new CommandFailed(`${path} is not there: --update-baseline writes it`, exitCodes.usage);
  const { baseline, problem } = readBaseline(textOf(path));
  if (problem !== undefined) throw new CommandFailed(`${path} ${display(problem)}`, exitCodes.usage);
  return baseline;
}

function writeBaseline(path: string, made: Baseline): void {
  try {
    writeFileSync(path, `${JSON.stringify(made, undefined, 2)}\n`);
  } catch (error) {
    throw new CommandFailed(`${path} cannot be written: ${systemErrorText(error)}`, exitCodes.usage);
  }
}

function tell(report: LintReport, options: LintOptions, { settings }: LoadedSettings): ExitCode {
  const { format } = options as { readonly format: LintFormat };
  process.stdout.write(renderLint(format, report, lintRules, terminalOptions(process.stdout)));
  const counts = countsOf(report);
  const most = options.maxWarnings ?? settings.maxWarnings;
  const tooMany = most !== undefined && counts.warning > most;
  if (tooMany)
    process.stderr.write(
      `kerbgate: ${counts.warning} ${counts.warning === 1 ? 'warning' : 'warnings'}, more than ${most}\n`,
    );
  const level = options.failLevel ?? settings.failLevel ?? 'error';
  return tooMany || fails(counts, level) ? exitCodes.findings : exitCodes.fine;
}

function fails(counts: Readonly<Record<Severity, number>>, level: Severity | 'none'): boolean {
  const order: readonly Severity[] = ['note', 'warning', 'error'];
  return level !== 'none' && order.slice(order.indexOf(level)).some((severity) => counts[severity] > 0);
}
