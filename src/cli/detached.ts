import { spawn } from 'node:child_process';
import { type ExitCode, exitCodes } from './exit-codes.js';

/** What a server in the background tells the process that started it. */
export type FromDetached =
  | { readonly kind: 'listening'; readonly warnings: readonly string[] }
  | { readonly kind: 'failed'; readonly line: string };

/** Starts this program again as a server in the background; resolves with 0 only when it listens. */
export function startDetached(words: readonly string[], say: (line: string) => void): Promise<ExitCode> {
  const program = process.argv[1];
  if (program === undefined) throw new Error('the program does not know its own file');
  const child = spawn(process.execPath, [...process.execArgv, program, 'httpd', '--detached', ...words], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve) => {
    let said = false;
    child.on('message', (message: FromDetached) => {
      said = true;
      if (message.kind === 'failed') return say(message.line);
      for (const warning of message.warnings) say(`warning: ${warning}`);
      child.disconnect();
      child.unref();
      resolve(exitCodes.fine);
    });
    child.once('error', (error) => {
      say(`the server cannot be started: ${error.message}`);
      resolve(exitCodes.findings);
    });
    child.once('exit', (code, signal) => {
      if (!said) say(`the server ended with ${signal ?? `exit code ${code}`} before it listened`);
      resolve(exitCodes.findings);
    });
  });
}

/** In the background: tells the launcher, as long as it waits. */
export function tellLauncher(message: FromDetached): void {
  if (process.connected) process.send!(message);
}
