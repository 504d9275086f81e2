import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectFolder } from '../kit/project.js';
import { apachePreamble } from './compile-times.js';
import { largeConfiguration } from './large-configuration.js';
import { median } from './median.js';
import { processorTime } from './processor-time.js';

/** What a run of a program took: seconds, seconds of processor time, MB at the peak. */
export interface RunCost {
  readonly wall: number;
  readonly processor: number;
  readonly peak: number;
}

/** The cost of linting something, and of `apache2 -t` where it is a whole configuration. */
export interface LintTime {
  readonly name: string;
  readonly kerbgate: RunCost;
  readonly apache?: RunCost;
}

/** Measures `lint` over configurations of growing size, beside `apache2 -t` of the same files; medians. */
export async function largeLintTimes(folder: string, rounds: number): Promise<readonly LintTime[]> {
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const times: LintTime[] = [];
  for (const sections of [10, 1000, 10_000]) {
    const text = `${apachePreamble(folder)}${largeConfiguration(sections, '/etc/krb5.keytab')}`;
    const file = join(folder, `lint-${sections}.conf`);
    writeFileSync(file, text);
    const words = ['-t', '-d', folder, '-f', file];
    times.push({
      name: `${sections} sections, ${text.split('\n').length - 1} lines`,
      kerbgate: await middleOf(rounds, () => lint(file)),
      apache: await middleOf(rounds, () => costOf('/usr/sbin/apache2', words)),
    });
  }
  return times;
}

/** Measures `lint` over a folder, file by file in one run. */
export async function folderLintTime(folder: string, rounds: number): Promise<LintTime> {
  return { name: folder, kerbgate: await middleOf(rounds, () => lint(folder)) };
}

const lint = (path: string): Promise<RunCost> =>
  costOf(process.execPath, [
    join(projectFolder, 'bin', 'kerbgate'),
    'lint',
    '--format',
    'compact',
    '--fail-level',
    'none',
    path,
  ]);

async function middleOf(rounds: number, run: () => Promise<RunCost>): Promise<RunCost> {
  const costs: RunCost[] = [];
  for (let round = 0; round < rounds; round++) costs.push(await run());
  const middle = (key: keyof RunCost): number => median(costs.map((cost) => cost[key]));
  return { wall: middle('wall'), processor: middle('processor'), peak: middle('peak') };
}

/** How often a running program is looked at: so much of its end is not seen. */
const interval = 5;

async function costOf(command: string, words: readonly string[]): Promise<RunCost> {
  const start = performance.now();
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const ended: Promise<readonly unknown[]> = once(child, 'close');
  const seen = { processor: 0, peak: 0 };
  while (child.exitCode === null && child.signalCode === null) {
    seen.processor = Math.max(seen.processor, processorTime(child.pid!) / 1e6);
    seen.peak = Math.max(seen.peak, peakOf(child.pid!));
    await wait(interval);
  }
  const [code] = await ended;
  const wall = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${said.join('').slice(0, 2000)}`);
  return { wall, ...seen };
}

/** The most memory that a process has held so far, in MB; nothing once it has ended. */
function peakOf(pid: number): number {
  try {
    const [, kilobytes = '0'] =
      /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}
