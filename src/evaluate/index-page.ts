import type { AutoindexSettings } from '../ruleset/mod_autoindex.js';
import type { WildcardMatcher } from '../source/wildcard.js';
import { escapeUri } from './expression-functions.js';
import type { IndexEntry } from './index-entries.js';
import { itemFor } from './index-entries.js';
import type { IndexOrder } from './index-query.js';
import { shortSize } from './ssi-files.js';
import { escapeHtml } from './ssi-text.js';
import { formatTime } from './ssi-time.js';

/** A list that is being written. */
export interface IndexList {
  readonly settings: AutoindexSettings;
  readonly order: IndexOrder;
  /** Which names the client wants to see, where it says so. */
  readonly wanted: WildcardMatcher | undefined;
}

/** The head of the page, up to its body. */
export function indexPreamble({ settings, order }: IndexList, title: string): string {
  const xhtml = order.options.has('xhtml');
  const start = xhtml
    ? '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"\n"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml">\n <head>\n'
    : '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n<html>\n <head>\n';
  const sheet =
    settings.styleSheet === undefined
      ? ''
      : `  <link rel="stylesheet" href="${settings.styleSheet}" type="text/css"${xhtml ? ' />' : '>'}\n`;
  return `${start}  <title>Index of ${title}</title>\n${sheet}${settings.headInsert ?? ''} </head>\n <body>\n`;
}

export function indexHeading({ settings }: IndexList, title: string): string {
  return settings.styleSheet === undefined
    ? `<h1>Index of ${title}</h1>\n`
    : `  <h1 id="indextitle">Index of ${title}</h1>\n`;
}

/** What stands before and behind the lines, and the lines themselves one by one. */
export function* indexLines(list: IndexList, entries: readonly IndexEntry[]): Generator<string> {
  const { options } = list.order;
  const widths = widthsFor(list, entries);
  if (options.has('htmltable')) {
    const cells = tableHead(list);
    yield cells.head;
    for (const [at, entry] of entries.entries()) yield tableRow(list, entry, at, widths);
    yield `${cells.rule}</table>\n`;
  } else if (options.has('fancyindexing')) {
    yield fancyHead(list, widths);
    for (const [at, entry] of entries.entries()) yield fancyLine(list, entry, at, widths);
    yield `${options.has('suppressrules') ? '' : rule(list)}</pre>\n`;
  } else {
    yield '<ul>';
    for (const [at, entry] of entries.entries())
      yield `<li><a href="${anchor(entry)}"> ${escapeHtml(shown(entry, at))}</a></li>\n`;
    yield '</ul>\n';
  }
}

interface Widths {
  readonly name: number;
  readonly description: number;
}

function widthsFor({ settings, order }: IndexList, entries: readonly IndexEntry[]): Widths {
  const { nameWidth, descriptionWidth } = settings;
  const fancy = order.options.has('fancyindexing') && !order.options.has('htmltable');
  let name = nameWidth?.width ?? 23;
  let description = descriptionWidth?.width ?? 23;
  if (fancy && nameWidth?.fit) for (const entry of entries) name = Math.max(name, entry.name.length);
  if (fancy && descriptionWidth?.fit)
    for (const entry of entries) description = Math.max(description, entry.description?.length ?? 0);
  return { name, description };
}

const close = ({ order }: IndexList): string => (order.options.has('xhtml') ? ' />' : '>');
const rule = (list: IndexList): string => `<hr${close(list)}`;

function link(list: IndexList, label: string, column: string): string {
  const { key, direction, options, kept } = list.order;
  if (options.has('suppresscolumnsorting')) return label;
  const reversed = key === column && direction === 'A' ? 'D' : 'A';
  return `<a href="?C=${column};O=${reversed}${kept}">${label}</a>`;
}

function image(list: IndexList, url: string, alt: string): string {
  const { iconWidth, iconHeight } = list.settings;
  const width = iconWidth ? ` width="${iconWidth}"` : '';
  const height = iconHeight ? ` height="${iconHeight}"` : '';
  return `<img src="${escapeHtml(url)}" alt="${alt}"${width}${height}${close(list)}`;
}

function iconOf(list: IndexList, { icon, alt }: IndexEntry): string | undefined {
  const url = icon ?? list.settings.defaultIcon;
  return url === undefined ? undefined : image(list, url, `[${alt ?? '   '}]`);
}

/** A name with a colon must not be taken for a scheme. */
function anchor({ name }: IndexEntry): string {
  const colon = name.indexOf(':');
  const slash = name.indexOf('/');
  const lone = colon !== -1 && (slash === -1 || colon < slash);
  return escapeHtml((lone ? './' : '') + escapeUri(name));
}

const shown = ({ name }: IndexEntry, at: number): string =>
  at === 0 && name.startsWith('/') ? 'Parent Directory' : name;

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 3)}..>` : text;
}

function dateOf({ settings }: IndexList, { modified }: IndexEntry): string {
  return formatTime(modified, settings.oldDates ? '%d-%b-%Y %H:%M' : '%Y-%m-%d %H:%M', false);
}

function fancyHead(list: IndexList, { name }: Widths): string {
  const { options } = list.order;
  let text = '<pre>';
  if (!options.has('suppressicon')) {
    const blank = itemFor(list.settings.icons, '^^BLANKICON^^');
    text += blank === undefined ? '      ' : `${image(list, blank, 'Icon ')} `;
  }
  text += `${link(list, 'Name', 'N')}${' '.repeat(Math.max(0, name - 4))} `;
  if (!options.has('suppresslastmodified')) text += `${link(list, 'Last modified', 'M')}      `;
  if (!options.has('suppresssize')) text += `${link(list, 'Size', 'S')}  `;
  if (!options.has('suppressdescription')) text += link(list, 'Description', 'D');
  return text + (options.has('suppressrules') ? '\n' : rule(list));
}

function fancyLine(list: IndexList, entry: IndexEntry, at: number, widths: Widths): string {
  const { options } = list.order;
  let text = '';
  if (!options.has('suppressicon')) {
    const icon = iconOf(list, entry) ?? '     ';
    text += options.has('iconsarelinks') ? `<a href="${anchor(entry)}">${icon}</a> ` : `${icon} `;
  }
  const name = cut(shown(entry, at), widths.name);
  text += `<a href="${anchor(entry)}">${escapeHtml(name)}</a>${' '.repeat(Math.max(0, widths.name - name.length))} `;
  if (!options.has('suppresslastmodified'))
    text += entry.modified === -1 ? ' '.repeat(19) : `${dateOf(list, entry)}  `;
  if (!options.has('suppresssize')) text += `${shortSize(entry.size)}  `;
  if (!options.has('suppressdescription') && entry.description !== undefined)
    text += shortened(list, entry.description, widths.description);
  return `${text}\n`;
}

function tableHead(list: IndexList): { readonly head: string; readonly rule: string } {
  const { settings, order } = list;
  const { options } = order;
  const styled = settings.styleSheet !== undefined;
  const cell = (column: string): string => (styled ? `<th class="indexcol${column}">` : '<th>');
  const cells: string[] = [];
  if (!options.has('suppressicon')) {
    const blank = itemFor(settings.icons, '^^BLANKICON^^');
    const icon = blank === undefined ? '&nbsp;' : image(list, blank, '[ICO]');
    cells.push(`${styled ? '<th class="indexcolicon">' : '<th valign="top">'}${icon}</th>`);
  }
  cells.push(`${cell('name')}${link(list, 'Name', 'N')}</th>`);
  if (!options.has('suppresslastmodified'))
    cells.push(`${cell('lastmod')}${link(list, 'Last modified', 'M')}</th>`);
  if (!options.has('suppresssize')) cells.push(`${cell('size')}${link(list, 'Size', 'S')}</th>`);
  if (!options.has('suppressdescription'))
    cells.push(`${cell('desc')}${link(list, 'Description', 'D')}</th>`);
  const line = `   <tr${styled ? ' class="indexbreakrow"' : ''}><th colspan="${cells.length}">${rule(list)}</th></tr>\n`;
  const breaks = options.has('suppressrules') ? '' : line;
  const start = styled ? '  <table id="indexlist">\n   <tr class="indexhead">' : '  <table>\n   <tr>';
  return { head: `${start}${cells.join('')}</tr>\n${breaks}`, rule: breaks };
}

function tableRow(list: IndexList, entry: IndexEntry, at: number, widths: Widths): string {
  const { settings, order } = list;
  const { options } = order;
  const styled = settings.styleSheet !== undefined;
  const cell = (column: string, plain = ''): string =>
    styled ? `<td class="indexcol${column}">` : `<td${plain}>`;
  const cells: string[] = [];
  if (!options.has('suppressicon')) {
    const icon = iconOf(list, entry) ?? '&nbsp;';
    const linked = options.has('iconsarelinks') ? `<a href="${anchor(entry)}">${icon}</a>` : icon;
    cells.push(`${cell('icon', ' valign="top"')}${linked}</td>`);
  }
  cells.push(`${cell('name')}${nameCell(list, entry, at, widths)}</td>`);
  if (!options.has('suppresslastmodified'))
    cells.push(
      entry.modified === -1
        ? `${cell('lastmod')}&nbsp;</td>`
        : `${cell('lastmod', ' align="right"')}${dateOf(list, entry)}  </td>`,
    );
  if (!options.has('suppresssize'))
    cells.push(`${cell('size', ' align="right"')}${shortSize(entry.size)}</td>`);
  if (!options.has('suppressdescription')) {
    const fits = settings.descriptionWidth?.fit === true;
    const { description } = entry;
    const text =
      description === undefined
        ? '&nbsp;'
        : fits
          ? description
          : shortened(list, description, widths.description);
    cells.push(`${cell('desc')}${text}</td>`);
  }
  return `${rowStart(list, entry, at)}${cells.join('')}</tr>\n`;
}

function rowStart({ settings, order }: IndexList, { alt }: IndexEntry, at: number): string {
  if (settings.styleSheet === undefined) return '<tr>';
  const parity = at % 2 === 1 ? 'odd' : 'even';
  const named = alt !== undefined && order.options.has('addaltclass');
  return `   <tr class="${parity}${named ? `-${alt.toLowerCase()}` : ''}">`;
}

function nameCell({ settings }: IndexList, entry: IndexEntry, at: number, { name: width }: Widths): string {
  const name = shown(entry, at);
  if (settings.nameWidth?.fit) return `<a href="${anchor(entry)}">${escapeHtml(name)}</a>`;
  const short = cut(name, width);
  return `<a href="${anchor(entry)}">${escapeHtml(short)}</a>${' '.repeat(Math.max(0, width - short.length))}`;
}

/** A description cut to its width; tags take no room, and a character reference counts as one. */
function shortened({ settings, order }: IndexList, text: string, width: number): string {
  const { options } = order;
  let room = width;
  if (settings.descriptionWidth === undefined) {
    if (options.has('suppressicon')) room += 6;
    if (options.has('suppresslastmodified')) room += 19;
    if (options.has('suppresssize')) room += 7;
  }
  let at = 0;
  while (at < text.length && (room > 0 || text[at] === '<')) {
    const closing = text[at] === '<' ? '>' : text[at] === '&' ? ';' : undefined;
    if (closing !== '>') room--;
    if (closing !== undefined) {
      const end = text.indexOf(closing, at);
      if (end === -1) return text;
      at = end;
    }
    at++;
  }
  return room <= 0 && at < text.length ? `${text.slice(0, at - 1)}>` : text;
}
