import type { AutoindexSettings, IndexOption } from '../ruleset/mod_autoindex.js';
import { escapeUri } from './expression-functions.js';

/** How a client wants a list: order, options, and a pattern for names. */
export interface IndexOrder {
  readonly key: string;
  readonly direction: string;
  readonly options: ReadonlySet<IndexOption>;
  readonly pattern: string | undefined;
  /** What links to other orders say beside these. */
  readonly kept: string;
}

/** Reads a list's query: `C=N;O=D;F=2;V=1;P=*.txt`; what follows a mistake does not count. */
export function readIndexOrder(
  query: string | undefined,
  settings: AutoindexSettings,
  configured: ReadonlySet<IndexOption>,
): IndexOrder {
  const options = new Set(configured);
  let key: string = settings.orderKey ?? 'N';
  let direction: string = settings.orderDirection ?? 'A';
  let format = '';
  let version = '';
  let pattern: string | undefined;
  let said = '';
  if (options.has('ignoreclient')) {
    options.add('suppresscolumnsorting');
    return { key, direction, options, pattern, kept: '' };
  }
  for (const part of (query ?? '').split(/[&;]/)) {
    const [, name = '', value = ''] =
      /^(?:(C)=([NMSD])|(O)=([AD])|(F)=([012])|(V)=([01])|(P)=(.*))$/s
        .exec(part)
        ?.filter((group, at) => at === 0 || group !== undefined) ?? [];
    if (name === 'C') key = value;
    else if (name === 'O') direction = value;
    else if (name === 'F') {
      format = `;F=${value}`;
      chooseFormat(options, value);
    } else if (name === 'V') {
      version = `;V=${value}`;
      if (value === '1') options.add('versionsort');
      else options.delete('versionsort');
    } else if (name === 'P') {
      pattern = value === '' ? undefined : unescaped(value);
      if (pattern !== undefined) said = `;P=${escapeUri(pattern)}`;
    } else break;
  }
  return { key, direction, options, pattern, kept: format + version + said };
}

function chooseFormat(options: Set<IndexOption>, format: string): void {
  if (format === '0') options.delete('fancyindexing');
  else options.add('fancyindexing');
  if (format === '2') options.add('htmltable');
  else options.delete('htmltable');
}

/** A pattern with a bad escape counts as none. */
function unescaped(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})|%00|%2f/i.test(text)) return undefined;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
