/** Thrown while a pattern is read and caught by `parsePattern`: PCRE refuses the pattern, in these words. */
export class PatternFlaw extends Error {}

/** A place in a pattern that moves on as the pattern is read. */
export class PatternCursor {
  readonly text: string;
  at = 0;
  /** What PCRE takes and kerbgate does not, the first that was found. */
  unserved: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get next(): string | undefined {
    return this.text[this.at];
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  startsWith(words: string): boolean {
    return this.text.startsWith(words, this.at);
  }

  /** Moves over `words` if they come next. */
  passes(words: string): boolean {
    if (!this.startsWith(words)) return false;
    this.at += words.length;
    return true;
  }

  /** Moves over what a sticky expression finds here. */
  take(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.at;
    const found = form.exec(this.text);
    if (found) this.at += found[0].length;
    return found;
  }

  /** The expression's find here, without moving. */
  peek(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.at;
    return form.exec(this.text);
  }

  fail(words: string): never {
    throw new PatternFlaw(`${words} (at offset ${Math.min(this.at, this.text.length)})`);
  }

  notServed(words: string): void {
    this.unserved ??= words;
  }
}

const mostGroups = 65_535;

/** A decimal number that may be a group's; `undefined` when there is no digit. */
export function takeNumber(cursor: PatternCursor, most = mostGroups): number | undefined {
  const found = cursor.take(/\d+/y);
  if (!found) return undefined;
  const number = Number(found[0]);
  return number > most ? cursor.fail('subpattern number is too big') : number;
}

/** A number that a sign makes relative to the groups opened before: `-1` is the last one, `+1` the next. */
export function takeSignedNumber(cursor: PatternCursor, groups: number): number | undefined {
  const sign = cursor.peek(/([+-]?)\d/y)?.[1];
  if (sign === undefined) return undefined;
  cursor.at += sign.length;
  const number = takeNumber(cursor, sign === '+' ? mostGroups - groups : mostGroups)!;
  if (sign === '') return number;
  if (number === 0) cursor.fail('a relative value of zero is not allowed');
  if (sign === '+') return groups + number;
  return number > groups ? cursor.fail('reference to non-existent subpattern') : groups + 1 - number;
}

const longestName = 32;

/** A group's name and its closing mark. */
export function takeName(cursor: PatternCursor, close: string): string {
  if (cursor.isAtEnd) cursor.fail('subpattern name expected');
  if (cursor.peek(/\d/y)) cursor.fail('subpattern name must start with a non-digit');
  const name = cursor.take(/[A-Za-z0-9_]*/y)![0];
  if (name.length > longestName) cursor.fail('subpattern name is too long (maximum 32 code units)');
  if (name === '') cursor.fail('subpattern name expected');
  if (!cursor.passes(close)) cursor.fail('syntax error in subpattern name (missing terminator?)');
  return name;
}
