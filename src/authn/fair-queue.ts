/**
 * A bounded queue that serves clients in turn: whoever sends much waits behind himself alone. When it is full, the client with the
 * most places loses its newest one to a client with fewer.
 */
export class FairQueue<Item extends object> {
  /** In the order of their turns; no line is empty. */
  readonly #lines = new Map<string, Item[]>();
  readonly #most: number;
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds an item and gives the one that there is no place for any more, which may be the new one. */
  add(client: string, item: Item): Item | undefined {
    const own = this.#lines.get(client);
    const evicted = this.#size < this.#most ? undefined : this.#newestOfLongest(own?.length ?? 0);
    if (this.#size >= this.#most && !evicted) return item;
    // Taking one out may have ended the client's own line.
    const line = this.#lines.get(client) ?? [];
    this.#lines.set(client, line);
    line.push(item);
    this.#size++;
    return evicted;
  }

  /** Whether an item of this client would find a place. */
  hasRoom(client: string): boolean {
    return this.#size < this.#most || this.#longest().length > (this.#lines.get(client)?.length ?? 0) + 1;
  }

  /** The next item, of the client whose turn it is; clients that may not go on now are passed over. */
  take(mayGo: (client: string) => boolean = () => true): Item | undefined {
    for (const [client, line] of this.#lines) {
      if (!mayGo(client)) continue;
      const item = line.shift();
      this.#size--;
      this.#lines.delete(client);
      if (line.length > 0) this.#lines.set(client, line);
      return item;
    }
    return undefined;
  }

  /** Whether anybody waits who may go on now. */
  hasNext(mayGo: (client: string) => boolean): boolean {
    for (const client of this.#lines.keys()) if (mayGo(client)) return true;
    return false;
  }

  /** Takes out the items that match, wherever they stand. */
  remove(matches: (item: Item) => boolean): Item[] {
    const found: Item[] = [];
    for (const [client, line] of [...this.#lines]) {
      const kept = line.filter((item) => !matches(item));
      if (kept.length === line.length) continue;
      found.push(...line.filter(matches));
      this.#size -= line.length - kept.length;
      if (kept.length > 0) this.#lines.set(client, kept);
      else this.#lines.delete(client);
    }
    return found;
  }

  #longest(): readonly Item[] {
    let longest: readonly Item[] = [];
    for (const line of this.#lines.values()) if (line.length > longest.length) longest = line;
    return longest;
  }

  #newestOfLongest(own: number): Item | undefined {
    const longest = this.#longest();
    const newest = longest.at(-1);
    if (longest.length <= own + 1 || newest === undefined) return undefined;
    return this.remove((item) => item === newest)[0];
  }
}
