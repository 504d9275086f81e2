import type { ServerCore } from '../ruleset/core.js';
import type { ServerProxy } from '../ruleset/mod_proxy.js';
import type { Host, Section, VirtualHost } from '../ruleset/ruleset.js';
import { byPathLength } from '../ruleset/section-order.js';
import { type HostNames, serverNameOf } from './host-addresses.js';
import { mergeSettings } from './merge.js';
import { mergeServerRewrite } from './rewrite-merge.js';
import { mergeServerSsl } from './ssl-host-merge.js';

/** How a field of the main server and the same one of a virtual host become one. */
type HostMerger<F extends keyof Host> = (main: Host[F], own: VirtualHost[F]) => Host[F];

/** Access logs are not merged: which ones a server writes is found when they are opened. */
type Merged = Exclude<keyof Host, 'mod_log_config'>;

/** One for each field, so that a new field of Host says how it merges. */
const mergers: { readonly [F in Merged]: HostMerger<F> } = {
  core: mergeCore,
  // The virtual host's own are tried first.
  mod_alias: (main, own) => ({
    aliases: [...own.aliases, ...main.aliases],
    redirects: [...own.redirects, ...main.redirects],
  }),
  mod_proxy: mergeProxy,
  // One that names a tag has httpd's default for the other.
  mod_include: (main, own) => own ?? main,
  mod_rewrite: mergeServerRewrite,
  mod_setenvif: inOrder,
  mod_ssl: mergeServerSsl,
  util_ldap: (main, own) => ({ ...main, ...own }),
  base: mergeSettings,
  conditions: inOrder,
  directories: byLength,
  directoryMatches: byLength,
  files: inOrder,
  locations: inOrder,
  proxies: inOrder,
};

/** The server that a virtual host is: what it says over what the main server says (`ap_fixup_virtual_hosts`). */
export function mergedHost(main: Host, own: VirtualHost, names: HostNames): Host {
  const merged = { ...main };
  for (const field of Object.keys(mergers) as Merged[]) put(merged, main, own, field);
  const name = serverNameOf(main, own, names);
  return { ...merged, core: { ...merged.core, ...(name && { serverName: name }) } };
}

function put<F extends Merged>(
  merged: { -readonly [K in keyof Host]: Host[K] },
  main: Host,
  own: VirtualHost,
  field: F,
): void {
  merged[field] = mergers[field](main[field], own[field]);
}

/** The main server's names are not those of its virtual hosts, and what it allows of encoded slashes does not hold for them. */
function mergeCore(main: ServerCore, own: Partial<ServerCore>): ServerCore {
  const { serverName: _name, port: _port, serverPath: _path, ...inherited } = main;
  return { ...inherited, serverAliases: [], allowEncodedSlashes: 'Off', ...own };
}

/** Lists add up, anything else takes the place of what the main server says. */
function mergeProxy(main: ServerProxy, own: ServerProxy): ServerProxy {
  const [connectPorts, blocked] = [
    both(main.connectPorts, own.connectPorts),
    both(main.blocked, own.blocked),
  ];
  return {
    ...main,
    ...own,
    passes: [...main.passes, ...own.passes],
    ...(connectPorts && { connectPorts }),
    ...(blocked && { blocked }),
  };
}

const both = <E>(main: readonly E[] | undefined, own: readonly E[] | undefined): readonly E[] | undefined =>
  main && own ? [...main, ...own] : (own ?? main);

const sorted = new WeakMap<readonly Section[], readonly Section[]>();

/** What virtual hosts only inherit is one list for all of them. */
function byLength(main: readonly Section[], own: readonly Section[]): readonly Section[] {
  if (own.length > 0) return byPathLength([...main, ...own]);
  const known = sorted.get(main) ?? byPathLength(main);
  sorted.set(main, known);
  return known;
}

function inOrder<E>(main: readonly E[], own: readonly E[]): readonly E[] {
  return own.length === 0 ? main : [...main, ...own];
}
