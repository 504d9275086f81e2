import type { OptionsSetting } from '../ruleset/core.js';
import type { ConditionSection, Host, Ruleset, Section, VirtualHost } from '../ruleset/ruleset.js';
import { type HostNames, noNames } from './host-addresses.js';
import { mergedHost } from './host-merge.js';
import { type Machine, noMachine } from './machine.js';
import { type HostIndex, indexHost } from './section-index.js';
import { type MergedNode, newRoomForSets, SectionMerger } from './sections.js';
import { Servers } from './servers.js';

/** What of the machine a program knows, read once at its start. */
export interface Surroundings {
  /** The media type of a file name extension in lower case, without its dot (TypesConfig). */
  readonly typeOf: (extension: string) => string | undefined;
  /** The server process's environment, for PassEnv. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly machine: Machine;
  readonly names: HostNames;
}

const nothing: Surroundings = {
  typeOf: () => undefined,
  environment: {},
  machine: noMachine,
  names: noNames,
};

/** A ruleset made ready to run: sections indexed, merges cached, expressions compiled on first use. */
export interface Program {
  readonly ruleset: Ruleset;
  /** The server that answers: the main one, or a virtual host merged with it. */
  readonly host: Host;
  /** What the virtual host says itself; absent for the main server. */
  readonly virtualHost: VirtualHost | undefined;
  /** All servers of the ruleset; the same for each of their programs. */
  readonly servers: Servers<Program>;
  readonly surroundings: Surroundings;
  readonly root: MergedNode;
  readonly merger: SectionMerger;
  readonly index: HostIndex;
  /** Whether a module counts as loaded. */
  readonly has: (module: string) => boolean;
  /** The same for those that nearly every request passes by. */
  readonly loads: Readonly<Record<PassedModule, boolean>>;
  /**
   * httpd skips authentication of an internal redirect under the same configuration only while no old-style module (such as
   * mod_auth_kerb) is loaded.
   */
  readonly authPerConfiguration: boolean;
  /**
   * Whether sections must be merged before translation too: any holds an Alias, Redirect, ProxyPass, line of mod_rewrite or what URLs
   * are made with, or conditions that are looked at so early have others inside.
   */
  readonly walksEarly: boolean;
  /**
   * Whether sections or expressions depend on the file a path stands for. Where none does, the file system is asked only
   * for requests that may pass.
   */
  readonly dependsOnFiles: boolean;
  /** Whether HostnameLookups asks anywhere for clients' names. */
  readonly looksUpNames: boolean;
  /** Whether there is any Directory or Files section. */
  readonly hasFileSections: boolean;
  /**
   * Whether folders may have settings of their own, or links may not be followed everywhere: then requests walk down to their file
   * folder by folder.
   */
  readonly looksIntoFolders: boolean;
  /** Whether AllowOverride is left unset for some folder. */
  readonly leavesOverrides: boolean;
}

const oldStyleAuth = ['mod_auth_kerb', 'mod_allowmethods', 'mod_auth_form', 'mod_log_debug', 'mod_lua'];

const passed = [
  'mod_alias',
  'mod_dir',
  'mod_include',
  'mod_mime',
  'mod_proxy',
  'mod_rewrite',
  'mod_ssl',
  'mod_unique_id',
] as const;
type PassedModule = (typeof passed)[number];

function passedModules(modules: ReadonlySet<string>): Readonly<Record<PassedModule, boolean>> {
  const loads = passed.map((module) => [module, modules.has(module)] as const);
  return Object.freeze(Object.fromEntries(loads) as Record<PassedModule, boolean>);
}

/** Makes a ruleset ready to run and gives the main server's program; the ruleset is frozen data and may be shared. */
export function loadProgram(ruleset: Ruleset, surroundings: Surroundings = nothing): Program {
  const modules = new Set(ruleset.modules);
  const shared = {
    ruleset,
    surroundings,
    has: (module: string) => modules.has(module),
    loads: passedModules(modules),
    authPerConfiguration: !oldStyleAuth.some((module) => modules.has(module)),
  };
  const room = newRoomForSets();
  const servers: Servers<Program> = new Servers(ruleset, surroundings.names, (virtualHost) => {
    const host = virtualHost ? mergedHost(ruleset.host, virtualHost, surroundings.names) : ruleset.host;
    return { ...shared, ...indexedHost(host, room), virtualHost, servers };
  });
  return servers.main;
}

function indexedHost(host: Host, room: MergedNode['room']) {
  const merger = new SectionMerger(host.base, host.conditions, room);
  return {
    host,
    root: merger.root,
    merger,
    index: indexHost(host),
    walksEarly: [...host.locations, ...host.conditions].some(translates) || nestsConditions(host),
    ...readTexts(host),
    hasFileSections: hasFileSections(host),
    looksIntoFolders: looksIntoFolders(host),
    leavesOverrides: !host.directories.some(setsOverrides),
  };
}

const fileVariables =
  /"(?:REQUEST_FILENAME|SCRIPT_FILENAME|SCRIPT_USER|SCRIPT_GROUP|PATH_INFO|PATH_TRANSLATED|HANDLER|CONTENT_TYPE)"|"operator":"F"|"provider":"file-(?:owner|group)"/i;

function hasFileSections({ directories, directoryMatches, files }: Host): boolean {
  return directories.length + directoryMatches.length + files.length > 0;
}

function looksIntoFolders({ base, directories }: Host): boolean {
  return [base, ...directories.map(({ settings }) => settings)].some(({ core }) => {
    const { options, override, overrideList } = core ?? {};
    if (override && override.classes.length + override.nonfatal.length > 0) return true;
    return (overrideList?.length ?? 0) > 0 || (options !== undefined && restrictsLinks(options));
  });
}

/** The root's section comes before all files. */
const setsOverrides = ({ match, settings }: Section): boolean =>
  match.kind === 'prefix' && match.prefix === '/' && settings.core?.override !== undefined;

function restrictsLinks({ set, add, remove }: OptionsSetting): boolean {
  if (add.includes('SymLinksIfOwnerMatch') || set?.includes('SymLinksIfOwnerMatch')) return true;
  return remove.includes('FollowSymLinks') || (set !== undefined && !set.includes('FollowSymLinks'));
}

const looksUp = /"hostnameLookups":"(?:On|Double)"/;

/** What only a search of everything tells. Sections that several servers have are searched once. */
function readTexts(host: Host): Pick<Program, 'looksUpNames' | 'dependsOnFiles'> {
  const { base, conditions, locations, proxies, mod_setenvif, directories, directoryMatches, files, ...own } =
    host;
  const parts = [base, mod_setenvif, ...conditions, ...locations, ...proxies];
  const others = [own, ...directories, ...directoryMatches, ...files];
  return {
    looksUpNames: [...parts, ...others].some((part) => readText(part).looksUpNames),
    dependsOnFiles: hasFileSections(host) || parts.some((part) => readText(part).dependsOnFiles),
  };
}

const texts = new WeakMap<object, Pick<Program, 'looksUpNames' | 'dependsOnFiles'>>();

function readText(part: object): Pick<Program, 'looksUpNames' | 'dependsOnFiles'> {
  const known = texts.get(part);
  if (known) return known;
  const text = JSON.stringify(part);
  const read = { looksUpNames: looksUp.test(text), dependsOnFiles: fileVariables.test(text) };
  texts.set(part, read);
  return read;
}

const nestsConditions = ({ conditions, locations }: Host): boolean =>
  [...conditions, ...locations.flatMap((each) => each.conditions)].some((each) => each.conditions.length > 0);

function translates(section: Section | ConditionSection): boolean {
  const { core, mod_alias, mod_proxy, mod_rewrite } = section.settings;
  return (
    core?.useCanonicalName !== undefined ||
    core?.useCanonicalPhysicalPort !== undefined ||
    mod_alias?.alias !== undefined ||
    mod_alias?.redirect !== undefined ||
    mod_proxy?.pass !== undefined ||
    mod_rewrite !== undefined ||
    section.conditions.some(translates)
  );
}
