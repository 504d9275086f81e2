import { prefixLength } from '../../evaluate/mod_alias.js';
import { rootedPath } from '../../evaluate/path.js';
import type { Host } from '../../ruleset/ruleset.js';
import { canBeWord } from './statement.js';

/** What a path of a server leads to. `prefix` is what of the path is replaced. */
export type Content =
  | {
      readonly kind: 'upstream';
      readonly prefix: string;
      /** Scheme, host and port, as the configuration writes them. */
      readonly origin: string;
      /** What the prefix becomes. */
      readonly path: string;
      /** Seconds. */
      readonly timeout: number | undefined;
    }
  | { readonly kind: 'folder'; readonly prefix: string; readonly folder: string }
  /** Something that nginx cannot serve: a program, or an upstream of another kind. */
  | { readonly kind: 'other'; readonly prefix: string; readonly what: string };

/** What serves a path, looked for in httpd's order: proxies, then aliases, then DocumentRoot. */
export function contentAt(host: Host, path: string): Content {
  const pass = sectionPass(host, path) ?? host.mod_proxy.passes.find((each) => covers(each.match, path));
  if (pass?.target !== undefined) return upstreamOf(pass.match, pass.target, pass.options.timeout);
  const alias = host.mod_alias.aliases.find(({ match }) => covers(match, path));
  if (!alias) return folderOf('/', withSlash(host.core.documentRoot));
  if (alias.match.kind === 'regex') return { kind: 'other', prefix: path, what: 'AliasMatch' };
  const { prefix } = alias.match;
  if (alias.handler !== undefined) return { kind: 'other', prefix, what: 'a program (CGI)' };
  return folderOf(prefix, alias.target);
}

function folderOf(prefix: string, folder: string): Content {
  if (!canBeWord(folder))
    return { kind: 'other', prefix, what: `a folder that nginx cannot name (${folder})` };
  // httpd resolves dots and slashes of a path before it looks for sections about it.
  return { kind: 'folder', prefix, folder: rootedPath(folder) };
}

/** ProxyPass in a Location comes before those of the server, the last one first. */
function sectionPass({ locations }: Host, path: string) {
  for (const { match, settings } of locations.toReversed())
    if (settings.mod_proxy?.pass && covers(match, path)) return settings.mod_proxy.pass;
  return undefined;
}

type Match = { readonly kind: string; readonly prefix?: string };

const covers = (match: Match, path: string): boolean =>
  match.kind === 'prefix' && match.prefix !== undefined && prefixLength(path, match.prefix) > 0;

function upstreamOf(match: Match, target: string, timeout: number | undefined): Content {
  const prefix = match.prefix ?? '/';
  const [, origin, path = ''] = /^(https?:\/\/[^/?]+)(.*)$/is.exec(target) ?? [];
  if (origin === undefined)
    return { kind: 'other', prefix, what: `an upstream that is not HTTP (${target})` };
  if (!canBeWord(target))
    return { kind: 'other', prefix, what: `an upstream that nginx cannot name (${target})` };
  return { kind: 'upstream', prefix, origin, path, timeout };
}

const withSlash = (folder: string): string => (folder.endsWith('/') ? folder : `${folder}/`);

/** The prefixes that contents of a server begin at. */
export function contentPrefixes({ mod_proxy, mod_alias, locations }: Host): readonly string[] {
  const matches: readonly Match[] = [
    ...locations.filter(({ settings }) => settings.mod_proxy?.pass).map(({ match }) => match),
    ...mod_proxy.passes.map(({ match }) => match),
    ...mod_alias.aliases.map(({ match }) => match),
  ];
  return matches.flatMap((match) =>
    match.kind === 'prefix' && match.prefix !== undefined ? [match.prefix] : [],
  );
}
