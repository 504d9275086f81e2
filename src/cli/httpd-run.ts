import { appendFileSync, existsSync } from 'node:fs';
import type { BoundConfiguration } from '../bind/bound.js';
import type { Mpm } from '../directives/mpm_common.js';
import { compiledInText, directivesText, loadedModulesText } from '../reference/modules.js';
import { httpdMessages } from '../report/httpd.js';
import { type Loaded, servable, Unreadable } from '../serve/load.js';
import { systemErrorText } from '../serve/start-problem.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { type HttpdCall, loadFor, type Say } from './httpd-call.js';
import { control } from './httpd-control.js';
import { dumps } from './httpd-dumps.js';
import type { HttpdOptions } from './httpd-options.js';
import { startHttpd } from './httpd-start.js';
import { settingsText } from './httpd-texts.js';
import { logFolderProblems } from './log-folders.js';
import { refusalLines, unservedLines } from './refusal.js';

/** Does what needs the configuration, from `-l` to the server itself. */
export async function runHttpd(call: HttpdCall): Promise<ExitCode> {
  const { flags, startLog } = call.options;
  if (flags.has('l')) return print(compiledInText());
  const say = startMessages(startLog);
  try {
    return await withConfiguration(call, loadFor(call.options), say);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    if (flags.has('V')) process.stdout.write(settingsText(undefined));
    say(`httpd: ${error.message}`);
    return exitCodes.findings;
  }
}

function print(text: string): ExitCode {
  process.stdout.write(text);
  return exitCodes.fine;
}

function startMessages(file: string | undefined): Say {
  const toTerminal: Say = (line) => void process.stderr.write(`${line}\n`);
  if (file === undefined) return toTerminal;
  try {
    appendFileSync(file, '');
    return (line) => appendFileSync(file, `${line}\n`);
  } catch (error) {
    toTerminal(
      `${systemErrorText(error as NodeJS.ErrnoException)}: AH00086: httpd: could not open error log file ${file}.`,
    );
    return toTerminal;
  }
}

async function withConfiguration(call: HttpdCall, loaded: Loaded, say: Say): Promise<ExitCode> {
  const { flags, control: asked } = call.options;
  const refusal = refusalOf(loaded);
  const mpm = mpmOf(loaded.bound);
  if (flags.has('V')) process.stdout.write(settingsText(refusal.length > 0 ? undefined : mpm));
  if (refusal.length > 0) {
    refusal.forEach(say);
    return exitCodes.findings;
  }
  if (flags.has('V')) return exitCodes.fine;
  const choice = { loaded: loaded.bound?.modules ?? new Set<string>(), mpm };
  if (flags.has('L')) return print(directivesText(choice));
  const warn: Say = /^(?:emerg|alert|crit|error)$/i.test(call.options.startLevel ?? '') ? () => {} : say;
  warnOfDocumentRoot(flags, loaded, warn);
  const tests = ['t', 'S', 'M'].some((flag) => flags.has(flag));
  if (tests) return test(call.options, loaded, loadedModulesText(choice), say, warn);
  return control(asked, loaded, say) ?? start(call, loaded, say);
}

/** What httpd itself refuses, in its words. */
export function refusalOf({ diagnostics, bound }: Loaded): readonly string[] {
  const lines = httpdMessages(diagnostics, 'httpd');
  if (lines.length > 0 || !bound) return lines;
  const problems = logFolderProblems(bound);
  return problems.length > 0 ? [...problems, checkFailed] : [];
}

const checkFailed = 'AH00014: Configuration check failed';

function warnOfDocumentRoot(flags: ReadonlySet<string>, { ruleset }: Loaded, say: Say): void {
  const root = ruleset?.host.core.documentRoot;
  if (flags.has('T') || root === undefined || existsSync(Buffer.from(root, 'latin1'))) return;
  say(`AH00112: Warning: DocumentRoot [${root}] does not exist`);
}

/** `-t` and what belongs to it. */
function test(options: HttpdOptions, loaded: Loaded, modules: string, say: Say, warn: Say): ExitCode {
  const text = dumps(options.defines, loaded, modules);
  if (text !== undefined) return print(text);
  unservedLines(loaded.diagnostics).forEach(warn);
  say('Syntax OK');
  return exitCodes.fine;
}

function start(call: HttpdCall, loaded: Loaded, say: Say): Promise<ExitCode> | ExitCode {
  const ruleset = servable(loaded);
  if (ruleset) return startHttpd({ ...call, ruleset, say });
  refusalLines(loaded.diagnostics).forEach(say);
  return exitCodes.findings;
}

/** The MPM that a LoadModule line names, else event. */
function mpmOf(bound: BoundConfiguration | undefined): Mpm {
  for (const { name, at } of bound?.items ?? []) {
    if (name !== 'LoadModule') continue;
    const found = /^mpm_(event|worker|prefork)_module$/.exec(at.args.words[0]?.value ?? '');
    if (found) return found[1] as Mpm;
  }
  return 'event';
}
