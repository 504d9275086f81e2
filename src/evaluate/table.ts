const nothing: readonly string[] = Object.freeze([]);

/**
 * Header fields or environment entries in order, with case-insensitive names and duplicates, as apr_table. Small: look-ups
 * walk the list.
 */
export class Table {
  /** Names and values by turns. */
  #list: string[];
  /** Whether the list is somebody else's, to be copied before the first change. */
  #borrowed: boolean;

  private constructor(list: readonly string[]) {
    this.#list = list as string[];
    this.#borrowed = true;
  }

  /** An empty table. */
  static empty(): Table {
    return new Table(nothing);
  }

  /** Starts from an alternating list of names and values. */
  static of(fields: readonly string[]): Table {
    return new Table(fields);
  }

  /** Like `of`, with the values of each name joined by commas at its first place, as httpd joins request fields. */
  static joined(fields: readonly string[]): Table {
    const table = new Table(fields);
    table.#join(() => true);
    return table;
  }

  get size(): number {
    return this.#list.length >> 1;
  }

  /** The first value of a name. */
  get(name: string): string | undefined {
    const at = this.#find(name, 0);
    return at === -1 ? undefined : this.#list[at + 1];
  }

  /** All values of a name, in order. */
  all(name: string): string[] {
    const found: string[] = [];
    for (let at = this.#find(name, 0); at !== -1; at = this.#find(name, at + 2))
      found.push(this.#list[at + 1]!);
    return found;
  }

  has(name: string): boolean {
    return this.#find(name, 0) !== -1;
  }

  /** Appends, whatever is there already. */
  add(name: string, value: string): void {
    if (this.#list.length > 0) this.#own().push(name, value);
    else {
      this.#list = [name, value];
      this.#borrowed = false;
    }
  }

  /** Replaces all entries of the name by one, at the place of the first. */
  set(name: string, value: string): void {
    const first = this.#find(name, 0);
    if (first === -1) {
      this.add(name, value);
      return;
    }
    this.#own()[first + 1] = value;
    for (let at = this.#find(name, first + 2); at !== -1; at = this.#find(name, at)) this.#drop(at);
  }

  /** Appends to the first value with a comma, or adds. */
  merge(name: string, value: string): void {
    const first = this.#find(name, 0);
    if (first === -1) this.add(name, value);
    else this.#own()[first + 1] = `${this.#list[first + 1]}, ${value}`;
  }

  unset(name: string): void {
    for (let at = this.#find(name, 0); at !== -1; at = this.#find(name, at)) this.#drop(at);
  }

  /** Joins the values of each name by commas, save cookies, which keep a field each. */
  compress(): void {
    this.#join((name) => !/^set-cookie2?$/i.test(name));
  }

  *[Symbol.iterator](): Iterator<readonly [string, string]> {
    for (let at = 0; at < this.#list.length; at += 2) yield [this.#list[at]!, this.#list[at + 1]!];
  }

  /** Gives every entry to `visit`: what the iterator does, without making anything. */
  each(visit: (name: string, value: string) => void): void {
    for (let at = 0; at < this.#list.length; at += 2) visit(this.#list[at]!, this.#list[at + 1]!);
  }

  /** Gives every value of a name to `edit` and stores what it returns. */
  map(name: string, edit: (value: string) => string): void {
    for (let at = this.#find(name, 0); at !== -1; at = this.#find(name, at + 2))
      this.#own()[at + 1] = edit(this.#list[at + 1]!);
  }

  copy(): Table {
    this.#borrowed = true;
    return new Table(this.#list);
  }

  #own(): string[] {
    if (this.#borrowed) {
      this.#list = this.#list.slice();
      this.#borrowed = false;
    }
    return this.#list;
  }

  #join(joins: (name: string) => boolean): void {
    for (let at = 0; at < this.#list.length; at += 2) {
      const name = this.#list[at]!;
      if (!joins(name)) continue;
      for (let next = this.#find(name, at + 2); next !== -1; next = this.#find(name, next)) {
        this.#own()[at + 1] = `${this.#list[at + 1]}, ${this.#list[next + 1]}`;
        this.#drop(next);
      }
    }
  }

  #find(name: string, from: number): number {
    const list = this.#list;
    for (let at = from; at < list.length; at += 2) {
      const candidate = list[at]!;
      if (candidate === name) return at;
      if (candidate.length === name.length && candidate.toLowerCase() === name.toLowerCase()) return at;
    }
    return -1;
  }

  #drop(at: number): void {
    this.#own().splice(at, 2);
  }
}
