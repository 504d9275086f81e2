import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Main } from '../migrate/estate.js';
import { type Migrated, migrate } from '../migrate/migrate.js';
import type { Choices, Migration } from '../migrate/migration.js';
import { migrations } from '../migrate/migrations.js';
import { display } from '../report/display.js';
import { renderMigrationText } from '../report/migration-text.js';
import { Unreadable } from '../serve/load.js';
import { thisMachine } from '../serve/machine.js';
import { bytesOf } from '../source/decode.js';
import { CommandFailed, type Done, type ExitCode, exitCodes } from './exit-codes.js';
import { type InputOptions, takesSurroundings } from './input.js';
import { unifiedDiff } from './lint-fix.js';
import { lintTargets } from './lint-input.js';
import { nameFrom } from './lint-target.js';
import { writeWhole } from './write-whole.js';

interface MigrateCommandOptions extends InputOptions {
  readonly to: readonly string[];
  readonly choose: Choices;
  readonly inPlace: boolean;
  readonly htaccess: boolean;
}

/** `migrate --to TARGET FILE...`: rewrites configurations and proves what became of their decisions. */
export function migrateCommand(done: Done): Command {
  const command = new Command('migrate').argument(
    '<files...>',
    'configuration files, ServerRoots, folders of .conf and .htaccess files, or - for standard input',
  );
  return takesSurroundings(command)
    .description('rewrite configurations for other modules or versions, and prove that they decide as before')
    .addOption(
      new Option('--to <target>', 'what to migrate to; may be given several times, or with commas')
        .argParser(collectTargets)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--choose <id=value>', 'answer a choice that the report tells of')
        .argParser(collectChoice)
        .default({}, 'the one that grants least'),
    )
    .option('--in-place', 'write the files instead of printing a diff', false)
    .option('--htaccess', 'every FILE is a per-directory file', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 migrated, 1 there is a choice to make or a decision that differs, 2 usage or unreadable input.',
    )
    .action((named: readonly string[], options: MigrateCommandOptions) => done(runMigrate(named, options)));
}

function collectTargets(value: string, before: readonly string[] | undefined): readonly string[] {
  const targets = value.split(',');
  const known = migrations.map(({ target }): string => target);
  const unknown = targets.find((target) => !known.includes(target));
  if (unknown === undefined) return [...(before ?? []), ...targets];
  throw new InvalidArgumentError(`There is ${known.join(', ')}.`);
}

function collectChoice(text: string, before: Choices): Choices {
  const [, id = '', value = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  const all = migrations.flatMap(({ choices }) => choices);
  const choice = all.find((each) => each.id === id);
  if (!choice) throw new InvalidArgumentError(`Choices are ${all.map((each) => each.id).join(', ')}.`);
  const values = choice.options.map((option) => option.value);
  if (!values.includes(value)) throw new InvalidArgumentError(`${id} is one of ${values.join(', ')}.`);
  return { ...before, [id]: value };
}

function runMigrate(named: readonly string[], options: MigrateCommandOptions): ExitCode {
  const wanted: readonly Migration[] = migrations.filter(({ target }) => options.to.includes(target));
  const { root } = options;
  const machine = thisMachine('');
  const migrated = tried(() =>
    migrate(mainsOf(named, options), wanted, {
      defines: options.define,
      ...(root !== undefined && { serverRoot: bytesOf(resolve(root)) }),
      environment: process.env,
      choices: options.choose,
      readFile: (path) => machine.read(path).text,
    }),
  );
  const changed = migrated.files.filter(({ before, after }) => before !== after);
  const text = shown(renderMigrationText(migrated.report));
  if (options.inPlace) {
    writeWhole(changed);
    process.stdout.write(text);
  } else {
    process.stdout.write(unifiedDiff(changed, nameFrom()));
    process.stderr.write(text);
  }
  return exitCodeOf(migrated);
}

const shown = (text: string): string => text.split('\n').map(display).join('\n');

function mainsOf(named: readonly string[], { htaccess }: MigrateCommandOptions): readonly Main[] {
  const fromInput = named.includes('-')
    ? [{ path: '<stdin>', perDirectory: htaccess, text: readFileSync(0, 'latin1') }]
    : [];
  const targets = lintTargets(
    named.filter((path) => path !== '-'),
    [],
  );
  const files = targets.map(({ path, root }) => ({
    path: bytesOf(path),
    perDirectory: htaccess || basename(path) === '.htaccess',
    ...(root !== undefined && { root: bytesOf(resolve(root)) }),
  }));
  return [...fromInput, ...files];
}

function tried<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new CommandFailed(error.message, exitCodes.usage);
  }
}

function exitCodeOf({ report: { entries, refused, proofs } }: Migrated): ExitCode {
  if (refused.length > 0) return exitCodes.bug;
  const differences = proofs.flatMap((proof) => proof.differences);
  const open = entries.some(({ choice }) => choice !== undefined);
  const differs = differences.some(
    ({ requests, explainedBy }) => explainedBy.length === 0 || requests.openings.length > 0,
  );
  return open || differs ? exitCodes.findings : exitCodes.fine;
}
