import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project.js';
import { withRuns } from './readme-runs.js';

const path = join(projectFolder, 'README.md');

/** The README as it stands. */
export const readme = (): string => readFileSync(path, 'utf8');

/** Writes into the README what the commands in it print now. */
export function writeReadme(): void {
  writeFileSync(path, withRuns(readme()));
}
