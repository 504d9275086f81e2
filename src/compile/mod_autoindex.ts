import { modAutoindex } from '../directives/mod_autoindex.js';
import type { IndexItem, IndexOption } from '../ruleset/mod_autoindex.js';
import { append } from './draft.js';
import { lowerings, type To } from './lowering.js';

type Here = To<'mod_autoindex'>;

/** How mod_autoindex's directives become settings. */
export const autoindex = lowerings(modAutoindex, {
  AddIcon: (words, to) => icon('path', words, to),
  AddIconByType: (words, to) => icon('type', words, to),
  AddIconByEncoding: (words, to) => icon('encoding', words, to),
  AddAlt: (words, to) => addAlts('path', words, to),
  AddAltByType: (words, to) => addAlts('type', words, to),
  AddAltByEncoding: (words, to) => addAlts('encoding', words, to),
  AddDescription([description, names], to) {
    for (const pattern of names)
      to.settings.descriptions = append(to.settings.descriptions, { pattern, text: description });
  },
  IndexOptions(words, to) {
    for (const word of words) indexOption(word, to);
  },
  IndexOrderDefault([direction = '', key = ''], to) {
    to.settings.orderDirection = direction.toLowerCase() === 'ascending' ? 'A' : 'D';
    to.settings.orderKey = orderKeys[key.toLowerCase()] ?? 'N';
  },
  IndexIgnore(names, to) {
    for (const name of names)
      to.settings.ignored = append(to.settings.ignored, item('encoding', name, '', to));
  },
  IndexIgnoreReset(on, to) {
    to.settings.ignoreAfresh = on;
  },
  HeaderName(name, to) {
    to.settings.header = name;
  },
  ReadmeName(name, to) {
    to.settings.readme = name;
  },
  DefaultIcon(url, to) {
    to.settings.defaultIcon = url;
  },
  IndexStyleSheet(url, to) {
    to.settings.styleSheet = url;
  },
  IndexHeadInsert(text, to) {
    to.settings.headInsert = text;
  },
});

const orderKeys: Readonly<Record<string, 'N' | 'M' | 'S' | 'D'>> = {
  name: 'N',
  date: 'M',
  size: 'S',
  description: 'D',
};

/** Of paths without wildcards the end counts. */
function item(by: IndexItem['by'], name: string, text: string, { place }: Here): IndexItem {
  const path = 'path' in place ? place.path : '';
  const folder = place.kind === 'directory' && place.match !== 'regex' && !path.endsWith('/');
  const named = by === 'path' && name === '**DIRECTORY**' ? '^^DIRECTORY^^' : name;
  const pattern = by === 'path' && !/[*?]/.test(named) ? `*${named}` : named;
  return { by, pattern, below: `${path}${folder ? '/' : ''}*`, text };
}

function addAlts(by: IndexItem['by'], [alt, names]: readonly [string, readonly string[]], to: Here): void {
  for (const name of names) addAlt(by, alt, name, to);
}

function addAlt(by: IndexItem['by'], alt: string, name: string, to: Here): void {
  const wanted = by === 'encoding' ? name.toLowerCase() : name;
  to.settings.alts = append(to.settings.alts, item(by, wanted, alt, to));
}

/** `(alt,url)` names a text for browsers without pictures, too. */
function icon(by: IndexItem['by'], [written = '', ...names]: readonly string[], to: Here): void {
  const [, alt, url] = /^\(([^,]*),?([^)]*)/.exec(written) ?? [];
  for (const name of names) {
    if (alt !== undefined) addAlt(by, alt, name, to);
    const wanted = by === 'encoding' ? name.toLowerCase() : name;
    to.settings.icons = append(to.settings.icons, item(by, wanted, url ?? written, to));
  }
}

function indexOption(word: string, to: Here): void {
  const sign = /^[+-]/.exec(word)?.[0] ?? '';
  const [key = '', value] = word.slice(sign.length).split(/=(.*)/s, 2);
  const lower = key.toLowerCase();
  const { none = false, set, add, remove } = to.settings.options ?? { add: [], remove: [] };
  if (lower === 'none') {
    to.settings.options = { none: true, add: [], remove: [] };
    return;
  }
  const named: readonly IndexOption[] = takeValue(lower, sign, value, to) ? [] : [lower as IndexOption];
  const without = (list: readonly IndexOption[]) => list.filter((each) => !named.includes(each));
  if (sign === '+')
    to.settings.options = { none, ...(set && { set }), add: [...add, ...named], remove: without(remove) };
  else if (sign === '-')
    to.settings.options = { none, ...(set && { set }), add: without(add), remove: [...remove, ...named] };
  else if (named.length > 0 || set)
    to.settings.options = { set: [...(set ?? []), ...named], add: [], remove: [] };
  else to.settings.options = { none, add: [], remove: [] };
}

/** Options that are no switches. */
function takeValue(key: string, sign: string, value: string | undefined, { settings }: Here): boolean {
  const number = Number.parseInt(value ?? '', 10) || 0;
  switch (key) {
    case 'iconwidth':
      settings.iconWidth = value === undefined ? (sign === '-' ? 0 : 20) : number;
      return true;
    case 'iconheight':
      settings.iconHeight = value === undefined ? (sign === '-' ? 0 : 22) : number;
      return true;
    case 'namewidth':
      settings.nameWidth = width(value, number);
      return true;
    case 'descriptionwidth':
      settings.descriptionWidth = width(value, number);
      return true;
    case 'type':
      settings.contentType = value ?? '';
      return true;
    case 'charset':
      settings.charset = value ?? '';
      return true;
    case 'useolddateformat':
      settings.oldDates = true;
      return true;
    default:
      return false;
  }
}

function width(value: string | undefined, number: number) {
  if (value === undefined) return { width: 23, fit: false };
  return value.startsWith('*') ? { fit: true } : { width: number, fit: false };
}
