import { resolve } from 'node:path';
import type { Main } from '../migrate/main.js';
import { siteOfMain } from '../migrate/main.js';
import type { Choices } from '../migrate/migration.js';
import type { MigrationReport } from '../migrate/migration-report.js';
import { namedReport } from '../migrate/named-report.js';
import { nginxSteps } from '../migrate/nginx/next-steps.js';
import { type NginxConfiguration, nginxChoices, nginxConfiguration } from '../migrate/nginx/nginx.js';
import { diagnosticPlace } from '../migrate/proof.js';
import { renderMigration } from '../report/migration-formats.js';
import { bytesOf } from '../source/decode.js';
import { CommandFailed, type ExitCode, exitCodes } from './exit-codes.js';
import { nameFrom } from './lint-target.js';
import { type MigrationOutput, standardInputPath, tellReport } from './migrate-output.js';
import { writeNewFiles } from './out-folder.js';

/** What of the command line counts here. */
export interface NginxRun extends Omit<MigrationOutput, 'writable' | 'folders'> {
  readonly defines: readonly string[];
  readonly serverRoot?: string;
  readonly choices: Choices;
}

/** `migrate --to nginx FILE`: writes new files for nginx, and leaves the configuration as it is. */
export function runNginx(mains: readonly Main[], run: NginxRun): ExitCode {
  const [main, ...others] = mains;
  if (!main || others.length > 0 || main.perDirectory)
    throw new CommandFailed(
      '--to nginx takes one configuration that is whole, or a ServerRoot',
      exitCodes.usage,
    );
  if (run.inPlace)
    throw new CommandFailed('--to nginx makes new files: give a folder with --out', exitCodes.usage);
  const site = siteOfMain(main, { ...run, environment: process.env });
  const serverRoot = run.serverRoot ?? main.root;
  const made = nginxConfiguration(site, {
    choices: run.choices,
    path: main.path === standardInputPath ? main.path : bytesOf(resolve(main.path)),
    ...(serverRoot !== undefined && { serverRoot }),
  });
  if (made.files.length === 0)
    throw new CommandFailed(
      `nothing is written, because what is left out might be what protects: ${whyRefused(made)} (kerbgate check tells all)`,
      exitCodes.findings,
    );
  const report = namedReport(reportOf(made, run), nameFrom());
  if (run.out !== undefined) writeNewFiles(run.out, made.files);
  else if (run.report !== '-')
    for (const { name, text } of made.files)
      process.stdout.write(Buffer.from(`# ==== ${name}\n${text}`, 'latin1'));
  tellReport(renderMigration(run.format, report), run);
  return made.entries.some(({ kind }) => kind === 'kept') ? exitCodes.findings : exitCodes.fine;
}

function whyRefused({ refused }: NginxConfiguration): string {
  if (!refused) return 'the configuration is not whole';
  const place = diagnosticPlace(refused);
  return place ? `${nameFrom()(place.file)}:${place.line}: ${refused.message}` : refused.message;
}

function reportOf({ files, entries }: NginxConfiguration, { choices }: NginxRun): MigrationReport {
  const asked = files.some(({ text }) => text.includes('auth_gss on;'));
  return {
    targets: ['nginx'],
    changed: files.map(({ name }) => name),
    alsoChanged: [],
    openChoices: asked ? nginxChoices.map(({ id }) => id).filter((id) => choices[id] === undefined) : [],
    unnamed: [],
    entries,
    refused: [],
    proofs: [],
    nextSteps: nginxSteps(files),
  };
}
