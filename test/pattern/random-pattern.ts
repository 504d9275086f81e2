/** Numbers from 0 to 1 that are the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const atoms = ['a', 'b', 'c', 'ab', '.', '\\d', '\\w', '\\W', '\\n', '[ab]', '[^a]', '[a-c]', 'x', '\\x41'];
const places = [
  '^',
  '$',
  '\\b',
  '\\B',
  '\\A',
  '\\z',
  '\\Z',
  '\\G',
  '(?=a)',
  '(?!b)',
  '(?<=a)',
  '(?<!b)',
  '(?i)',
  '(?m)',
];
const references = ['\\1', '\\2', '\\g{-1}', '(?1)', '(?2)', '(?R)', '\\k<n>', '(?P>n)', '\\K'];
const counts = [
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '{2}',
  '{1,2}',
  '{0,3}',
  '{2,}',
  '{1,3}?',
  '*+',
  '++',
  '?+',
  '{1,2}+',
];
const conditions = ['1', '2', '<n>', 'R', 'R1', '?=a', '?!a', '?<=b'];
const openings = ['(', '(', '(', '(?:', '(?:', '(?>', '(?=', '(?!', '(?|', '(?i:', '(?<n>', '(?*'];

/** Makes patterns that PCRE takes more often than not. */
export class PatternMaker {
  readonly #random: () => number;
  readonly #references: boolean;

  /** `withReferences`: references, calls and conditions too. */
  constructor(random: () => number, withReferences: boolean) {
    this.#random = random;
    this.#references = withReferences;
  }

  pattern(depth = 3): string {
    const items = Array.from({ length: 1 + Math.floor(this.#random() * 3) }, () => this.#item(depth)).join(
      '',
    );
    return this.#random() < 0.25 ? `${items}|${this.#random() < 0.15 ? '' : this.pattern(depth - 1)}` : items;
  }

  text(longest: number): string {
    const length = Math.floor(this.#random() * longest);
    return Array.from({ length }, () => this.pick([...'aaabbbccx1\nA '])).join('');
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)]!;
  }

  #item(depth: number): string {
    const kind = this.#random();
    if (kind < 0.07) return this.pick(places);
    if (this.#references && kind < 0.11) return this.pick(references);
    const item = depth <= 0 || kind < 0.5 ? this.pick(atoms) : this.#group(depth);
    return this.#random() < 0.45 ? item + this.pick(counts) : item;
  }

  #group(depth: number): string {
    if (!this.#references || this.#random() > 0.1) {
      const opening = this.pick(this.#references ? openings : openings.slice(0, -2));
      return `${opening}${this.pattern(depth - 1)})`;
    }
    const branch = () => this.pattern(depth - 1).replace(/\|/g, '');
    return `(?(${this.pick(conditions)})${branch()}${this.#random() < 0.6 ? `|${branch()}` : ''})`;
  }
}
