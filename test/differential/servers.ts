import { spawn } from 'node:child_process';
import { loadFor } from '../../src/cli/httpd-call.js';
import { type HttpdOptions, readHttpdOptions } from '../../src/cli/httpd-options.js';
import { refusalOf } from '../../src/cli/httpd-run.js';
import { Unreadable } from '../../src/serve/load.js';
import type { Configuration } from './configuration.js';
import type { Place } from './place.js';
import { type Verdict, verdictOf } from './verdict.js';

function commandLine({ folder, main }: Place, { defines }: Configuration): readonly string[] {
  return ['-t', '-d', folder, '-f', main, ...defines.flatMap((name) => ['-D', name])];
}

/** What `apache2 -t` says of what was written last. */
export function askApache(place: Place, configuration: Configuration): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    // Modules write files that a configuration names where the process stands.
    const child = spawn('apache2', commandLine(place, configuration), {
      cwd: place.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const printed = Buffer.concat(parts).toString('latin1');
      const ended = signal === null ? printed : `${printed}\nended by ${signal}`;
      resolve(verdictOf(ended, code === 0));
    });
  });
}

/** What our `httpd -t` says of what was written last; no process is started for it. */
export function askOurs(place: Place, configuration: Configuration): Verdict {
  const options = readHttpdOptions(commandLine(place, configuration)) as HttpdOptions;
  const lines = refusalIn(options);
  return verdictOf(lines.join('\n'), lines.length === 0);
}

function refusalIn(options: HttpdOptions): readonly string[] {
  try {
    return refusalOf(loadFor(options));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return [`httpd: ${error.message}`];
  }
}
