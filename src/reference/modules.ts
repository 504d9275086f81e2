import type { Definition, ModuleIdentity, Scope } from '../directives/define.js';
import { knownDirectives, knownModules, nameInMessages, type Registered } from '../directives/index.js';
import { apacheModules } from '../directives/known/facts.js';
import { type Mpm, mpmKnows, mpms, preforkUsage } from '../directives/mpm_common.js';

/** What `-l` and `-M` ask for: the modules that count as loaded, by source name, and which MPM stands for ours. */
export interface ModuleChoice {
  /** In the order they were loaded in. */
  readonly loaded: ReadonlySet<string>;
  readonly mpm: Mpm;
}

/** `-l`: modules that are there without LoadModule, by source file. */
export function compiledInText(): string {
  const names = knownModules()
    .filter(({ builtIn }) => builtIn)
    .map((module) => sourceFile(module, 'event'));
  return ['Compiled in modules:', ...names.map((name) => `  ${name}`), ''].join('\n');
}

/** `-M`: identifiers of the loaded modules, `static` or `shared`. */
export function loadedModulesText(choice: ModuleChoice): string {
  const lines = modulesOf(choice).map((module) => {
    const identifier = module.name === 'mpm_common' ? mpms[choice.mpm] : module.identifier;
    return ` ${identifier} (${module.builtIn ? 'static' : 'shared'})`;
  });
  return ['Loaded Modules:', ...lines, ''].join('\n');
}

/** `-L`: every directive of the loaded modules with its usage and the places it is allowed in. */
export function directivesText(choice: ModuleChoice): string {
  const directives = knownDirectives();
  return modulesOf(choice)
    .flatMap(({ name }) => directives.filter(({ module }) => module.name === name))
    .filter(({ module, name }) => module.name !== 'mpm_common' || mpmKnows(choice.mpm, name))
    .flatMap((entry) => entries(entry, choice.mpm))
    .join('');
}

/** Built-in modules, then the others in the order they were loaded in. */
function modulesOf({ loaded }: ModuleChoice): readonly ModuleIdentity[] {
  const known = knownModules();
  const byName = new Map(known.map((module) => [module.name, module]));
  const shared = [...loaded].flatMap((name) => byName.get(name) ?? []);
  return [
    ...known.filter(({ builtIn }) => builtIn),
    ...shared.filter(({ builtIn, own }) => !builtIn && !own),
  ];
}

function entries(entry: Registered, mpm: Mpm): readonly string[] {
  const { name, module, definition } = entry;
  const names =
    definition.kind === 'section' ? [`<${name}`] : [nameInMessages(entry), ...(definition.aliases ?? [])];
  const usage = (mpm === 'prefork' && preforkUsage[name]) || definition.args.usage;
  const description = usage === '' ? '' : `\t${usage}\n`;
  const places = allowedText(definition, keepsSectionSettings(module.name));
  return names.map((each) => `${each} (${sourceFile(module, mpm)})\n${description}${places}`);
}

function sourceFile({ name }: ModuleIdentity, mpm: Mpm): string {
  return `${name === 'mpm_common' ? mpm : name}.c`;
}

const keepsSectionSettings = (module: string): boolean =>
  apacheModules().find(({ name }) => name === module)?.perDirectory ?? true;

const classes: readonly Scope[] = ['AuthConfig', 'Options', 'FileInfo', 'Indexes', 'Limit'];

function allowedText({ in: scopes }: Definition, perDirectory: boolean): string {
  const overrides = classes.filter((each) => scopes.includes(each));
  const inSections = overrides.length > 0 || scopes.includes('section');
  const atServer = ['server', 'Options', 'FileInfo', 'Indexes'].some((each) =>
    scopes.includes(each as Scope),
  );
  const where =
    inSections && atServer
      ? `anywhere${perDirectory ? '' : ' [no per-dir config]'}`
      : `only ${inSections ? 'inside' : 'outside'} <Directory>, <Files>, <Location>, or <If>`;
  if (overrides.length === 0) return `\tAllowed in *.conf ${where}\n`;
  const when = overrides.length === classes.length ? "isn't None" : `includes ${overrides.join(' or ')}`;
  return `\tAllowed in *.conf ${where} and in .htaccess\n\twhen AllowOverride ${when}\n`;
}
