import type { Definition, ModuleDefinition, Scope } from '../directives/define.js';
import { modules, nameInMessages } from '../directives/index.js';
import { type Mpm, mpmKnows, mpms, preforkUsage } from '../directives/mpm_common.js';

const defined = modules as readonly ModuleDefinition[];

/** What `-l` and `-M` ask for: the modules that count as loaded, by source name, and which MPM stands for ours. */
export interface ModuleChoice {
  readonly loaded: ReadonlySet<string>;
  readonly mpm: Mpm;
}

/** `-l`: modules that are there without LoadModule, by source file. */
export function compiledInText(): string {
  const names = defined.filter(({ builtIn }) => builtIn).map((module) => sourceFile(module, 'event'));
  return ['Compiled in modules:', ...names.map((name) => `  ${name}`), ''].join('\n');
}

/** `-M`: identifiers of the loaded modules, `static` or `shared`. */
export function loadedModulesText({ loaded, mpm }: ModuleChoice): string {
  const lines = defined
    .filter(({ name, builtIn }) => builtIn || loaded.has(name))
    .map((module) => {
      const identifier = module.name === 'mpm_common' ? mpms[mpm] : module.identifier;
      return ` ${identifier} (${module.builtIn ? 'static' : 'shared'})`;
    });
  return ['Loaded Modules:', ...lines, ''].join('\n');
}

/** `-L`: every directive of the loaded modules with its usage and the places it is allowed in. */
export function directivesText({ loaded, mpm }: ModuleChoice): string {
  return defined
    .filter(({ name, builtIn }) => builtIn || loaded.has(name))
    .flatMap((module) =>
      Object.entries(module.directives)
        .filter(([name]) => module.name !== 'mpm_common' || mpmKnows(mpm, name))
        .flatMap(([name, definition]) => entries(module, name, definition, mpm)),
    )
    .join('');
}

function entries(
  module: ModuleDefinition,
  name: string,
  definition: Definition,
  mpm: Mpm,
): readonly string[] {
  const names =
    definition.kind === 'section'
      ? [`<${name}`]
      : [nameInMessages({ name, module, definition }), ...(definition.aliases ?? [])];
  const usage = (mpm === 'prefork' && preforkUsage[name]) || definition.args.usage;
  const description = usage === '' ? '' : `\t${usage}\n`;
  return names.map(
    (each) =>
      `${each} (${sourceFile(module, mpm)})\n${description}${allowedText(definition.in, module.name)}`,
  );
}

function sourceFile({ name }: ModuleDefinition, mpm: Mpm): string {
  return `${name === 'mpm_common' ? mpm : name}.c`;
}

/** Modules without settings per section, of which httpd says so. */
const noSectionSettings: ReadonlySet<string> = new Set(['mod_version', 'mod_macro']);
const classes: readonly Scope[] = ['AuthConfig', 'Options', 'FileInfo', 'Indexes', 'Limit'];

function allowedText(scopes: readonly Scope[], module: string): string {
  const overrides = classes.filter((each) => scopes.includes(each));
  const inSections = overrides.length > 0 || scopes.includes('section');
  const atServer = ['server', 'Options', 'FileInfo', 'Indexes'].some((each) =>
    scopes.includes(each as Scope),
  );
  const where =
    inSections && atServer
      ? `anywhere${noSectionSettings.has(module) ? ' [no per-dir config]' : ''}`
      : `only ${inSections ? 'inside' : 'outside'} <Directory>, <Files>, <Location>, or <If>`;
  if (overrides.length === 0) return `\tAllowed in *.conf ${where}\n`;
  const when = overrides.length === classes.length ? "isn't None" : `includes ${overrides.join(' or ')}`;
  return `\tAllowed in *.conf ${where} and in .htaccess\n\twhen AllowOverride ${when}\n`;
}
