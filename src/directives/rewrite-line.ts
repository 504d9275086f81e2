/** A RewriteCond or RewriteRule line, cut in mod_rewrite's own way; `last` is the flag field. */
export interface RewriteLine {
  readonly first: string;
  readonly second: string;
  readonly last?: string;
}

interface Cut {
  readonly text: string;
  /** Where the line goes on; undefined where it ends without a blank or quote behind the word. */
  readonly next?: number;
}

/** Cuts a line into two or three words; what follows them is ignored. undefined where the second is missing. */
export function cutRewriteLine(raw: string): RewriteLine | undefined {
  const first = cut(raw, 0);
  if (first.next === undefined) return undefined;
  const second = cut(raw, first.next);
  const words = { first: first.text, second: second.text };
  if (second.next === undefined) return words;
  const last = cut(raw, second.next);
  return second.next === raw.length ? words : { ...words, last: last.text };
}

const blank = /\s/;

/** A word ends at its quote, or at a blank without a backslash before it; unlike elsewhere, quotes cannot be escaped. */
function cut(raw: string, from: number): Cut {
  const quote = raw[from] === '"' || raw[from] === "'" ? raw[from] : undefined;
  const start = quote ? from + 1 : from;
  let end = start;
  while (end < raw.length && !(quote ? raw[end] === quote : blank.test(raw[end]!)))
    end += raw[end] === '\\' && blank.test(raw[end + 1] ?? '') ? 2 : 1;
  const text = raw.slice(start, end);
  if (end >= raw.length) return { text };
  let next = end + 1;
  while (next < raw.length && blank.test(raw[next]!)) next += 1;
  return { text, next };
}

/** One flag of a field `[name=value,name]`. */
export interface RewriteFlag {
  readonly name: string;
  readonly value: string;
}

/** The flags of a field, or undefined where its brackets are missing. */
export function cutFlags(field: string): readonly RewriteFlag[] | undefined {
  if (!field.startsWith('[') || !field.endsWith(']')) return undefined;
  const text = `${field.slice(1, -1)},`;
  const flags: RewriteFlag[] = [];
  for (let at = skipBlanks(text, 0); at < text.length; ) {
    const comma = text.indexOf(',', at);
    flags.push(flag(flagText(text, at, comma)));
    at = skipBlanks(text, comma + 1);
  }
  return flags;
}

/** A comma behind blanks alone is not taken for an end: mod_rewrite sees the rest of the field as one flag then. */
function flagText(text: string, at: number, comma: number): string {
  const isBlankOnly = at === comma && at > 0 && blank.test(text[at - 1]!);
  return isBlankOnly ? text.slice(at) : text.slice(at, comma).trimEnd();
}

function flag(text: string): RewriteFlag {
  const equals = text.indexOf('=');
  return equals === -1
    ? { name: text, value: '' }
    : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && blank.test(text[at]!)) at += 1;
  return at;
}
