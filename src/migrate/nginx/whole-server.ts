import type { ServerView } from '../../lint/server-view.js';
import type { ServerCore } from '../../ruleset/core.js';
import type { Alias } from '../../ruleset/mod_alias.js';
import type { Host, Section, Settings } from '../../ruleset/ruleset.js';
import { contentPrefixes } from './contents.js';
import { usualHeadLimits } from './limits.js';
import { isPlainPath, sectionPrefixes } from './locations.js';

/**
 * Why the rules of a server cannot be cut into locations, so that kerbgate has to decide each of its requests: nginx takes one location by the
 * longest prefix, httpd merges all sections in their order. `undefined`: they can.
 */
export function reasonForWhole(server: ServerView): string | undefined {
  const { host, program } = server;
  const sections = [...host.locations, ...host.directories];
  if (host.conditions.length > 0 || sections.some(({ conditions }) => conditions.length > 0))
    return '<If> depends on the request, not on its path';
  if (host.locations.some(({ match }) => match.kind !== 'prefix')) return 'LocationMatch and wildcards';
  if (host.directoryMatches.length > 0 || host.directories.some(({ match }) => match.kind !== 'prefix'))
    return 'DirectoryMatch and wildcards';
  if (host.files.length > 0 || sections.some(({ files }) => files.length > 0)) return '<Files>';
  if (host.proxies.length > 0) return '<Proxy>';
  const cores = program.servers.all.map((each) => each.host.core);
  if (cores.some(({ serverPath }) => serverPath !== undefined)) return 'ServerPath';
  if (!cores.every(hasUsualLimits)) return 'limits of the request line and of fields';
  if (cores.some(({ strictHostCheck }) => strictHostCheck)) return 'StrictHostCheck';
  if (program.looksIntoFolders) return '.htaccess files, and links that may not be followed';
  if (sections.some(holdsMethods) || JSON.stringify(host.base).includes('"methods":')) return '<Limit>';
  const odd = [...contentPrefixes(host), ...sectionPrefixes(server)].find((path) => !isPlainPath(path));
  return odd === undefined ? beyondSections(host) : `the path ${odd}`;
}

const holdsMethods = ({ settings }: Section): boolean => JSON.stringify(settings).includes('"methods":');

function beyondSections({
  core,
  base,
  locations,
  mod_alias,
  mod_proxy,
  mod_rewrite,
  mod_setenvif,
  mod_ssl,
}: Host): string | undefined {
  const rewrites = ({ mod_rewrite: said }: Settings): boolean => said !== undefined;
  if (rewrites(base) || locations.some(({ settings }) => rewrites(settings)) || mod_rewrite.rules?.length)
    return 'RewriteRule';
  if (mod_setenvif.length > 0) return 'SetEnvIf';
  if (mod_alias.redirects.length > 0) return 'Redirect';
  if (mod_proxy.passes.some(({ match }) => match.kind === 'regex')) return 'ProxyPassMatch';
  if (mod_proxy.passes.some(({ options }) => options.noCanon)) return 'nocanon';
  if (mod_alias.aliases.some(({ match }) => match.kind === 'regex')) return 'AliasMatch';
  if (locations.some(({ settings }) => settings.mod_alias?.alias)) return 'an Alias of a Location';
  if (locations.some(({ settings }) => settings.mod_proxy?.pass?.match.kind === 'regex'))
    return 'ProxyPassMatch';
  if (mod_alias.aliases.some(isJoined)) return 'an Alias from a path with / at its end to a folder without';
  if ((mod_ssl.verifyClient ?? 'none') !== 'none') return 'SSLVerifyClient';
  if (!core.mergeSlashes || core.allowEncodedSlashes !== 'Off') return 'MergeSlashes and AllowEncodedSlashes';
  if (core.serverAliases.some((alias) => !isName(alias))) return 'wildcards in ServerAlias';
  return undefined;
}

/** httpd reads a head by the limits of the first server of an address. nginx has one size for lines and fields, and does not count fields. */
const hasUsualLimits = (core: ServerCore): boolean =>
  Object.entries(usualHeadLimits).every(
    ([name, value]) => core[name as keyof typeof usualHeadLimits] === value,
  );

const isName = (name: string): boolean => /^[\w.-]+$/.test(name);

/** What stands behind its path goes on in the name of its folder: /files/x is /srv/filesx, which no folder of the paths tells. */
const isJoined = ({ match, target }: Alias): boolean =>
  match.kind === 'prefix' && match.prefix.endsWith('/') && !target.endsWith('/');
