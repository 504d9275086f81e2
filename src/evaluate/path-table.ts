const slash = 0x2f;
const seed = 0x811c9dc5 | 0;
const factor = 0x01000193;

/** The place before any component, from which each path sets out. */
export const root = 0;

/** Where a path leads among the known ones: the place, and whether the path goes on from there. */
export type Reached = number;
export const placeOf = (reached: Reached): number => reached >> 1;
export const goesOn = (reached: Reached): boolean => (reached & 1) === 1;

/**
 * Numbers paths and tells how far they lead along others, component by component. Among many of them a look at anything far off in memory
 * costs more than all else that is done for a component: so they stand in lists of numbers, where two looks find one.
 */
export class PathTable {
  /** Pairs by hash, of which there is a power of two: the hash of the path so far, and where its record begins; 0 for none. */
  #slots = new Int32Array(2 * 16);
  /** For each place its number, the place it goes on from, the length of the component that leads there, and its characters. */
  #records = new Int32Array(64);
  #end = 1;
  /** The place each one goes on from. */
  readonly #parents: number[] = [root];

  /** How many places there are. */
  get size(): number {
    return this.#parents.length;
  }

  /** The places that lead to one, from the root to itself. */
  wayTo(place: number): readonly number[] {
    const way = [place];
    for (let at = place; at !== root; ) {
      at = this.#parents[at]!;
      way.push(at);
    }
    return way.reverse();
  }

  /** The place of a path, and of all that lead to it. */
  add(path: string): number {
    let place = root;
    let hash = seed;
    let from = 0;
    for (let at = 0; at <= path.length; at++) {
      const code = at < path.length ? path.charCodeAt(at) : slash;
      if (code === slash) {
        place = this.#next(place, hash, path, from, at) || this.#grow(place, hash, path.slice(from, at));
        from = at + 1;
      }
      hash = Math.imul(hash ^ code, factor);
    }
    return place;
  }

  follow(path: string): Reached {
    let place = root;
    let hash = seed;
    let from = 0;
    for (let at = 0; ; at++) {
      const code = at < path.length ? path.charCodeAt(at) : slash;
      if (code === slash) {
        const next = this.#next(place, hash, path, from, at);
        if (next === root) return place * 2 + 1;
        if (at === path.length) return next * 2;
        place = next;
        from = at + 1;
      }
      hash = Math.imul(hash ^ code, factor);
    }
  }

  /** Where the component between `from` and `end` leads; the root where it leads nowhere. */
  #next(place: number, hash: number, path: string, from: number, end: number): number {
    const slots = this.#slots;
    for (let slot = this.#slotOf(hash); ; slot = (slot + 2) & (slots.length - 1)) {
      const record = slots[slot + 1]!;
      if (record === 0) return root;
      if (slots[slot] === hash && this.#isFor(record, place, path, from, end)) return this.#records[record]!;
    }
  }

  #slotOf(hash: number): number {
    return ((hash ^ (hash >>> 15)) << 1) & (this.#slots.length - 1);
  }

  #isFor(record: number, place: number, path: string, from: number, end: number): boolean {
    const records = this.#records;
    if (records[record + 1] !== place || records[record + 2] !== end - from) return false;
    for (let at = from, known = record + 3; at < end; at++, known++)
      if (records[known] !== path.charCodeAt(at)) return false;
    return true;
  }

  #grow(parent: number, hash: number, component: string): number {
    const place = this.size;
    const record = [place, parent, component.length];
    for (let at = 0; at < component.length; at++) record.push(component.charCodeAt(at));
    this.#parents.push(parent);
    this.#records = withRoom(this.#records, this.#end + record.length);
    this.#records.set(record, this.#end);
    // A quarter of the pairs is in use at most, so that what is not there is seen at once.
    if (this.size * 8 > this.#slots.length) this.#spread();
    this.#enter(hash, this.#end);
    this.#end += record.length;
    return place;
  }

  #enter(hash: number, record: number): void {
    const slots = this.#slots;
    let slot = this.#slotOf(hash);
    while (slots[slot + 1] !== 0) slot = (slot + 2) & (slots.length - 1);
    slots[slot] = hash;
    slots[slot + 1] = record;
  }

  #spread(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2);
    for (let slot = 0; slot < before.length; slot += 2)
      if (before[slot + 1] !== 0) this.#enter(before[slot]!, before[slot + 1]!);
  }
}

type Numbers = Int32Array<ArrayBuffer>;

/** The same numbers in a list of at least this length. */
function withRoom(numbers: Numbers, length: number): Numbers {
  if (length <= numbers.length) return numbers;
  const longer = new Int32Array(Math.max(length, numbers.length * 2));
  longer.set(numbers);
  return longer;
}
