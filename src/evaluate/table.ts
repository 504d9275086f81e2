/**
 * Header fields or environment entries in order, with case-insensitive names and duplicates, as apr_table. Small: look-ups
 * walk the list.
 */
export class Table {
  readonly #names: string[] = [];
  readonly #values: string[] = [];

  /** Starts from an alternating list of names and values. */
  static of(fields: readonly string[]): Table {
    const table = new Table();
    for (let at = 0; at + 1 < fields.length; at += 2) table.add(fields[at]!, fields[at + 1]!);
    return table;
  }

  /** Like `of`, with the values of each name joined by commas at its first place, as httpd joins request fields. */
  static joined(fields: readonly string[]): Table {
    const table = Table.of(fields);
    table.#join(() => true);
    return table;
  }

  get size(): number {
    return this.#names.length;
  }

  /** The first value of a name. */
  get(name: string): string | undefined {
    const at = this.#find(name, 0);
    return at === -1 ? undefined : this.#values[at];
  }

  /** All values of a name, in order. */
  all(name: string): string[] {
    const found: string[] = [];
    for (let at = this.#find(name, 0); at !== -1; at = this.#find(name, at + 1))
      found.push(this.#values[at]!);
    return found;
  }

  has(name: string): boolean {
    return this.#find(name, 0) !== -1;
  }

  /** Appends, whatever is there already. */
  add(name: string, value: string): void {
    this.#names.push(name);
    this.#values.push(value);
  }

  /** Replaces all entries of the name by one, at the place of the first. */
  set(name: string, value: string): void {
    const first = this.#find(name, 0);
    if (first === -1) {
      this.add(name, value);
      return;
    }
    this.#values[first] = value;
    for (let at = this.#find(name, first + 1); at !== -1; at = this.#find(name, at)) this.#drop(at);
  }

  /** Appends to the first value with a comma, or adds. */
  merge(name: string, value: string): void {
    const first = this.#find(name, 0);
    if (first === -1) this.add(name, value);
    else this.#values[first] = `${this.#values[first]}, ${value}`;
  }

  unset(name: string): void {
    for (let at = this.#find(name, 0); at !== -1; at = this.#find(name, at)) this.#drop(at);
  }

  /** Joins the values of each name by commas, save cookies, which keep a field each. */
  compress(): void {
    this.#join((name) => !/^set-cookie2?$/i.test(name));
  }

  #join(joins: (name: string) => boolean): void {
    for (let at = 0; at < this.#names.length; at++) {
      const name = this.#names[at]!;
      if (!joins(name)) continue;
      for (let next = this.#find(name, at + 1); next !== -1; next = this.#find(name, next)) {
        this.#values[at] = `${this.#values[at]}, ${this.#values[next]}`;
        this.#drop(next);
      }
    }
  }

  *[Symbol.iterator](): Iterator<readonly [string, string]> {
    for (let at = 0; at < this.#names.length; at++) yield [this.#names[at]!, this.#values[at]!];
  }

  /** Gives every value of a name to `edit` and stores what it returns. */
  map(name: string, edit: (value: string) => string): void {
    for (let at = this.#find(name, 0); at !== -1; at = this.#find(name, at + 1))
      this.#values[at] = edit(this.#values[at]!);
  }

  copy(): Table {
    const copy = new Table();
    for (let at = 0; at < this.#names.length; at++) copy.add(this.#names[at]!, this.#values[at]!);
    return copy;
  }

  #find(name: string, from: number): number {
    const names = this.#names;
    for (let at = from; at < names.length; at++) {
      const candidate = names[at]!;
      if (candidate === name) return at;
      if (candidate.length === name.length && candidate.toLowerCase() === name.toLowerCase()) return at;
    }
    return -1;
  }

  #drop(at: number): void {
    this.#names.splice(at, 1);
    this.#values.splice(at, 1);
  }
}
