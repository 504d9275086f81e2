import {
  AndFilter,
  ApproximateFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  GreaterThanEqualsFilter,
  LessThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
} from 'ldapts';
import { decoded } from './bytes.js';

/** How deep filters may be nested. */
const deepest = 100;

/**
 * Reads a filter, a byte string, as libldap does: RFC 4515, and besides `\(`, `\)`, `\*` and `\\` for those bytes themselves,
 * and a single item without brackets. Undefined for what is no filter.
 */
export function parseFilter(text: string): Filter | undefined {
  const reader = new FilterReader(text);
  try {
    return reader.whole();
  } catch (error) {
    if (error instanceof NoFilter) return undefined;
    throw error;
  }
}

class NoFilter extends Error {}

const attributeName = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9-]+)*$/;

class FilterReader {
  #at = 0;

  constructor(private readonly text: string) {}

  whole(): Filter {
    this.#skipBlanks();
    const filter = this.text[this.#at] === '(' ? this.#bracketed(0) : this.#item(this.text.length);
    this.#skipBlanks();
    if (this.#at < this.text.length) throw new NoFilter();
    return filter;
  }

  #skipBlanks(): void {
    while (this.text[this.#at] === ' ') this.#at += 1;
  }

  #bracketed(depth: number): Filter {
    if (depth > deepest || this.text[this.#at] !== '(') throw new NoFilter();
    this.#at += 1;
    this.#skipBlanks();
    const sign = this.text[this.#at];
    const filter =
      sign === '&' || sign === '|' || sign === '!' ? this.#joined(sign, depth) : this.#item(this.#closing());
    this.#skipBlanks();
    if (this.text[this.#at] !== ')') throw new NoFilter();
    this.#at += 1;
    return filter;
  }

  #joined(sign: '&' | '|' | '!', depth: number): Filter {
    this.#at += 1;
    const filters: Filter[] = [];
    for (this.#skipBlanks(); this.text[this.#at] === '('; this.#skipBlanks())
      filters.push(this.#bracketed(depth + 1));
    if (sign === '&') return new AndFilter({ filters });
    if (sign === '|') return new OrFilter({ filters });
    if (filters.length !== 1) throw new NoFilter();
    return new NotFilter({ filter: filters[0]! });
  }

  /** Where the item ends: at the bracket that closes it. A backslash takes the byte behind it along. */
  #closing(): number {
    for (let at = this.#at; at < this.text.length; at += 1) {
      if (this.text[at] === '\\') at += 1;
      else if (this.text[at] === '(') throw new NoFilter();
      else if (this.text[at] === ')') return at;
    }
    throw new NoFilter();
  }

  #item(end: number): Filter {
    const item = this.text.slice(this.#at, end);
    this.#at = end;
    const sign = item.indexOf('=');
    if (sign === -1) throw new NoFilter();
    const relation = item[sign - 1] ?? '';
    const value = item.slice(sign + 1);
    if (relation === ':') return extensible(item.slice(0, sign - 1), value);
    const relates = /[<>~]/.test(relation);
    const attribute = item.slice(0, relates ? sign - 1 : sign);
    if (!attributeName.test(attribute)) throw new NoFilter();
    if (!relates) return equality(attribute, value);
    const shared = { attribute, value: text(value) };
    if (relation === '<') return new LessThanEqualsFilter(shared);
    return relation === '>' ? new GreaterThanEqualsFilter(shared) : new ApproximateFilter(shared);
  }
}

function equality(attribute: string, value: string): Filter {
  if (value === '*') return new PresenceFilter({ attribute });
  const parts = splitAtStars(value);
  if (parts.length === 1) return new EqualityFilter({ attribute, value: octets(unescaped(value)) });
  const texts = parts.map(text);
  const any = texts.slice(1, -1).filter((part) => part !== '');
  const [initial, final] = [texts[0]!, texts.at(-1)!];
  if (initial === '' && final === '' && any.length === 0) throw new NoFilter();
  return new SubstringFilter({ attribute, initial, any, final });
}

/** The library writes bytes as they are, but cannot write none. */
const octets = (bytes: string): Buffer | string => (bytes === '' ? '' : Buffer.from(bytes, 'latin1'));

/** `attribute:dn:rule:=value`, of which all but the value may be missing, though not attribute and rule both. */
function extensible(left: string, value: string): Filter {
  const [attribute = '', ...words] = left.split(':');
  const dnAttributes = words[0]?.toLowerCase() === 'dn';
  const rule = (dnAttributes ? words.slice(1) : words).join(':');
  if ((attribute !== '' && !attributeName.test(attribute)) || (rule !== '' && !attributeName.test(rule)))
    throw new NoFilter();
  if (attribute === '' && rule === '') throw new NoFilter();
  return new ExtensibleFilter({ matchType: attribute, rule, dnAttributes, value: text(value) });
}

function splitAtStars(value: string): readonly string[] {
  const parts = [''];
  for (const [piece] of value.matchAll(/\\[\s\S]?|[^\\*]+|\*/g)) {
    if (piece === '*') parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

/** An escaped value as the bytes it stands for. */
function unescaped(value: string): string {
  return value.replace(/\\(?:([0-9A-Fa-f]{2})|([()*\\]))?/g, (_all, digits?: string, plain?: string) => {
    if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16));
    if (plain === undefined) throw new NoFilter();
    return plain;
  });
}

function text(value: string): string {
  const known = decoded(unescaped(value));
  if (known === undefined) throw new NoFilter();
  return known;
}
