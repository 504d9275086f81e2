import type { AutoindexSettings } from '../ruleset/mod_autoindex.js';
import { wildcardMatcher } from '../source/wildcard.js';
import { type ContentPlan, isContent } from './decision.js';
import { withinBounds } from './evaluate.js';
import type { Exchange } from './exchange.js';
import { descriptionFor, type IndexEntry, isIgnored, itemFor } from './index-entries.js';
import type { IndexList } from './index-page.js';
import type { IndexOrder } from './index-query.js';
import { readIndexOrder } from './index-query.js';
import { subrequest } from './internal.js';
import { lookUpPath } from './look-up.js';
import { indexOptionsOf } from './mod_autoindex.js';
import type { Evaluation } from './need.js';
import { removeDots } from './path.js';
import { planInside } from './plan.js';
import { lookUps } from './request.js';

/** The list of a folder as the configuration and the client want it. */
export function indexListOf(exchange: Exchange): IndexList {
  const settings = exchange.settings.mod_autoindex ?? {};
  const order = readIndexOrder(exchange.query, settings, indexOptionsOf(settings));
  const { pattern } = order;
  const wanted =
    pattern === undefined ? undefined : wildcardMatcher(pattern, { pathname: false, period: true });
  return { settings, order, wanted };
}

/** The folder's own name, with a slash at its end. */
export function indexedFolder({ filename = '' }: Exchange): string {
  return filename.endsWith('/') ? filename : `${filename}/`;
}

/** The line that leads to the folder above; none at the root, or where IndexIgnore says so. */
export function parentEntry(exchange: Exchange, { settings, order }: IndexList): IndexEntry | undefined {
  const folder = exchange.uri.endsWith('/') ? exchange.uri : `${exchange.uri}/`;
  const name = removeDots(`${folder}../`, false);
  const path = `${indexedFolder(exchange)}..`;
  if (name === undefined || isIgnored(settings, path)) return undefined;
  const fancy = order.options.has('fancyindexing');
  return {
    name,
    icon: fancy ? (itemFor(settings.icons, path) ?? itemFor(settings.icons, '^^DIRECTORY^^')) : undefined,
    alt: fancy
      ? (itemFor(settings.alts, path) ?? itemFor(settings.alts, '^^DIRECTORY^^') ?? 'PARENTDIR')
      : undefined,
    description: fancy ? descriptionFor(settings.descriptions, path) : undefined,
    size: -1,
    modified: -1,
    folder: false,
  };
}

/** The line of what a folder holds under a name; none where the configuration would not let it be seen. */
export function* entryFor(
  exchange: Exchange,
  list: IndexList,
  name: string,
): Evaluation<IndexEntry | undefined> {
  const { settings, order } = list;
  if (list.wanted && !list.wanted(name)) return undefined;
  const path = indexedFolder(exchange) + name;
  if (isIgnored(settings, path)) return undefined;
  const facts = exchange.program.surroundings.machine.look(path, false);
  // A folder is asked for with its slash, so that Files sections are not about it.
  const slash = facts?.kind === 'directory' ? '/' : '';
  const inner = subrequest(exchange);
  inner.filename = path + slash;
  inner.uri = exchange.uri.slice(0, exchange.uri.lastIndexOf('/') + 1) + name + slash;
  const status = yield* withinBounds(exchange, lookUps.file(inner));
  const shown = status < 400 || (order.options.has('showforbidden') && (status === 401 || status === 403));
  if (!shown || !facts || (facts.kind !== 'file' && facts.kind !== 'directory')) return undefined;
  const folder = facts.kind === 'directory';
  const bare = { name: folder ? `${name}/` : name, folder };
  if (!order.options.has('fancyindexing') && !order.options.has('htmltable'))
    return { ...bare, icon: undefined, alt: undefined, description: undefined, size: -1, modified: -1 };
  return {
    ...bare,
    ...looksOf(settings, inner, path, folder),
    description: descriptionFor(settings.descriptions, path) ?? titleOf(order, inner, status),
    size: folder ? -1 : facts.size,
    modified: facts.modified,
  };
}

function looksOf(settings: AutoindexSettings, inner: Exchange, path: string, folder: boolean) {
  const { icons, alts } = settings;
  if (folder)
    return {
      icon: itemFor(icons, path) ?? itemFor(icons, '^^DIRECTORY^^'),
      alt: itemFor(alts, path) ?? itemFor(alts, '^^DIRECTORY^^') ?? 'DIR',
    };
  const type = inner.contentType?.split(';', 1)[0]?.trim();
  return {
    icon: itemFor(icons, path, type, inner.contentEncoding),
    alt: itemFor(alts, path, type, inner.contentEncoding),
  };
}

/** The title of a page, where lists are to tell it (ScanHTMLTitles). */
function titleOf({ options }: IndexOrder, inner: Exchange, status: number): string | undefined {
  if (!options.has('scanhtmltitles') || status !== 0 || inner.contentEncoding !== undefined) return undefined;
  if (!isHtml(inner.contentType) || inner.filename === undefined) return undefined;
  const { text = '' } = inner.program.surroundings.machine.read(inner.filename);
  const [, title] = /<title>([^<]*)/i.exec(text.slice(0, 8191)) ?? [];
  return title?.replace(/^[\r\n]+/, '').replace(/[\r\n]/g, ' ');
}

export function isHtml(type: string | undefined): boolean {
  return /^(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(type ?? '');
}

/** What HeaderName or ReadmeName leads to: a page to be run, or a text to be shown. */
export type IndexFrame =
  | { readonly kind: 'page'; readonly plan: ContentPlan; readonly inner: Exchange }
  | { readonly kind: 'text'; readonly path: string };

/** Looks up what stands above or below a list. */
export function* frameFor(exchange: Exchange, name: string): Evaluation<IndexFrame | undefined> {
  const { status, inner } = yield* withinBounds(exchange, lookUpPath(name, exchange, lookUps));
  if (status !== 0 || inner?.filename === undefined || inner.fileKind !== 'file') return undefined;
  if (isHtml(inner.contentType)) {
    const inside = yield* planInside(inner);
    const { plan } = inside;
    return typeof plan === 'number' || !isContent(plan)
      ? undefined
      : { kind: 'page', plan, inner: inside.inner };
  }
  return inner.contentType?.toLowerCase().startsWith('text/')
    ? { kind: 'text', path: inner.filename }
    : undefined;
}
