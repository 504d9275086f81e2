import type { ModuleDefinition } from '../directives/define.js';
import { lookUp, modules, type Registered } from '../directives/index.js';
import { type Mpm, mpmKnows, mpms } from '../directives/mpm_common.js';

/** Which modules count as loaded. Without any LoadModule line all that are defined do. */
export interface LoadedModules {
  /** Source names (`mod_alias`) of modules in force. */
  readonly names: Set<string>;
  /** Modules that were named but are not defined here, by identifier; the file they came from makes their source name. */
  readonly strangers: Map<string, string>;
  mpm: Mpm;
}

const defined = modules as readonly ModuleDefinition[];
/** Compiled into httpd, without directives of ours. */
const alwaysThere = ['mod_watchdog', 'mod_logio'];

/** What counts before the first LoadModule line: everything, or what httpd has built in. */
export function startingModules(listed: boolean): LoadedModules {
  const there = defined.filter((module) => !listed || module.builtIn);
  return {
    names: new Set([...there.map((module) => module.name), ...alwaysThere]),
    strangers: new Map(),
    mpm: 'event',
  };
}

/** Takes a LoadModule line; the answer says whether we know the module. */
export function loadModule(loaded: LoadedModules, identifier: string, path: string): 'known' | 'stranger' {
  const mpm = mpmOf(identifier);
  if (mpm) {
    loaded.mpm = mpm;
    return 'known';
  }
  const known = defined.find((module) => module.identifier === identifier);
  if (known) loaded.names.add(known.name);
  else if (identifier !== 'logio_module' && identifier !== 'watchdog_module')
    loaded.strangers.set(identifier, sourceName(identifier, path));
  return known ? 'known' : 'stranger';
}

function mpmOf(identifier: string): Mpm | undefined {
  return (Object.keys(mpms) as Mpm[]).find((name) => mpms[name] === identifier);
}

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
  const module = defined.find((each) => each.identifier === name && each.name !== 'mpm_common');
  return module !== undefined && loaded.names.has(module.name);
}

/** The definitions in force for a name, of modules that are loaded. */
export function inForce(
  loaded: LoadedModules,
  name: string,
  kind: 'directive' | 'section',
): readonly Registered[] {
  return lookUp(name, kind).filter(
    (entry) =>
      loaded.names.has(entry.module.name) &&
      (entry.module.name !== 'mpm_common' || mpmKnows(loaded.mpm, entry.name)),
  );
}

/** LogLevel's way to name a module: a source name with `.c`, an identifier, or an identifier without `_module`. */
export function isLoggable(loaded: LoadedModules, name: string): boolean {
  return isLoaded(loaded, name) || isLoaded(loaded, `${name}_module`);
}

/** Whether we have definitions for a module. */
export const isDefined = (name: string): boolean => defined.some((module) => module.name === name);
