import { filled, fillPending, type SsiPage, setTimes, setVariable, tell, variable } from './ssi-page.js';
import type { SsiAttribute, SsiElement } from './ssi-reader.js';
import { applyCodings, decodeEntities, escapeHtml, ssiDecodings, ssiEncodings } from './ssi-text.js';

/** What an element does that asks nothing of the world: it gives the text that takes its place. */
type PlainElement = (page: SsiPage, element: SsiElement) => string;

/** The elements that can be carried out at once, by name. */
export const plainElements: ReadonlyMap<string, PlainElement> = new Map<string, PlainElement>([
  ['comment', () => ''],
  ['echo', withArguments('AH01343', 1, echo)],
  ['set', withArguments('AH01362', 2, setVariables)],
  ['config', withArguments('AH01347', 1, configure)],
  ['printenv', printEnvironment],
  ['exec', exec],
  ['else', elseBranch],
  ['endif', endIf],
]);

/** Attributes up to the first without a value. */
export function valuesOf({ attributes }: SsiElement): readonly Required<SsiAttribute & { value: string }>[] {
  const end = attributes.findIndex(({ value }) => value === undefined);
  return (end === -1 ? attributes : attributes.slice(0, end)) as readonly { name: string; value: string }[];
}

/** An element that wants so many attributes; where nothing is sent it does nothing. */
function withArguments(code: string, least: number, body: PlainElement): PlainElement {
  return (page, element) => {
    if (!hasArguments(page, element, code, least)) return page.printing ? page.errorMessage : '';
    return page.printing ? body(page, element) : '';
  };
}

/** Whether an element has so many attributes; httpd warns of one without them even where nothing is sent. */
export function hasArguments(page: SsiPage, element: SsiElement, code: string, least: number): boolean {
  if (element.attributes.length >= least) return true;
  tell(page, page.printing ? 'error' : 'warn', code, `missing argument for ${element.name} element`);
  return false;
}

/** The error message, with a line in the log. */
export function failed(page: SsiPage, code: string, message: string): string {
  tell(page, 'error', code, message);
  return page.errorMessage;
}

function echo(page: SsiPage, element: SsiElement): string {
  let text = '';
  let decoding = 'none';
  let encoding = 'entity';
  for (const { name, value: raw } of valuesOf(element)) {
    const value = decodeEntities(raw);
    if (name === 'decoding') decoding = value;
    else if (name === 'encoding') encoding = value;
    else if (name !== 'var') return text + failed(page, 'AH01346', `unknown parameter "${name}" in tag echo`);
    else {
      const found = variable(page, filled(page, value));
      if (found === undefined) {
        text += page.undefinedEcho;
        continue;
      }
      const coded = code(page, 'echo', found, decoding, encoding);
      text += coded.text;
      if (coded.failed) return text;
    }
  }
  return text;
}

/** A value decoded and encoded; of codings that are not known the text is the error message for each. */
function code(
  page: SsiPage,
  tag: 'echo' | 'set',
  value: string,
  decoding: string,
  encoding: string,
): { readonly text: string; readonly failed: boolean } {
  const decoded = applyCodings(decoding, ssiDecodings, value);
  const encoded = applyCodings(encoding, ssiEncodings, decoded.text);
  const unknown = (kind: string, word: string): string =>
    failed(
      page,
      codingCodes[`${tag} ${kind}`]!,
      `unknown value "${word}" to parameter "${kind}" of tag ${tag}`,
    );
  let messages = '';
  if (decoded.unknown !== undefined) messages += unknown('decoding', decoded.unknown);
  if (encoded.unknown !== undefined) messages += unknown('encoding', encoded.unknown);
  return messages === '' ? { text: encoded.text, failed: false } : { text: messages, failed: true };
}

const codingCodes: Readonly<Record<string, string>> = {
  'echo decoding': 'AH01344',
  'echo encoding': 'AH01345',
  'set decoding': 'AH01364',
  'set encoding': 'AH01365',
};

function setVariables(page: SsiPage, element: SsiElement): string {
  let target: string | undefined;
  let decoding = 'none';
  let encoding = 'none';
  for (const { name, value } of valuesOf(element)) {
    if (name === 'var') target = filled(page, decodeEntities(value));
    else if (name === 'decoding') decoding = value;
    else if (name === 'encoding') encoding = value;
    else if (name !== 'value') return failed(page, 'AH01366', 'Invalid tag for set directive');
    else {
      if (target === undefined)
        return failed(page, 'AH01363', 'variable must precede value in set directive');
      const coded = code(page, 'set', filled(page, value), decoding, encoding);
      if (coded.failed) return coded.text;
      if (!setVariable(page, target, coded.text))
        return failed(page, '', 'the variables that pages have set are too large, set is refused');
    }
  }
  return '';
}

function configure(page: SsiPage, element: SsiElement): string {
  for (const { name, value: raw } of valuesOf(element)) {
    if (!['errmsg', 'echomsg', 'timefmt', 'sizefmt'].includes(name))
      return failed(page, 'AH01349', `unknown parameter "${name}" to tag config`);
    const value = filled(page, raw);
    if (name === 'errmsg') page.errorMessage = value;
    else if (name === 'echomsg') page.undefinedEcho = value;
    else if (name === 'timefmt') {
      page.timeFormat = value;
      setTimes(page);
    } else if (value === 'bytes') page.sizeInBytes = true;
    else if (value === 'abbrev') page.sizeInBytes = false;
    else return failed(page, 'AH01348', `unknown value "${value}" to parameter "sizefmt" of tag config`);
  }
  return '';
}

function printEnvironment(page: SsiPage, element: SsiElement): string {
  if (!takesNothing(page, element, page.printing)) return page.printing ? page.errorMessage : '';
  if (!page.printing) return '';
  let text = '';
  fillPending(page);
  for (const [name, value] of page.exchange.env) text += `${escapeHtml(name)}=${escapeHtml(value)}\n`;
  return text;
}

/** Programs are started by what is configured, never by what stands in a page. */
function exec(page: SsiPage): string {
  return page.printing ? failed(page, 'AH01228', 'exec used but not allowed') : '';
}

const bareCodes: Readonly<Record<string, string>> = {
  printenv: 'AH01367',
  else: 'AH01360',
  endif: 'AH01361',
};

function takesNothing(page: SsiPage, { name, attributes }: SsiElement, counts: boolean): boolean {
  if (attributes.length === 0) return true;
  tell(page, counts ? 'error' : 'warn', bareCodes[name], `${name} directive does not take tags`);
  return false;
}

function elseBranch(page: SsiPage, element: SsiElement): string {
  const sound = takesNothing(page, element, page.nesting === 0);
  if (page.nesting > 0 || page.wrong) return '';
  if (!sound) return page.printing ? page.errorMessage : '';
  page.printing = !page.taken;
  page.taken = true;
  return '';
}

function endIf(page: SsiPage, element: SsiElement): string {
  const sound = takesNothing(page, element, page.nesting === 0);
  if (page.nesting > 0) {
    page.nesting--;
    return '';
  }
  if (!sound) return page.errorMessage;
  page.printing = true;
  page.taken = true;
  page.wrong = false;
  return '';
}
