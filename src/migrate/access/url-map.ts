import { type Line, valuesOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';

/** Where plain URL paths lead, as far as the text alone tells. */
export interface UrlMap {
  /** The file that a path leads to in a server (`undefined`: the main one); `undefined` where it cannot be told. */
  readonly fileOf: (path: string, virtualHost: Line | undefined) => string | undefined;
}

/** With these a path may lead anywhere. */
const leadsElsewhere = [
  ...['RewriteRule', 'AliasMatch', 'ScriptAliasMatch', 'UserDir', 'VirtualDocumentRoot'],
  ...[
    'VirtualScriptAlias',
    'VirtualDocumentRootIP',
    'ProxyPassMatch',
    'ProxyPass',
    'Action',
    'ProxyRequests',
  ],
];

/** Reads the lines that map URLs to files. */
export function urlMapOf(site: Site): UrlMap {
  const isPlain = leadsElsewhere.every((name) => site.named(name).length === 0);
  const roots = site.named('DocumentRoot');
  const aliases = [...site.named('Alias'), ...site.named('ScriptAlias')];
  return {
    fileOf(path, virtualHost) {
      if (!isPlain) return undefined;
      const isHere = (line: Line): boolean => hostOf(line) === virtualHost || hostOf(line) === undefined;
      // An alias within the path, or above it, may lead the way; only what is surely in the document root is told.
      if (aliases.some((line) => isHere(line) && touches(path, valuesOf(line)[0] ?? '/'))) return undefined;
      const own = roots.findLast((line) => hostOf(line) === virtualHost);
      const root = own ?? (site.named('<VirtualHost').length === 0 ? roots.at(-1) : undefined);
      const folder = root && valuesOf(root)[0]?.replace(/\/+$/, '');
      return folder?.startsWith('/') ? folder + (path === '/' ? '' : path) : undefined;
    },
  };
}

const hostOf = ({ around }: Line): Line | undefined => around.find(({ name }) => name === '<VirtualHost');

const touches = (path: string, alias: string): boolean =>
  path.startsWith(alias.replace(/\/+$/, '')) || alias.startsWith(path);
