import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../kit/project.js';
import { fillPlaceholders } from '../kit/site.js';
import { median } from './median.js';
import { manyLocations } from './scenarios.js';

/** How long `kerbgate compile` takes for a number of sections, the start of the program included. */
export interface CompileTime {
  readonly sections: number;
  readonly milliseconds: number;
}

/** Measures `kerbgate compile` over configurations of growing size, each several times. */
export function compileTimes(
  folder: string,
  placeholders: Readonly<Record<string, string>>,
  rounds: number,
): readonly CompileTime[] {
  return [10, 1000, 10_000].map((sections) => {
    const file = join(folder, `sections-${sections}.conf`);
    writeFileSync(
      file,
      `ServerName localhost\nListen 127.0.0.1:8080\n${fillPlaceholders(manyLocations(sections), placeholders)}\n`,
    );
    const times = Array.from({ length: rounds }, () => compileOnce(file, join(folder, 'ruleset.json')));
    return { sections, milliseconds: median(times) };
  });
}

function compileOnce(file: string, output: string): number {
  const start = performance.now();
  const program = join(projectFolder, 'bin', 'kerbgate');
  const result = spawnSync(process.execPath, [program, 'compile', file, '-o', output], { encoding: 'utf8' });
  if (result.status !== 0)
    throw new Error(`kerbgate compile ended with ${result.status}: ${result.stderr.slice(0, 2000)}`);
  return performance.now() - start;
}
