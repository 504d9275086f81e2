import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { StartProblem, systemErrorText } from './start-problem.js';

/** What the pid file says about the server of a configuration. */
export type PidState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' | 'gone'; readonly pid: number }
  | { readonly kind: 'unreadable' };

/** Reads the pid file and looks whether that process is there. */
export function pidState(file: string): PidState {
  let text: string;
  try {
    text = readFileSync(pathOf(file), 'latin1');
  } catch (error) {
    return { kind: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'unreadable' };
  }
  const pid = /^\s*(\d{1,10})\s*$/.exec(text)?.[1];
  if (pid === undefined || Number(pid) < 1) return { kind: 'unreadable' };
  return { kind: isOther(Number(pid)) ? 'running' : 'gone', pid: Number(pid) };
}

/** In a container a new server may get the old one's number: that is not another server. */
function isOther(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Writes our pid, whole or not at all. Throws StartProblem in httpd's words. */
export function writePidFile(file: string): void {
  const draft = Buffer.concat([pathOf(file), Buffer.from(`.${process.pid}`)]);
  try {
    writeFileSync(draft, `${process.pid}\n`, { mode: 0o644 });
    renameSync(draft, pathOf(file));
  } catch (error) {
    throw new StartProblem([
      `${systemErrorText(error as NodeJS.ErrnoException)}: AH00099: could not create ${file}`,
      `AH00100: httpd: could not log pid to file ${file}`,
    ]);
  }
}

/** Removes the pid file, if it is still ours. */
export function removePidFile(file: string): void {
  try {
    if (readFileSync(pathOf(file), 'latin1').trim() === String(process.pid))
      rmSync(pathOf(file), { force: true });
  } catch {
    // Gone already, or no longer ours to remove.
  }
}

function pathOf(file: string): Buffer {
  return Buffer.from(file, 'latin1');
}
