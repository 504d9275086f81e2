/** One name of an element with its value, if it has any. Names are in lower case. */
export interface SsiAttribute {
  readonly name: string;
  readonly value: string | undefined;
}

/** An element of a page, such as `<!--#echo var="X" -->`; `faults` are httpd's words for what is wrong with its form. */
export interface SsiElement {
  readonly name: string;
  readonly attributes: readonly SsiAttribute[];
  readonly faults: readonly SsiFault[];
}

export interface SsiFault {
  readonly code: string;
  readonly message: string;
}

/** A run of a page's text between its elements, or an element. */
export type SsiEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'element'; readonly element: SsiElement }
  /** An element that is longer than any may be; nothing of the page is read behind it. */
  | { readonly kind: 'endless' };

/** What begins and ends elements (SSIStartTag, SSIEndTag). */
export interface SsiTags {
  readonly start: string;
  readonly end: string;
}

/** Bytes an element may have. */
const longestElement = 256 * 1024;

/**
 * Takes a page apart into text and elements, piece by piece as it comes, in mod_include's manner: where the pieces are cut makes
 * no difference. Texts are byte strings.
 */
export class SsiReader {
  readonly #tags: SsiTags;
  #held = '';
  /** How much must be there before an element that was too short is looked at again. */
  #enough = 0;
  #ended = false;

  constructor(tags: SsiTags) {
    this.#tags = tags;
  }

  /** What a piece of the page completes; after `endless` there is nothing more. */
  *feed(piece: string): Generator<SsiEvent> {
    if (this.#ended) return;
    this.#held += piece;
    if (this.#held.length < this.#enough) return;
    let at = 0;
    for (;;) {
      const start = this.#held.indexOf(this.#tags.start, at);
      if (start === -1) break;
      if (start > at) yield { kind: 'text', text: this.#held.slice(at, start) };
      const read = readElement(this.#held, start + this.#tags.start.length, this.#tags.end);
      if (!read) {
        yield* this.#wait(start);
        return;
      }
      yield { kind: 'element', element: read.element };
      at = read.next;
    }
    const kept = possibleStart(this.#held, at, this.#tags.start);
    if (kept > at) yield { kind: 'text', text: this.#held.slice(at, kept) };
    this.#held = this.#held.slice(kept);
    this.#enough = 0;
  }

  /** What is left to read when nothing more comes. */
  rest(): Generator<SsiEvent> {
    this.#enough = 0;
    return this.feed('');
  }

  /** Ends the page: the text left over, and whether an element was left open. */
  end(): { readonly text: string; readonly open: boolean } {
    const open = this.#ended || this.#held.startsWith(this.#tags.start);
    return { text: open ? '' : this.#held, open };
  }

  *#wait(start: number): Generator<SsiEvent> {
    this.#held = this.#held.slice(start);
    this.#enough = this.#held.length > 4096 ? 2 * this.#held.length : 0;
    if (this.#held.length <= longestElement) return;
    this.#ended = true;
    this.#held = '';
    yield { kind: 'endless' };
  }
}

/** Where the longest end of the text begins that could go on to be a start tag. */
function possibleStart(text: string, from: number, tag: string): number {
  for (let at = Math.max(from, text.length - tag.length + 1); at < text.length; at++)
    if (tag.startsWith(text.slice(at))) return at;
  return text.length;
}

/** A white space of C. */
const isSpace = (character: string): boolean => /[ \t-\r]/.test(character);

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text[at]!)) at++;
  return at;
}

/** What the text holds at a place where the end tag may stand. */
function endTagAt(text: string, at: number, end: string): 'end' | 'other' | 'unknown' {
  if (text.startsWith(end, at)) return 'end';
  return text.length - at < end.length && end.startsWith(text.slice(at)) ? 'unknown' : 'other';
}

interface Read {
  readonly element: SsiElement;
  readonly next: number;
}

/** The element that begins behind a start tag; `undefined` while its end is not there. */
function readElement(text: string, from: number, end: string): Read | undefined {
  const named = readName(text, from, end);
  if (!named) return undefined;
  const faults: SsiFault[] = [];
  if (named.name === '') faults.push({ code: 'AH01368', message: 'missing directive name' });
  const name = named.name.toLowerCase();
  const attributes: SsiAttribute[] = [];
  let at = named.next;
  while (!named.closed) {
    at = skipSpaces(text, at);
    if (at === text.length) return undefined;
    const tail = endTagAt(text, at, end);
    if (tail === 'unknown') return undefined;
    if (tail === 'end') return { element: { name, attributes, faults }, next: at + end.length };
    const attribute = readAttribute(text, at);
    if (!attribute) return undefined;
    if (attribute.name === '')
      faults.push({ code: attribute.code, message: `missing argument name for value to tag ${name}` });
    attributes.push({ name: attribute.name.toLowerCase(), value: attribute.value });
    at = attribute.next;
  }
  return { element: { name, attributes, faults }, next: at };
}

/** The name reaches to a white space, or to the end tag. */
function readName(
  text: string,
  from: number,
  end: string,
): { readonly name: string; readonly next: number; readonly closed: boolean } | undefined {
  for (let at = from; at < text.length; at++) {
    if (isSpace(text[at]!)) return { name: text.slice(from, at), next: at + 1, closed: false };
    if (text[at] !== end[0]) continue;
    const tail = endTagAt(text, at, end);
    if (tail === 'unknown') return undefined;
    if (tail === 'end') return { name: text.slice(from, at), next: at + end.length, closed: true };
  }
  return undefined;
}

interface ReadAttribute extends SsiAttribute {
  readonly next: number;
  /** httpd's message when there is no name. */
  readonly code: string;
}

function readAttribute(text: string, from: number): ReadAttribute | undefined {
  if (/["'`]/.test(text[from]!)) {
    const value = readQuoted(text, from + 1, text[from]!);
    return value && { ...value, name: '', code: 'AH01369' };
  }
  let at = from;
  while (at < text.length && !isSpace(text[at]!) && text[at] !== '=') at++;
  const name = text.slice(from, at);
  at = skipSpaces(text, at);
  if (at === text.length) return undefined;
  if (text[at] !== '=') return { name, value: undefined, next: at, code: 'AH01370' };
  at = skipSpaces(text, at + 1);
  if (at === text.length) return undefined;
  const value = /["'`]/.test(text[at]!) ? readQuoted(text, at + 1, text[at]!) : readBare(text, at);
  return value && { ...value, name, code: 'AH01370' };
}

interface ReadValue {
  readonly value: string;
  readonly next: number;
}

/** A backslash in front of the quote keeps it, and stays in front of anything else. */
function readQuoted(text: string, from: number, quote: string): ReadValue | undefined {
  let value = '';
  let start = from;
  for (let at = from; at < text.length; at++) {
    if (text[at] === quote) return { value: value + text.slice(start, at), next: at + 1 };
    if (text[at] !== '\\' || text[at + 1] !== quote) continue;
    value += text.slice(start, at);
    start = at + 1;
    at++;
  }
  return undefined;
}

function readBare(text: string, from: number): ReadValue | undefined {
  for (let at = from; at < text.length; at++)
    if (isSpace(text[at]!)) return { value: text.slice(from, at), next: at + 1 };
  return undefined;
}
