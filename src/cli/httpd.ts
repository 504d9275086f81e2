import { appendFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BoundConfiguration } from '../bind/bound.js';
import type { Mpm } from '../directives/mpm_common.js';
import { compiledInText, directivesText, loadedModulesText } from '../reference/modules.js';
import { httpdMessages } from '../report/httpd.js';
import { type Loaded, load, readSource, servable, Unreadable } from '../serve/load.js';
import { systemErrorText } from '../serve/start-problem.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import { control } from './httpd-control.js';
import { dumps } from './httpd-dumps.js';
import { type HttpdOptions, readHttpdOptions } from './httpd-options.js';
import { startHttpd } from './httpd-start.js';
import { httpdDefaults, settingsText, usageText, versionText } from './httpd-texts.js';
import { refusalLines, unservedLines } from './refusal.js';

/** Standard error, or the file that `-E` names. */
export type Say = (line: string) => void;

/** Runs httpd's own command line; the exit codes are httpd's. */
export async function httpd(words: readonly string[]): Promise<ExitCode> {
  const detached = words[0] === '--detached';
  const options = readHttpdOptions(detached ? words.slice(1) : words);
  if ('problem' in options) return usage(options.problem);
  if (options.flags.has('v')) return print(versionText(built()));
  if (options.flags.has('l')) return print(compiledInText());
  const say = startMessages(options.startLog);
  try {
    const loaded = loadFor(options);
    return await withConfiguration(options, loaded, say, words, detached);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    if (options.flags.has('V')) process.stdout.write(settingsText(built(), undefined));
    say(`httpd: ${error.message}`);
    return exitCodes.findings;
  }
}

function usage(problem: string): ExitCode {
  process.stderr.write(`${problem === '' ? '' : `${problem}\n`}${usageText}`);
  return exitCodes.findings;
}

function print(text: string): ExitCode {
  process.stdout.write(text);
  return exitCodes.fine;
}

function built(): Date {
  return statSync(new URL(import.meta.url)).mtime;
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

/** Reads the configuration that the options name; relative names start at the server root, as in httpd. */
export function loadFor(options: HttpdOptions): Loaded {
  const root = resolve(options.root ?? httpdDefaults.root);
  const file = resolve(root, options.file ?? httpdDefaults.file);
  return load(readSource(Buffer.from(file).toString('latin1')), {
    serverRoot: Buffer.from(root).toString('latin1'),
    defines: options.defines,
    before: options.before,
    after: options.after,
    environment: process.env,
  });
}

async function withConfiguration(
  options: HttpdOptions,
  loaded: Loaded,
  say: Say,
  words: readonly string[],
  detached: boolean,
): Promise<ExitCode> {
  const { flags } = options;
  const refusal = httpdMessages(loaded.diagnostics, 'httpd');
  const mpm = mpmOf(loaded.bound);
  if (flags.has('V')) process.stdout.write(settingsText(built(), refusal.length > 0 ? undefined : mpm));
  if (refusal.length > 0) {
    refusal.forEach(say);
    return exitCodes.findings;
  }
  if (flags.has('V')) return exitCodes.fine;
  const choice = { loaded: loaded.bound?.modules ?? new Set<string>(), mpm };
  if (flags.has('L')) return print(directivesText(choice));
  const tests = ['t', 'S', 'M'].some((flag) => flags.has(flag));
  if (tests) return test(options, loaded, loadedModulesText(choice), say);
  const controlled = control(options.control, loaded, say);
  if (controlled !== undefined) return controlled;
  return start(options, loaded, say, words, detached);
}

/** `-t` and what belongs to it. */
function test(options: HttpdOptions, loaded: Loaded, modules: string, say: Say): ExitCode {
  const text = dumps(options.defines, loaded, modules);
  if (text !== undefined) return print(text);
  unservedLines(loaded.diagnostics).forEach(say);
  say('Syntax OK');
  return exitCodes.fine;
}

function start(
  options: HttpdOptions,
  loaded: Loaded,
  say: Say,
  words: readonly string[],
  detached: boolean,
): Promise<ExitCode> | ExitCode {
  const ruleset = servable(loaded);
  if (ruleset) return startHttpd({ options, ruleset, words, detached, say });
  refusalLines(loaded.diagnostics).forEach(say);
  return exitCodes.findings;
}

/** The MPM that a LoadModule line names, else event. */
function mpmOf(bound: BoundConfiguration | undefined): Mpm {
  for (const { name, at } of bound?.items ?? []) {
    const found =
      name === 'LoadModule' && /^mpm_(event|worker|prefork)_module$/.exec(at.args.words[0]?.value ?? '');
    if (found) return found[1] as Mpm;
  }
  return 'event';
}
