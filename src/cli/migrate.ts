import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Main } from '../migrate/main.js';
import { type Migrated, migrate } from '../migrate/migrate.js';
import { anyPath, type Choices, type Migration } from '../migrate/migration.js';
import type { Proof } from '../migrate/migration-report.js';
import { migrations } from '../migrate/migrations.js';
import { nginxChoices } from '../migrate/nginx/nginx.js';
import { migrationFormats } from '../report/migration-formats.js';
import { Unreadable } from '../serve/load.js';
import { thisMachine } from '../serve/machine.js';
import { bytesOf } from '../source/decode.js';
import { withOptions } from './diff-words.js';
import { CommandFailed, type Done, type ExitCode, exitCodes } from './exit-codes.js';
import { type InputOptions, takesSurroundings } from './input.js';
import { lintTargets } from './lint-input.js';
import { nameFrom } from './lint-target.js';
import { runNginx } from './migrate-nginx.js';
import { type MigrationOutput, putOut, standardInputPath } from './migrate-output.js';

interface MigrateCommandOptions extends InputOptions, Omit<MigrationOutput, 'writable' | 'folders'> {
  readonly alsoIn: readonly string[];
  readonly to: readonly string[];
  readonly choose: Choices;
  readonly htaccess: boolean;
}

/** `migrate --to TARGET FILE...`: rewrites configurations and proves what became of their decisions. */
export function migrateCommand(done: Done): Command {
  const command = new Command('migrate').argument(
    '<files...>',
    'configuration files, ServerRoots, folders of .conf and .htaccess files, or - for standard input',
  );
  return takesSurroundings(command)
    .description('rewrite configurations for other modules or versions, and compare what they decide')
    .addOption(
      new Option(
        '--to <target>',
        `what to migrate to: ${targetNames.join(', ')}; may be given several times, or with commas`,
      )
        .argParser(collectTargets)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--choose <id=value>', 'answer a choice that the report tells of')
        .argParser(collectChoice)
        .default({}, 'the first value, which the report calls taken'),
    )
    .addOption(new Option('--in-place', 'write the files themselves').default(false).conflicts('out'))
    .option(
      '--also-in <folder>',
      'with --in-place: files below it that are included are written, too; may be given several times',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option('--out <folder>', 'write all files that were read, changed or not, into a new folder')
    .addOption(
      new Option('--format <format>', 'of the report').choices([...migrationFormats]).default('text'),
    )
    .option('--report <file>', 'where the report goes; - is standard output, without the diff')
    .option('--htaccess', 'every FILE is a per-directory file', false)
    .addHelpText(
      'after',
      [
        '\nWithout --in-place and --out a unified diff is printed, and the report goes to standard error.',
        'Exit codes: 0 done, 1 done and there is something to look at (a choice, a request that is decided otherwise',
        'and not explained, or that opens something, a file that was not named, a text that httpd refuses), 2 usage, or a file that cannot be read',
        'or written, 3 a mistake of kerbgate: httpd would refuse a line that it took before.',
      ].join('\n'),
    )
    .action((named: readonly string[], options: MigrateCommandOptions) => done(runMigrate(named, options)));
}

const targetNames: readonly string[] = [...migrations.map(({ target }) => target), 'nginx'];

function collectTargets(value: string, before: readonly string[] | undefined): readonly string[] {
  const targets = value.split(',');
  const unknown = targets.find((target) => !targetNames.includes(target));
  if (unknown === undefined) return [...(before ?? []), ...targets];
  throw new InvalidArgumentError(`There is ${targetNames.join(', ')}.`);
}

function collectChoice(text: string, before: Choices): Choices {
  const [, id = '', value = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  const all = [...migrations.flatMap(({ choices }) => choices), ...nginxChoices];
  const choice = all.find((each) => each.id === id);
  if (!choice) throw new InvalidArgumentError(`Choices are ${all.map((each) => each.id).join(', ')}.`);
  const values = choice.options.map((option) => option.value);
  const isPath = values.includes(anyPath) && value.startsWith('/');
  if (!values.includes(value) && !isPath)
    throw new InvalidArgumentError(`${id} is one of ${values.join(', ')}.`);
  return { ...before, [id]: value };
}

function runMigrate(named: readonly string[], options: MigrateCommandOptions): ExitCode {
  const wanted: readonly Migration[] = migrations.filter(({ target }) => options.to.includes(target));
  const { root } = options;
  const surroundings = {
    defines: options.define,
    ...(root !== undefined && { serverRoot: bytesOf(resolve(root)) }),
  };
  if (options.to.includes('nginx')) {
    if (options.to.length > 1)
      throw new CommandFailed('--to nginx stands alone: migrate to gssapi first', exitCodes.usage);
    return tried(() =>
      runNginx(mainsOf(named, options), { ...options, ...surroundings, choices: options.choose }),
    );
  }
  const machine = thisMachine('');
  const mains = tried(() => mainsOf(named, options));
  const migrated = tried(() =>
    migrate(mains, wanted, {
      ...surroundings,
      environment: process.env,
      choices: options.choose,
      readFile: (path) => machine.read(path).text,
      named: nameFrom(),
    }),
  );
  const { report } = migrated;
  putOut(
    { ...migrated, report: { ...report, proofs: inCommandWords(report.proofs, mains, options) } },
    { ...options, writable: [...named, ...options.alsoIn], folders: named.filter(isFolder).map(bytesOf) },
  );
  return exitCodeOf(migrated);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** The examples of proofs with the options that their file was read with. */
function inCommandWords(
  proofs: readonly Proof[],
  mains: readonly Main[],
  { root, define }: MigrateCommandOptions,
): readonly Proof[] {
  const roots = new Map(mains.map((main) => [nameFrom()(main.path), main.root]));
  return proofs.map((proof) => {
    const own = root ?? roots.get(proof.main);
    const side = { define, ...(own !== undefined && { root: own }) };
    const differences = proof.differences.map((each) => {
      const example = withOptions(each.requests.example, side, side);
      return { ...each, requests: { ...each.requests, example } };
    });
    return { ...proof, differences };
  });
}

function mainsOf(named: readonly string[], { htaccess }: MigrateCommandOptions): readonly Main[] {
  const fromInput = named.includes('-')
    ? [{ path: standardInputPath, perDirectory: htaccess, text: readFileSync(0, 'latin1') }]
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

function exitCodeOf({ report: { openChoices, refused, proofs, unnamed } }: Migrated): ExitCode {
  if (refused.some(({ isMistake }) => isMistake)) return exitCodes.bug;
  const differences = proofs.flatMap((proof) => proof.differences);
  const differs = differences.some(
    ({ requests, explainedBy }) => explainedBy.length === 0 || requests.openings.length > 0,
  );
  const impossible = proofs.some((proof) => (proof.impossible ?? proof.refused) !== undefined);
  const open = openChoices.length > 0 || refused.length > 0 || unnamed.length > 0;
  return open || differs || impossible ? exitCodes.findings : exitCodes.fine;
}
