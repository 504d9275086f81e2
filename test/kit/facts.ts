import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place, Scope } from '../../src/directives/define.js';
import type { DirectiveFacts, ModuleFacts } from '../../src/directives/known/facts.js';
import { type CommandRow, type ModuleTable, modulesOfFile, modulesOfServer } from './command-tables.js';
import { projectFolder } from './project.js';

const server = '/usr/sbin/apache2';
const available = '/etc/apache2/mods-available';

/** Where the facts are kept. */
export const factsPath: string = join(projectFolder, 'src/directives/known/apache.json');

/** LoadModule lines of every module that Debian's packages offer, in the order of their names. */
export function debianModules(): readonly string[] {
  return readdirSync(available)
    .filter((name) => name.endsWith('.load'))
    .sort()
    .flatMap((name) => readFileSync(join(available, name), 'latin1').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line.startsWith('LoadModule '));
}

/** The modules of a server as they can be loaded together: one MPM, one way to run CGI. */
export function loadable(mpm = 'event', cgi = 'cgid'): readonly string[] {
  return debianModules().filter((line) => {
    const identifier = line.split(' ')[1]!;
    if (identifier.startsWith('mpm_')) return identifier === `mpm_${mpm}_module`;
    return !/^cgid?_module$/.test(identifier) || identifier === `${cgi}_module`;
  });
}

/** What the installed Apache says of all its modules; which sections a directive may not stand in is left open. */
export function installedModules(): readonly ModuleFacts[] {
  const shared = debianModules().map((line) => {
    const [, identifier, path] = line.split(/\s+/);
    const found = modulesOfFile(path!).find((each) => each.identifier === identifier);
    if (!found) throw new Error(`${path} has no ${identifier}`);
    return factsOf(found, false);
  });
  return [...modulesOfServer(server).map((each) => factsOf(each, true)), ...shared];
}

function factsOf({ file, identifier, perDirectory, commands }: ModuleTable, builtIn: boolean): ModuleFacts {
  return {
    name: file.replace(/\.c$/, ''),
    identifier,
    builtIn,
    perDirectory,
    directives: commands.map(directiveOf),
  };
}

const executed = 256;
const scopes: readonly (readonly [Scope, number])[] = [
  ['server', 128],
  ['section', 64],
  ['AuthConfig', 8],
  ['Limit', 1],
  ['FileInfo', 4],
  ['Indexes', 16],
  ['Options', 2],
  ['proxy', 2048],
];

function directiveOf({ name, places, kind, usage }: CommandRow): DirectiveFacts {
  return {
    name,
    in: scopes.filter(([, bit]) => (places & bit) !== 0).map(([scope]) => scope),
    kind,
    usage,
    ...((places & executed) === 0 ? {} : { executed: true as const }),
  };
}

/** The facts with the sections that are forbidden for each directive, by its name. */
export function withPlaces(
  modules: readonly ModuleFacts[],
  notIn: ReadonlyMap<string, readonly Place[]>,
): readonly ModuleFacts[] {
  return modules.map((module) => ({
    ...module,
    directives: module.directives.map((each) => placed(each, notIn.get(each.name) ?? [])),
  }));
}

function placed({ notIn: _before, ...directive }: DirectiveFacts, notIn: readonly Place[]): DirectiveFacts {
  return notIn.length === 0 ? directive : { ...directive, notIn };
}

/** The text of the facts: a line for each directive. */
export function factsText(modules: readonly ModuleFacts[]): string {
  const texts = modules.map(({ directives, ...module }) => {
    const rows = directives.map((each) => `      ${JSON.stringify(each)}`);
    const list = rows.length === 0 ? '[]' : `[\n${rows.join(',\n')}\n    ]`;
    const own = Object.entries(module).map(
      ([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
    );
    return `  {\n${own.join('')}    "directives": ${list}\n  }`;
  });
  return `[\n${texts.join(',\n')}\n]\n`;
}
