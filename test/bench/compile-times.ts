import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiled, projectFolder } from '../kit/project.js';
import { largeConfiguration } from './large-configuration.js';
import { median } from './median.js';
import type { StageTimes } from './stages.js';

/** What one size of configuration takes: milliseconds, and MB at the peak of the stages. */
export interface CompileTime extends StageTimes {
  readonly sections: number;
  readonly lines: number;
  /** `kerbgate compile` as a whole, the start of the program and writing JSON included. */
  readonly whole: number;
  /** `apache2 -t` on the same file. */
  readonly apache: number;
}

const modules = ['authn_core', 'authz_core', 'authz_user', 'auth_gssapi'];

/** Measures configurations of growing size, each several times, kerbgate and Apache in turn; medians. */
export function compileTimes(folder: string, keytab: string, rounds: number): readonly CompileTime[] {
  mkdirSync(join(folder, 'logs'), { recursive: true });
  return [10, 1000, 10_000, 30_000].map((sections) => measureSize(folder, sections, keytab, rounds));
}

function measureSize(folder: string, sections: number, keytab: string, rounds: number): CompileTime {
  const text = largeConfiguration(sections, keytab);
  const file = join(folder, `sections-${sections}.conf`);
  writeFileSync(file, text);
  writeFileSync(`${file}.apache`, `${apachePreamble(folder)}${text}`);
  const times = Array.from({ length: rounds }, () => measureOnce(folder, file));
  const middle = (key: keyof Measured): number => median(times.map((time) => time[key]));
  return {
    sections,
    lines: text.split('\n').length - 1,
    parse: middle('parse'),
    bind: middle('bind'),
    compile: middle('compile'),
    peak: middle('peak'),
    whole: middle('whole'),
    apache: middle('apache'),
  };
}

type Measured = Omit<CompileTime, 'sections' | 'lines'>;

function measureOnce(folder: string, file: string): Measured {
  const stages = JSON.parse(run(process.execPath, [compiled('test/bench/stages.js'), file])) as StageTimes;
  const program = join(projectFolder, 'bin', 'kerbgate');
  const output = join(folder, 'ruleset.json');
  return {
    ...stages,
    whole: timed(() => run(process.execPath, [program, 'compile', file, '-o', output])),
    apache: timed(() => run('/usr/sbin/apache2', ['-t', '-d', folder, '-f', `${file}.apache`])),
  };
}

function timed(act: () => void): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

function run(command: string, words: readonly string[]): string {
  const result = spawnSync(command, words, { encoding: 'utf8' });
  if (result.status !== 0)
    throw new Error(`${command} ended with ${result.status}: ${result.stderr.slice(0, 2000)}`);
  return result.stdout;
}

/** What Apache needs in front of a large configuration. */
export function apachePreamble(folder: string): string {
  const load = ['mpm_event', ...modules].map(
    (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`,
  );
  return `${load.join('')}ServerName localhost\nListen 127.0.0.1:8080\nMutex file:${folder}\nPidFile ${folder}/pid\n`;
}
