import { type LookedUp, lookUpFile, lookUpPath } from './look-up.js';
import type { FileFacts } from './machine.js';
import type { Evaluation } from './need.js';
import { lookUps } from './request.js';
import { failed, hasArguments, valuesOf } from './ssi-elements.js';
import { filled, type SsiPage, tell } from './ssi-page.js';
import type { SsiElement } from './ssi-reader.js';
import { decodeEntities } from './ssi-text.js';
import { formatTime } from './ssi-time.js';

/** `fsize`: how large files are. */
export function fileSize(page: SsiPage, element: SsiElement): Evaluation<string> {
  return eachFile(page, element, 'AH01350', ({ size }) =>
    page.sizeInBytes ? String(size).replace(/\B(?=(\d{3})+$)/g, ',') : shortSize(size),
  );
}

/** `flastmod`: when files last changed. */
export function fileDate(page: SsiPage, element: SsiElement): Evaluation<string> {
  return eachFile(page, element, 'AH01351', ({ modified }) => formatTime(modified, page.timeFormat, false));
}

function* eachFile(
  page: SsiPage,
  element: SsiElement,
  code: string,
  say: (facts: FileFacts) => string,
): Evaluation<string> {
  if (!hasArguments(page, element, code, 1)) return page.printing ? page.errorMessage : '';
  if (!page.printing) return '';
  let text = '';
  for (const { name, value } of valuesOf(element)) {
    const wanted = filled(page, decodeEntities(value));
    const facts = yield* factsOf(page, element.name, name, wanted);
    if (!facts) return text + page.errorMessage;
    text += say(facts);
  }
  return text;
}

function* factsOf(
  page: SsiPage,
  element: string,
  parameter: string,
  wanted: string,
): Evaluation<FileFacts | undefined> {
  if (parameter !== 'file' && parameter !== 'virtual') {
    failed(page, 'AH01340', `unknown parameter "${parameter}" to tag ${element}`);
    return undefined;
  }
  const { status, inner } = yield* lookUpIncluded(page, parameter, wanted);
  const { machine } = page.exchange.program.surroundings;
  const path = status === 0 && inner?.fileKind !== 'none' ? inner?.filename : undefined;
  const facts = path === undefined ? undefined : machine.look(path, false);
  if (!facts) {
    const code = parameter === 'file' ? 'AH02670' : 'AH01339';
    failed(page, code, `unable to get information about "${wanted}"`);
  }
  return facts;
}

/** The subrequest for what a page names; `file` reaches only what lies beside or below the page. */
export function* lookUpIncluded(
  page: SsiPage,
  parameter: 'file' | 'virtual',
  wanted: string,
): Evaluation<LookedUp> {
  if (parameter === 'virtual') return yield* lookUpPath(wanted, page.exchange, lookUps);
  const path = pathBelow(wanted);
  if (path === undefined) {
    tell(page, 'error', 'AH02668', `unable to access file "${wanted}"`);
    return { status: 403 };
  }
  return yield* lookUpFile(path, page.exchange, lookUps);
}

/** A relative path without dots in it; `undefined` for one that is absolute or climbs above where it begins. */
function pathBelow(path: string): string | undefined {
  if (path.startsWith('/')) return undefined;
  const kept: string[] = [];
  const segments = path.split('/');
  for (const [at, segment] of segments.entries()) {
    const last = at === segments.length - 1;
    if (segment === '..') {
      if (kept.pop() === undefined) return undefined;
    } else if (segment !== '' && segment !== '.') kept.push(segment);
    if (last && kept.length > 0 && ['', '.', '..'].includes(segment)) kept.push('');
  }
  return kept.join('/');
}

/** A size in four characters (apr_strfsize). */
export function shortSize(size: number): string {
  if (size < 0) return '  - ';
  if (size < 973) return `${String(size).padStart(3)} `;
  let whole = size;
  for (const unit of 'KMGTPE') {
    const rest = whole % 1024;
    whole = Math.floor(whole / 1024);
    if (whole >= 973) continue;
    if (whole > 9 || (whole === 9 && rest >= 973))
      return `${String(whole + (rest >= 512 ? 1 : 0)).padStart(3)}${unit}`;
    const tenth = Math.floor((rest * 5 + 256) / 512);
    return tenth >= 10 ? `${whole + 1}.0${unit}` : `${whole}.${tenth}${unit}`;
  }
  return '****';
}
