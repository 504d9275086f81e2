import { type ByteSet, anyByte as everyByte, singleByte } from '../pattern/bytes.js';

/** A set of texts as an expression with intersections and complements; equal expressions are one object. */
export type Language =
  | Made<'none'>
  | Made<'empty'>
  | (Made<'set'> & { readonly set: ByteSet })
  | (Made<'then'> & { readonly first: Language; readonly rest: Language })
  | (Made<'star'> & { readonly body: Language })
  | (Made<'not'> & { readonly body: Language })
  | (Made<'either'> & { readonly parts: readonly Language[] })
  | (Made<'both'> & { readonly parts: readonly Language[] });

interface Made<Kind extends string> {
  readonly kind: Kind;
  readonly id: number;
  /** Whether the empty text is in it. */
  readonly nullable: boolean;
}

/** More expressions than a search may make, or a pattern that no expression stands for. */
export class NoLanguage extends Error {}

const mostMade = 20_000;
const mostParts = 20_000;
const deepest = 800;

/** Makes languages, and finds texts in them by derivatives. */
export class Languages {
  readonly #known = new Map<string, Language>();
  readonly #sets = new Map<string, ByteSet>();
  #depth = 0;
  #parts = 0;
  readonly #derived = new Map<string, Language>();
  readonly none: Language = this.#make('none', (made) => ({ ...made, kind: 'none', nullable: false }));
  readonly empty: Language = this.#make('empty', (made) => ({ ...made, kind: 'empty', nullable: true }));
  readonly anyByte: Language = this.set(everyByte);
  readonly all: Language = this.star(this.anyByte);

  set(set: ByteSet): Language {
    const key = set.join('');
    if (!key.includes('1')) return this.none;
    this.#sets.set(key, set);
    return this.#make(`set ${key}`, (made) => ({ ...made, kind: 'set', set, nullable: false }));
  }

  followed(first: Language, rest: Language): Language {
    if (first.kind === 'none' || rest.kind === 'none') return this.none;
    if (first.kind === 'empty') return rest;
    if (rest.kind === 'empty') return first;
    if (first.kind === 'then')
      return this.followed(
        first.first,
        this.#deeper(() => this.followed(first.rest, rest)),
      );
    const nullable = first.nullable && rest.nullable;
    return this.#make(`then ${first.id} ${rest.id}`, (made) => ({
      ...made,
      ...{ kind: 'then', first, rest, nullable },
    }));
  }

  star(body: Language): Language {
    if (body.kind === 'none' || body.kind === 'empty') return this.empty;
    if (body.kind === 'star') return body;
    return this.#make(`star ${body.id}`, (made) => ({ ...made, kind: 'star', body, nullable: true }));
  }

  not(body: Language): Language {
    if (body.kind === 'not') return body.body;
    if (body === this.none) return this.all;
    if (body === this.all) return this.none;
    return this.#make(`not ${body.id}`, (made) => ({ ...made, kind: 'not', body, nullable: !body.nullable }));
  }

  either(...languages: readonly Language[]): Language {
    const parts = flat('either', languages).filter((part) => part !== this.none);
    if (parts.includes(this.all)) return this.all;
    if (parts.length < 2) return parts[0] ?? this.none;
    const nullable = parts.some((part) => part.nullable);
    return this.#make(`either ${idsOf(parts)}`, (made) => ({ ...made, kind: 'either', parts, nullable }));
  }

  both(...languages: readonly Language[]): Language {
    const parts = flat('both', languages).filter((part) => part !== this.all);
    if (parts.includes(this.none)) return this.none;
    if (parts.length < 2) return parts[0] ?? this.all;
    if (parts.includes(this.empty)) return parts.every((part) => part.nullable) ? this.empty : this.none;
    const nullable = parts.every((part) => part.nullable);
    return this.#make(`both ${idsOf(parts)}`, (made) => ({ ...made, kind: 'both', parts, nullable }));
  }

  /** One byte for each group of bytes that none of the sets tells apart, those that stand well in requests first. */
  alphabet(preferred: readonly string[]): readonly number[] {
    const sets = [...this.#sets.values()];
    const groups = new Map<string, number>();
    const ordered = preferred.map((character) => character.charCodeAt(0));
    for (const byte of [...ordered, ...printable, ...everyOther]) {
      const group = sets.map((set) => set[byte]).join('');
      if (!groups.has(group)) groups.set(group, byte);
    }
    return [...groups.values()];
  }

  /** What may follow a byte. */
  after(language: Language, byte: number): Language {
    const key = `${language.id} ${byte}`;
    const known = this.#derived.get(key);
    if (known) return known;
    const derived = this.#deeper(() => this.#after(language, byte));
    this.#derived.set(key, derived);
    return derived;
  }

  #after(language: Language, byte: number): Language {
    switch (language.kind) {
      case 'none':
      case 'empty':
        return this.none;
      case 'set':
        return language.set[byte] ? this.empty : this.none;
      case 'then': {
        const { first, rest } = language;
        const through = this.followed(this.after(first, byte), rest);
        return first.nullable ? this.either(through, this.after(rest, byte)) : through;
      }
      case 'star':
        return this.followed(this.after(language.body, byte), language);
      case 'not':
        return this.not(this.after(language.body, byte));
      default:
        return this[language.kind](...language.parts.map((part) => this.after(part, byte)));
    }
  }

  /** Keeps long patterns from more calls inside of each other than there is room for. */
  #deeper(done: () => Language): Language {
    if (this.#depth >= deepest) throw new NoLanguage();
    this.#depth++;
    try {
      return done();
    } finally {
      this.#depth--;
    }
  }

  /** Counts a part of a pattern that is read, each time it is. */
  count(): void {
    if (++this.#parts > mostParts) throw new NoLanguage();
  }

  #make(key: string, create: (made: { readonly id: number }) => Language): Language {
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#known.size >= mostMade) throw new NoLanguage();
    const made = create({ id: this.#known.size });
    this.#known.set(key, made);
    return made;
  }
}

const printable = Array.from({ length: 95 }, (_, at) => at + 0x20);
/** No request holds a byte of zero. */
const everyOther = Array.from({ length: 255 }, (_, at) => at + 1);

const idsOf = (parts: readonly Language[]): string => parts.map(({ id }) => id).join(' ');

function flat(kind: 'either' | 'both', languages: readonly Language[]): readonly Language[] {
  const parts = languages.flatMap((each) => (each.kind === kind ? each.parts : [each]));
  return [...new Set(parts)].sort((one, other) => one.id - other.id);
}

const mostStates = 2000;
const longest = 200;

/** The shortest text of a language, `undefined` where it has none. */
export function textIn(
  made: Languages,
  language: Language,
  preferred: readonly string[],
): string | undefined {
  const bytes = made.alphabet(preferred);
  const seen = new Set([language]);
  const left: { readonly language: Language; readonly text: string }[] = [{ language, text: '' }];
  for (let at = 0; at < left.length; at++) {
    const { language: here, text } = left[at]!;
    if (here.nullable) return text;
    if (text.length >= longest || seen.size > mostStates) throw new NoLanguage();
    for (const byte of bytes) {
      const next = made.after(here, byte);
      if (next === made.none || seen.has(next)) continue;
      seen.add(next);
      left.push({ language: next, text: text + String.fromCharCode(byte) });
    }
  }
  return undefined;
}

/** A newline, which `$` may stand before. */
export const newline = singleByte(0x0a);
