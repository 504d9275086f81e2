import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '../../src/migrate/migrations.js';
import { nginxChoices } from '../../src/migrate/nginx/nginx.js';
import { supportMarkdown } from '../../src/reference/support.js';
import { deviations } from '../conformance/deviations.js';
import { exceptions } from '../differential/exceptions.js';
import { projectFolder } from './project.js';

/** Where the pages stand that are too long for the README. */
export const pagesFolder = join(projectFolder, 'src/reference/pages');

/** The pages that are made, by file name: the support table, all differences from Apache, the choices of migrations. */
export const generatedPages = (): Readonly<Record<string, string>> => ({
  'directives.md': [
    '# Directives',
    'Every directive that kerbgate knows, by Apache module. `full`: as in httpd. `partial`: served, with the difference beside it. `refused`: the configuration is not served as long as the directive stands in it. `kerbgate directives NAME` tells of one, with places, arguments and an example.',
    supportMarkdown().trim(),
    madeBy('the definitions in [directives](../../directives)'),
  ].join('\n\n'),
  'deviations.md': [
    '# Deviations from Apache',
    'Each only ever refuses or warns more. The test suite asks real Apache and kerbgate the same and compares the answers; it accepts these differences and no other.',
    deviationsMarkdown(),
    '## What `httpd -t` says otherwise',
    '`kerbgate httpd -t` answers as `httpd -t` does. The two are compared on thousands of recorded and generated configurations; what differs:',
    exceptions.map(({ reason }) => `- ${cell(reason)}`).join('\n'),
    madeBy('the lists that the tests go by'),
  ].join('\n\n'),
  'choices.md': [
    '# Choices of migrations',
    'What `kerbgate migrate` may ask for; the report names those that a configuration needs. The first value of each is taken unless another one is chosen.',
    choicesMarkdown(),
    madeBy('the choices in [migrate](../../migrate)'),
  ].join('\n\n'),
});

function choicesMarkdown(): string {
  const all = [...migrations.flatMap(({ choices }) => choices), ...nginxChoices];
  const rows = all.flatMap(({ id, options }) =>
    options.map(({ value, meaning }) => `| \`--choose ${id}=${value}\` | ${cell(meaning)} |`),
  );
  return ['| answer | what it means |', '| --- | --- |', ...rows].join('\n');
}

const madeBy = (source: string): string => `Made by \`npm run readme\` from ${source}.\n`;

const cell = (text: string) => text.replaceAll('|', '\\|');

function deviationsMarkdown(): string {
  const rows = deviations.map(
    ({ apache, kerbgate, why }) => `| ${cell(apache)} | ${cell(kerbgate)} | ${cell(why)} |`,
  );
  return ['| Apache | kerbgate | why |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Writes the pages that are made. */
export function writeReferencePages(): void {
  for (const [name, text] of Object.entries(generatedPages())) writeFileSync(join(pagesFolder, name), text);
}
