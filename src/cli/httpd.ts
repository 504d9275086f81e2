import { type ExitCode, exitCodes } from './exit-codes.js';
import { readHttpdOptions } from './httpd-options.js';
import { usageText, versionText } from './httpd-texts.js';

/** Runs httpd's own command line; the exit codes are httpd's. What needs no configuration is answered without loading the rest. */
export async function httpd(words: readonly string[]): Promise<ExitCode> {
  const detached = words[0] === '--detached';
  const given = detached ? words.slice(1) : words;
  const options = readHttpdOptions(given);
  if ('problem' in options) {
    process.stderr.write(`${options.problem === '' ? '' : `${options.problem}\n`}${usageText}`);
    return exitCodes.findings;
  }
  if (options.flags.has('v')) {
    process.stdout.write(versionText());
    return exitCodes.fine;
  }
  const { runHttpd } = await import('./httpd-run.js');
  return runHttpd({ options, words: given, detached });
}
