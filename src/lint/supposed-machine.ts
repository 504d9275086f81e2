import type { HostNames } from '../evaluate/host-addresses.js';
import { type FileFacts, type Machine, noMachine } from '../evaluate/machine.js';
import type { ComponentKind } from '../evaluate/need.js';
import type { Surroundings } from '../evaluate/program.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { longestPath } from './folders-above.js';

/** Whether files are there where paths lead; folders that the configuration names are there in any case. */
export type SupposedFiles = 'there' | 'missing';

/** A machine nobody looks at: files are all there, or all missing, and names in `<VirtualHost>` lines have addresses for documentation. */
export interface SupposedMachine {
  readonly surroundings: Surroundings;
  readonly kindOf: (path: string, files: SupposedFiles, isFolder: boolean) => ComponentKind;
  /** Says what conditions on files shall find from now on. */
  readonly begin: (files: SupposedFiles) => void;
}

/** The machine that a configuration is supposed to be on. */
export function supposedMachine(ruleset: Ruleset): SupposedMachine {
  const folders = namedFolders(ruleset);
  const scripts = namedScripts(ruleset);
  const kindOf: SupposedMachine['kindOf'] = (path, files, isFolder) => {
    if (isFolder || isAbove(path, folders)) return 'directory';
    if (files === 'missing') return scripts.has(path.slice(path.lastIndexOf('/') + 1)) ? 'file' : 'none';
    return path.endsWith('/') ? 'directory' : 'file';
  };
  let supposed: SupposedFiles = 'there';
  const look = (path: string): FileFacts | undefined => {
    const kind = kindOf(path, supposed, false);
    return kind === 'none' ? undefined : { ...facts, kind: kind === 'directory' ? 'directory' : 'file' };
  };
  const machine: Machine = { ...noMachine, look };
  return {
    surroundings: { typeOf: () => undefined, environment: {}, machine, names: namesOf(ruleset) },
    kindOf,
    begin: (files) => {
      supposed = files;
    },
  };
}

const facts = {
  size: 1,
  executable: true,
  ownerExecutable: true,
  groupExecutable: true,
  modified: 0,
  owner: 0,
  group: 0,
} as const;

/** Paths of folders with all that are above them, without slashes at their ends. */
function namedFolders({ host, virtualHosts }: Ruleset): ReadonlySet<string> {
  const servers = [host, ...virtualHosts];
  const named = servers.flatMap(({ core, directories }) => [
    ...(core.documentRoot === undefined ? [] : [core.documentRoot]),
    ...directories.flatMap(({ match }) => (match.kind === 'prefix' ? [match.prefix] : [])),
  ]);
  const all = new Set<string>(['']);
  for (const folder of named) {
    if (folder.length > longestPath) continue;
    let end = folder.length;
    while (folder[end - 1] === '/') end--;
    // What is above a known one is known, too.
    for (; end > 0; end = folder.lastIndexOf('/', end - 1)) {
      const above = folder.slice(0, end);
      if (all.has(above)) break;
      all.add(above);
    }
  }
  return all;
}

/** Names of scripts and pages that the configuration leads requests to: those are there even where other files are not. */
function namedScripts(ruleset: Ruleset): ReadonlySet<string> {
  const names = JSON.stringify(ruleset).match(/[\w-]+\.(?:php\d?|html?|cgi|pl|py|fcgi|rb|aspx?|jsp)\b/g);
  return new Set(names ?? []);
}

const isAbove = (path: string, folders: ReadonlySet<string>): boolean =>
  folders.has(path.replace(/\/+$/, ''));

/** Each name has an address of its own. */
function namesOf({ virtualHosts }: Ruleset): HostNames {
  const names = [...new Set(virtualHosts.flatMap(({ addresses }) => addresses.map(({ host }) => host)))];
  const addresses = new Map(names.map((name, at) => [name.toLowerCase(), documentationAddress(at)]));
  return {
    addressesOf: (name) => {
      const address = addresses.get(name.toLowerCase());
      return address === undefined ? [] : [address];
    },
    nameOf: () => undefined,
  };
}

/** Of the range 198.51.100.0/24, and others of 198.18.0.0/15 where that is not enough. */
const documentationAddress = (at: number): string =>
  at < 254 ? `198.51.100.${at + 1}` : `198.18.${Math.floor(at / 254) % 256}.${(at % 254) + 1}`;
