import type { ModuleIdentity } from '../directives/define.js';
import { knownModules, lookUp, modules, type Registered } from '../directives/index.js';
import { type Mpm, mpmKnows, mpms } from '../directives/mpm_common.js';

/** Which modules count as loaded. Without any LoadModule line all that are known do, and one MPM. */
export interface LoadedModules {
  /** Source names (`mod_alias`) of modules in force, in the order they were loaded in. */
  readonly names: Set<string>;
  /** Modules that were named and are not known, by identifier; the file they came from makes their source name. */
  readonly strangers: Map<string, string>;
  /** The MPM that counts: the last one named, or event. */
  mpm: Mpm;
  /** MPMs that LoadModule lines named. */
  readonly mpms: Set<Mpm>;
}

/** What counts before the first LoadModule line: everything, or what httpd has built in. */
export function startingModules(listed: boolean): LoadedModules {
  const there = knownModules().filter((module) => !listed || module.builtIn || module.own);
  const names = new Set(there.map((module) => module.name));
  return { names, strangers: new Map(), mpm: 'event', mpms: new Set() };
}

/** What counts where source names say what is loaded, as in a ruleset. */
export function modulesCalled(names: readonly string[]): LoadedModules {
  const mpm = (Object.keys(mpms) as Mpm[]).find((name) => names.includes(name)) ?? 'event';
  return { names: new Set([...names, ...ownModules()]), strangers: new Map(), mpm, mpms: new Set([mpm]) };
}

/** Source names of kerbgate's own modules. */
const ownModules = (): readonly string[] =>
  modules.flatMap((each: ModuleIdentity) => (each.own ? [each.name] : []));

/** What httpd has of modules: all but our own. */
export function httpdModules(names: Iterable<string>): readonly string[] {
  const own = new Set(ownModules());
  return [...names].filter((name) => !own.has(name));
}

/** Takes a LoadModule line; the answer says whether we know the module. */
export function loadModule(loaded: LoadedModules, identifier: string, path: string): 'known' | 'stranger' {
  const mpm = mpmOf(identifier);
  if (mpm) {
    loaded.mpm = mpm;
    loaded.mpms.add(mpm);
    return 'known';
  }
  const known = moduleOf(identifier);
  if (known) loaded.names.add(known.name);
  else loaded.strangers.set(identifier, sourceName(identifier, path));
  return known ? 'known' : 'stranger';
}

/** Whether a LoadModule line has named the module already. */
export function isNamed(loaded: LoadedModules, identifier: string): boolean {
  const mpm = mpmOf(identifier);
  return mpm ? loaded.mpms.has(mpm) : isLoaded(loaded, identifier);
}

function mpmOf(identifier: string): Mpm | undefined {
  return (Object.keys(mpms) as Mpm[]).find((name) => mpms[name] === identifier);
}

function moduleOf(identifier: string): ModuleIdentity | undefined {
  return knownModules().find((each) => each.identifier === identifier && each.name !== 'mpm_common');
}

/** Whether httpd has a module compiled in, by identifier. */
export const builtInModule = (identifier: string): boolean => moduleOf(identifier)?.builtIn === true;

/** The identifier of the known module that a file such as `modules/mod_alias.so` holds by its name. */
export function moduleOfFile(path: string): string | undefined {
  const file = /([^/]+)\.so$/.exec(path)?.[1];
  return file === undefined ? undefined : knownModules().find((each) => fileOf(each) === file)?.identifier;
}

/** The name of a module's file without `.so`: util_ldap lies in mod_ldap.so, all others have their source's name. */
export const fileOf = ({ name }: ModuleIdentity): string => (name === 'util_ldap' ? 'mod_ldap' : name);

function sourceName(identifier: string, path: string): string {
  const file = /([^/]+)\.so$/.exec(path)?.[1];
  return file?.startsWith('mod_') ? file : `mod_${identifier.replace(/_module$/, '')}`;
}

/** `<IfModule>`: a source name with `.c`, or an identifier. Case counts. */
export function isLoaded(loaded: LoadedModules, name: string): boolean {
  if (name === `${loaded.mpm}.c` || name === mpms[loaded.mpm]) return true;
  if (name === 'mpm_common.c') return false;
  if (loaded.strangers.has(name)) return true;
  const source = name.endsWith('.c') ? name.slice(0, -2) : undefined;
  if (source !== undefined)
    return loaded.names.has(source) || [...loaded.strangers.values()].includes(source);
  const module = moduleOf(name);
  return module !== undefined && loaded.names.has(module.name);
}

/** The definitions in force for a name, of modules that are loaded. */
export function inForce(
  loaded: LoadedModules,
  name: string,
  kind: 'directive' | 'section',
): readonly Registered[] {
  const found = lookUp(name, kind).filter(
    (entry) =>
      loaded.names.has(entry.module.name) &&
      (entry.module.name !== 'mpm_common' || mpmKnows(loaded.mpm, entry.name)),
  );
  return found.length > 1 ? lastLoadedFirst(loaded, found) : found;
}

function lastLoadedFirst(loaded: LoadedModules, found: readonly Registered[]): readonly Registered[] {
  const order = [...loaded.names];
  const at = ({ module }: Registered) => order.indexOf(module.name);
  return [...found].sort((left, right) => at(right) - at(left));
}

/** The loaded module of somebody else that bears a name such as `mod_wsgi`, whatever its version; its identifier. */
export function strangerCalled(loaded: LoadedModules, name: string): string | undefined {
  const plain = (text: string) => text.replace(/^mod_|_module$/g, '').replace(/\d+$/, '');
  const strangers = [...loaded.strangers].find(([identifier, source]) =>
    [identifier, source].some((each) => plain(each) === plain(name)),
  );
  return strangers?.[0];
}

/** LogLevel's way to name a module: a source name with `.c`, an identifier, or an identifier without `_module`. */
export function isLoggable(loaded: LoadedModules, name: string): boolean {
  return isLoaded(loaded, name) || isLoaded(loaded, `${name}_module`);
}

/** Modules that a configuration has when it loads none by name: those that are served. */
export function servedModules(loaded: LoadedModules): readonly string[] {
  return modules.map(({ name }) => name).filter((name) => loaded.names.has(name));
}
