import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { supportMarkdown } from '../../src/reference/support.js';
import { deviations } from '../conformance/deviations.js';
import { exceptions } from '../differential/exceptions.js';
import { projectFolder } from './project.js';
import { lintMarkdown } from './readme-lint.js';

const path = join(projectFolder, 'README.md');

/** The README as it stands. */
export const readme = (): string => readFileSync(path, 'utf8');

const cell = (text: string) => text.replaceAll('|', '\\|');

function exceptionsMarkdown(): string {
  return exceptions.map(({ reason }) => `- ${cell(reason)}`).join('\n');
}

function deviationsMarkdown(): string {
  const rows = deviations.map(
    ({ apache, kerbgate, why }) => `| ${cell(apache)} | ${cell(kerbgate)} | ${cell(why)} |`,
  );
  return ['| Apache | kerbgate | why |', '| --- | --- | --- |', ...rows].join('\n');
}

function fill(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`README.md has no place for ${name}`);
  return `${text.slice(0, from + start.length)}\n${content.trim()}\n${text.slice(to)}`;
}

const parts: Readonly<Record<string, () => string>> = {
  deviations: deviationsMarkdown,
  verdicts: exceptionsMarkdown,
  support: supportMarkdown,
  lint: lintMarkdown,
};

/** The README with its generated parts made anew: the deviations, the differences of `httpd -t`, the support table and a run of lint. */
export function generatedReadme(text: string): string {
  return Object.entries(parts).reduce((made, [name, markdown]) => fill(made, name, markdown()), text);
}

/** Writes the generated parts into the README. */
export function writeReadme(): void {
  writeFileSync(path, generatedReadme(readme()));
}
